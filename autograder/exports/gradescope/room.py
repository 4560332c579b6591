"""How much a submission may use in a container that is small and has an end: its memory and its minutes."""

from pathlib import Path

from autograder.sandbox import Limits
from autograder.worker import Bundle

MiB = 1 << 20
OURS = 400 * MiB  # what the grader itself needs: the worker, and the warm process that students are forks of
LEAST = 200 * MiB
FILES = ("/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes")


def limits(bundle: Bundle, seconds: float, whole: float, files: tuple[str, ...] = FILES) -> Limits:
    """Limits for a student's process. `seconds`: for one wait at most; `whole`: seconds for everything together."""
    waits = sum(6 * len(exercise.points) + _code_cells(exercise.notebook) for exercise in bundle.exercises.values())
    memory = Limits.memory_bytes
    if (there := container_memory(files)) is not None:
        memory = min(memory, max(LEAST, there - OURS))
    return Limits(wall_seconds=max(0.5, min(seconds, whole / waits)), memory_bytes=memory)


def container_memory(files: tuple[str, ...] = FILES) -> int | None:
    """The bytes that this container may use, None where nobody says."""
    for name in files:
        try:
            said = Path(name).read_text(encoding="ascii").strip()
        except OSError:
            continue
        if said.isdigit() and int(said) < 1 << 60:
            return int(said)
    return None


def _code_cells(notebook: dict) -> int:
    return sum(cell["cell_type"] == "code" for cell in notebook["cells"])
