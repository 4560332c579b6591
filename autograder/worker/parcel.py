"""A bundle as files that can be sent to another machine and loaded there, with the same digest."""

import json

from autograder.worker.bundle import Bundle, tests_of


def packed(bundle: Bundle) -> dict[str, bytes]:
    """name -> bytes: `hidden/`, `answers/` (the bank), `exercises/` and `solutions/`, as `load` takes them."""
    files = {f"hidden/{name}": data for name, data in tests_of(bundle.tests)}
    files |= {f"answers/{name}": data for name, data in tests_of(bundle.answers)}
    for exercise in bundle.exercises.values():
        notebooks = {"exercises": exercise.notebook, "solutions": exercise.solution}
        for folder, notebook in notebooks.items():
            if notebook is not None:
                files[f"{folder}/{exercise.name}.ipynb"] = json.dumps(notebook).encode()
    return files
