"""The trusted worker: hidden tests and nbval's items collected once, run again for every submission."""

from autograder.worker.bundle import Bundle, BundleError, Exercise, load
from autograder.worker.crew import Crew
from autograder.worker.local import Local, cores
from autograder.worker.parcel import packed
from autograder.worker.process import Setup, StartError, Worker, WorkerError

__all__ = [
    "Bundle",
    "BundleError",
    "Crew",
    "Exercise",
    "Local",
    "Setup",
    "StartError",
    "Worker",
    "WorkerError",
    "cores",
    "load",
    "packed",
]
