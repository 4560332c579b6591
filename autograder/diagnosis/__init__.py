"""Misconceptions diagnosed by behaviour: what a function did on the hidden inputs, compared with what known mistakes do there."""

from autograder.diagnosis.evidence import ENOUGH, Contrast, meant, speaks
from autograder.diagnosis.traces import Differs, Outcome, Rerun, Trace

__all__ = ["ENOUGH", "Contrast", "Differs", "Outcome", "Rerun", "Trace", "meant", "speaks"]
