"""nbval as the judge of the visible cells, with the student's process in the place of a Jupyter kernel.

nbval asks little of its kernel object, so it gets ours (`Kernel`) and judges as it always does. Its items are made once
for each exercise, from the pristine notebook: whatever a student writes into a cell, the options and the targets that
nbval goes by are the course's own.
"""

from collections import defaultdict, deque
from queue import Empty

import nbformat
import pytest
from nbval.plugin import IPyNbCell, IPyNbFile, NbCellError, find_metadata_tags

from autograder.border import StudentError
from course.workbook import answer_cells, check_cells, with_targets

MOST_TEXT = 8_000  # characters kept of one output
MOST_PICTURE = 1_500_000  # characters of a picture in base64
MOST_PICTURES = 6  # of one cell


class Kernel:
    """What nbval asks of its `RunningKernel`, answered by a student's process."""

    def __init__(self, process) -> None:
        self._process = process
        self._messages: deque = deque()
        self._hung = False
        self.replayed = True  # whether the next cell is run again in each new process
        self.last = None  # the cell that ran last
        self.failure: StudentError | None = None

    def is_alive(self) -> bool:
        return True  # a process that ended is forked again at its next use

    def execute_cell_input(self, source: str, allow_stdin: bool | None = None) -> int:
        self.last, self.failure, outputs = None, None, []
        try:
            self.last = self._process.execute(source, self.replayed)
            self.failure, outputs = self.last.failure, self.last.outputs
        except StudentError as error:  # forked too often: no more cells for this submission
            self.failure = error
        self._hung = self.failure is not None and self.failure.kind == "time"
        contents = [(output["output_type"], output) for output in merged(outputs)]
        if self.failure is not None and not any(kind == "error" for kind, _ in contents):
            name = "KeyboardInterrupt" if self._hung else self.failure.kind
            contents.append(("error", {"ename": name, "evalue": self.failure.student, "traceback": []}))
        contents.append(("status", {"execution_state": "idle"}))
        self._messages = deque(
            {
                "msg_type": kind,
                "content": {"metadata": {}, "execution_count": None, **content},
                "parent_header": {"msg_id": 1},
            }
            for kind, content in contents
        )
        return 1

    def await_reply(self, msg_id: int, timeout: float | None = None) -> None:
        if self._hung:
            raise Empty

    def get_message(self, stream: str, timeout: float | None = None) -> dict:
        if not self._messages:
            raise Empty
        return self._messages.popleft()

    def await_idle(self, msg_id: int, timeout: float) -> None:
        self._messages.clear()

    def interrupt(self) -> None:
        """Nothing to do: the process was stopped at its limit."""

    stop = interrupt


class VisibleNotebook(IPyNbFile):
    """The visible cells of one exercise as pytest items, judged on whatever `kernel` is at the moment."""

    @classmethod
    def of(cls, session: pytest.Session, name: str, notebook: dict) -> "VisibleNotebook":
        """The items of the pristine `notebook`, with its targets as the outputs to compare with."""
        file = cls.from_parent(session, path=session.path / f"{name}.ipynb", name=name)
        file.nb = nbformat.from_dict(with_targets(notebook))
        file.roles = {answer.index: ("answer", answer.exercise) for answer in answer_cells(notebook)}
        file.roles |= {index: ("check", exercise) for index, _, exercise in check_cells(notebook)}
        file.items = list(file.collect())
        return file

    def collect(self):
        # IPyNbFile.collect reads the notebook from a file and then yields its cells like this. The pristine notebook is
        # at hand already, and only its tags can tell nbval what to compare: no comment in a cell can.
        for index, cell in enumerate(self.nb.cells):
            if cell.cell_type == "code":
                options = {"skip": False, "check": True, "check_exception": False} | dict(
                    find_metadata_tags(cell.metadata)
                )
                yield IPyNbCell.from_parent(self, name=f"Cell {index}", cell_num=index, cell=cell, options=options)

    def setup(self) -> None:
        """The kernel is there already; IPyNbFile would start a fresh one."""

    def teardown(self) -> None:
        """The process outlives the visible cells: the hidden tests go on with it."""

    def take(self, grafted: dict, process) -> None:
        """Put a student's answers into the cells, and the student's process into the kernel's place."""
        self.kernel = Kernel(process)
        for item in self.items:
            item.cell.source = grafted["cells"][item.cell_num]["source"]
        self.forgive()

    def before(self, item: IPyNbCell) -> None:
        """Say what is to become of the next cell: functions need the answers and what stands before them, and no checks."""
        last = max((index for index, (role, _) in self.roles.items() if role == "answer"), default=-1)
        self.kernel.replayed = item.cell_num <= last and self.role(item)[0] != "check"

    def forgive(self) -> None:
        """Judge the next cell for itself: nbval expects every cell after one that hung to fail, but ours has a fresh fork."""
        self.timed_out = False

    def role(self, item: IPyNbCell) -> tuple[str, str | None]:
        """("answer" or "check", the function that the cell belongs to), or ("", None) for any other cell."""
        return self.roles.get(item.cell_num, ("", None))

    def outcome(self, error: BaseException | None) -> str:
        """nbval's finding on the cell that ran last: passed, differs, error, time, memory, breach, crash or not judged."""
        if error is None:
            return "passed"
        if self.kernel.failure is not None:
            return self.kernel.failure.kind
        return "differs" if isinstance(error, NbCellError) else "not judged"


def merged(outputs: list[dict]) -> list[dict]:
    """Copies of the outputs, those of a stream as one where its first stands.

    nbval does the same, but takes a time that grows with the square of the number of outputs.
    """
    texts, first = defaultdict(list), []
    for output in outputs:
        if output["output_type"] == "stream":
            if output["name"] not in texts:
                first.append(dict(output))
            texts[output["name"]].append(output["text"])
        else:
            first.append(dict(output))
    return [it | {"text": "".join(texts[it["name"]])} if it["output_type"] == "stream" else it for it in first]


def trimmed(outputs: list[dict]) -> list[dict]:
    """What is worth keeping of a cell's outputs: text, up to a length, and pictures, up to a size and a number."""
    kept, pictures = [], 0
    for output in outputs:
        if output["output_type"] == "stream":
            kept.append({**output, "text": output["text"][:MOST_TEXT]})
        elif output["output_type"] == "error":
            kept.append({"output_type": "error", "ename": output["ename"][:100], "evalue": output["evalue"][:500]})
        else:
            texts = {kind: text for kind, text in output["data"].items() if isinstance(text, str)}
            data = {"text/plain": texts["text/plain"][:MOST_TEXT]} if "text/plain" in texts else {}
            if len(texts.get("image/png", "")) in range(1, MOST_PICTURE) and pictures < MOST_PICTURES:
                data, pictures = {"image/png": texts["image/png"]}, pictures + 1
            kept.append({"output_type": output["output_type"], "data": data})
    return kept[:50]
