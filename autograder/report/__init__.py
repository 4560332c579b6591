"""The class report: one self-contained page with pictures, for the instructor or, without names, for the class."""

from autograder.report.page import ANONYMOUS, NAME, Report

__all__ = ["ANONYMOUS", "NAME", "Report"]
