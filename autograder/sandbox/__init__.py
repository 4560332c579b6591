"""The sandbox: what confines a student's process. See docs/threat-model.md."""

from .kernel import SandboxError
from .limits import Limits
from .probes import Outcome, Probe, explain, probe
from .readable import visible
from .tiers import ENVIRONMENT, FAILED, SAFE, TIERS, enter, prepare

__all__ = [
    "ENVIRONMENT",
    "FAILED",
    "SAFE",
    "TIERS",
    "Limits",
    "Outcome",
    "Probe",
    "SandboxError",
    "enter",
    "explain",
    "prepare",
    "probe",
    "visible",
]
