"""A learner's notebooks: read, grafted onto the pristine exercise, judged by nbval, copied into work/, counted.

Notebooks are plain dicts (nbformat 4 as JSON), read by `read_notebook`, which raises `NotebookError` and nothing else.
"""

from course.workbook.cells import STUB, AnswerCell, answer_cells, check_cells
from course.workbook.copies import make_work
from course.workbook.grafting import Graft, graft
from course.workbook.judging import CellResult, JudgeError, run_nbval, with_targets
from course.workbook.places import pristine, pristine_names
from course.workbook.reading import NotebookError, dumps, read_notebook, write_notebook
from course.workbook.standing import progress

__all__ = [
    "STUB",
    "AnswerCell",
    "CellResult",
    "Graft",
    "JudgeError",
    "NotebookError",
    "answer_cells",
    "check_cells",
    "dumps",
    "graft",
    "make_work",
    "pristine",
    "pristine_names",
    "progress",
    "read_notebook",
    "run_nbval",
    "with_targets",
    "write_notebook",
]
