"""Building: one text source becomes a lesson, or an exercise and its solution, the same bytes each time."""

import base64
import io
import json
import re
import signal
import subprocess
import sys
import time

import nbformat
import pytest
from small_course import EXERCISES, LESSON, write_sources

from autograder.building import BuildError, Project, build, stale
from autograder.building.marking import mark, seal
from autograder.building.sources import read_source, stub_of
from autograder.building.tidying import WIDGET, small, tidy, without_stamp
from course.workbook import STUB, answer_cells, check_cells, read_notebook


def cells_of(path):
    return {cell["id"]: cell for cell in read_notebook(path)["cells"]}


@pytest.fixture
def source(tmp_path):
    """Write an exercise source, read it back."""

    def write(text, name="01_small_exercises"):
        path = tmp_path / f"{name}.py"
        path.write_text(text, encoding="utf-8")
        return read_source(path)

    return write


def test_products_are_valid_notebooks_in_three_folders(small_course):
    names = sorted(path.relative_to(small_course).as_posix() for path in small_course.glob("*/*.ipynb"))
    assert names == [
        "exercises/01_small_exercises.ipynb",
        "notebooks/01_small.ipynb",
        "solutions/01_small_exercises.ipynb",
    ]
    for name in names:
        nbformat.validate(nbformat.read(small_course / name, as_version=4))


def test_building_twice_gives_the_same_bytes(small_course, tmp_path):
    build(Project(write_sources(tmp_path)))
    for path in small_course.glob("*/*.ipynb"):
        assert (tmp_path / path.relative_to(small_course)).read_bytes() == path.read_bytes()


def test_a_lesson_has_counts_ids_and_tidy_outputs(small_course):
    notebook = read_notebook(small_course / "notebooks" / "01_small.ipynb")
    code = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    assert [cell["id"] for cell in notebook["cells"]] == ["title", "words", "picture", "value"]
    assert [cell["execution_count"] for cell in code] == [1, 2, 3]
    assert "".join(code[0]["outputs"][0]["text"]) == "one\ntwo\n" and len(code[0]["outputs"]) == 1
    assert code[2]["outputs"][0]["execution_count"] == 3
    png = base64.b64decode(code[1]["outputs"][0]["data"]["image/png"])
    assert b"matplotlib" not in png.lower() and png.startswith(b"\x89PNG") and png.endswith(b"IEND\xaeB`\x82")
    assert notebook["metadata"]["kernelspec"]["name"] == "python3"
    assert "version" not in notebook["metadata"]["language_info"] and "widgets" not in notebook["metadata"]
    course = notebook["metadata"]["course"]
    assert (course["name"], course["minutes"], course["title"]) == ("01_small", 5, "A small lesson")
    assert course["release"] is None and re.fullmatch("[0-9a-f]{64}", course["source_sha256"])


def test_an_exercise_has_stubs_and_targets_and_no_outputs(small_course):
    notebook = read_notebook(small_course / "exercises" / "01_small_exercises.ipynb")
    text = json.dumps(notebook)
    assert "BEGIN SOLUTION" not in text and "twice" not in text and "3 * x" not in text
    assert all(
        not cell["outputs"] and cell["execution_count"] is None for cell in notebook["cells"] if "outputs" in cell
    )
    double, triple = answer_cells(notebook)
    assert double.source == f"# exercise: double\ndef double(x):\n    {STUB}"
    assert (double.points, double.extra, triple.points, triple.extra) == (2, False, 1, True)
    checks = {exercise: cell for _, cell, exercise in check_cells(notebook)}
    target = checks["double"]["metadata"]["course"]["target"]
    assert target == [{"name": "stdout", "output_type": "stream", "text": "right\n"}]
    assert set(checks) == {"double", "triple"}


def test_locks_and_nbgrader_fields(small_course):
    """nbgrader's schema 3 as its own validator asks: required fields, points where graded, unique ids, checksums."""
    cells = cells_of(small_course / "exercises" / "01_small_exercises.ipynb")
    fields = {name: cell["metadata"].get("nbgrader") for name, cell in cells.items()}
    assert fields["setup"] is None and cells["setup"]["metadata"] == {}
    assert fields["double"]["grade"] and fields["double"]["solution"] and not fields["double"]["locked"]
    assert fields["double"]["points"] == 2
    assert fields["check-double"]["locked"] and not fields["check-double"]["grade"]
    allowed = {"schema_version", "grade", "grade_id", "locked", "solution", "task", "points", "cell_type", "checksum"}
    for name in set(fields) - {"setup"}:
        assert set(fields[name]) <= allowed and fields[name]["schema_version"] == 3 and fields[name]["grade_id"] == name
        assert ("points" in fields[name]) == fields[name]["grade"] and len(fields[name]["checksum"]) == 32
        assert cells[name]["metadata"]["deletable"] is False
        assert cells[name]["metadata"].get("editable", True) is (name in ("double", "triple"))


def test_a_checksum_follows_text_and_points(source):
    def checksum(text):
        return seal(mark(source(text).cells, "x"))[2]["metadata"]["nbgrader"]["checksum"]

    first = checksum(EXERCISES)
    assert checksum(EXERCISES) == first
    assert checksum(EXERCISES.replace("points=2", "points=3")) != first
    assert checksum(EXERCISES.replace("twice", "two_times")) != first


def test_solutions_keep_the_solution_and_show_its_outputs(small_course):
    cells = cells_of(small_course / "solutions" / "01_small_exercises.ipynb")
    assert "twice = x + x" in cells["double"]["source"]
    assert "".join(cells["check-double"]["outputs"][0]["text"]) == "right\n"
    assert "target" not in cells["check-double"]["metadata"]["course"]


def test_fresh_stale_and_what_is_skipped(small_course, tmp_path):
    project = Project(write_sources(tmp_path))
    for path in small_course.glob("*/*.ipynb"):
        (tmp_path / path.parent.name).mkdir(exist_ok=True)
        (tmp_path / path.parent.name / path.name).write_bytes(path.read_bytes())
    assert stale(project) == [] and build(project) == []
    lesson = tmp_path / "lessons" / "01_small.py"
    lesson.write_bytes(lesson.read_bytes().replace(b"\n", b"\r\n"))
    assert stale(project) == []
    lesson.write_text(LESSON + '\n# %% id="more"\n1 + 1\n', encoding="utf-8")
    assert [(item.name, item.why) for item in stale(project)] == [
        ("01_small", "was built from another version of its source")
    ]
    (tmp_path / "solutions" / "01_small_exercises.ipynb").unlink()
    (tmp_path / "exercises" / "00_old.ipynb").write_text("{}", encoding="utf-8")
    (tmp_path / "exercises" / "01_small_exercises.ipynb").write_text("{}", encoding="utf-8")
    whys = {(item.path.parent.name, item.name): item.why for item in stale(project)}
    assert whys["solutions", "01_small_exercises"] == "is missing"
    assert "no source" in whys["exercises", "00_old"]
    assert "not written by" in whys["exercises", "01_small_exercises"]


def test_other_visible_checks_make_the_exercises_of_their_step_stale(small_course, tmp_path, monkeypatch):
    checks = tmp_path / "checks"
    checks.mkdir()
    for name in ("__init__", "visible", "step01", "step02"):
        (checks / f"{name}.py").write_text(name, encoding="utf-8")
    monkeypatch.setattr("autograder.building.freshness.PACKAGE", tmp_path)
    project = Project(write_sources(tmp_path))
    build(project)
    for name, expected in {
        "step02": set(),
        "step01": {"01_small_exercises"},
        "visible": {"01_small_exercises"},
    }.items():
        text = (checks / f"{name}.py").read_text(encoding="utf-8")
        (checks / f"{name}.py").write_text(text + "\n", encoding="utf-8")
        assert {item.name for item in stale(project)} == expected, name
        (checks / f"{name}.py").write_text(text, encoding="utf-8")


def test_an_error_is_quoted_with_notebook_cell_and_traceback(tmp_path):
    project = Project(write_sources(tmp_path, lesson=LESSON.replace('print("two")', "1 / 0")))
    with pytest.raises(BuildError, match=r"(?s)^01_small, cell words: ZeroDivisionError: division by zero\n.*1 / 0"):
        build(project, ["01_small"])
    assert not (tmp_path / "notebooks").exists()


def test_an_unsolved_exercise_that_stops_is_refused(tmp_path):
    broken = EXERCISES + '\n# %% id="after"\nassert double(1) == 2\n'
    with pytest.raises(BuildError, match=r"(?s)must run to its end.*cell after: NotImplementedError"):
        build(Project(write_sources(tmp_path, exercises=broken)), ["01_small_exercises"])


def test_stderr_may_not_be_published():
    cell = {"cell_type": "code", "id": "a", "source": "", "metadata": {}, "execution_count": None}
    cell["outputs"] = [{"output_type": "stream", "name": "stderr", "text": "RuntimeWarning: overflow\n"}]
    with pytest.raises(BuildError, match="cell a writes to stderr.*overflow"):
        tidy({"cells": [cell]}, "x")


def test_widget_views_go_and_pictures_stay(picture):
    data = {WIDGET: {"model_id": "1f"}, "text/plain": "Dial()", "image/png": base64.b64encode(picture).decode()}
    outputs = [{"output_type": "display_data", "data": data, "metadata": {}}]
    outputs += [{"output_type": "display_data", "data": {WIDGET: {"model_id": "2e"}}, "metadata": {}}]
    cell = {"cell_type": "code", "id": "a", "source": "", "metadata": {"execution": {"t": 1}}, "outputs": outputs}
    (result,) = tidy({"cells": [cell]}, "x")["cells"]
    (shown,) = result["outputs"]
    assert set(shown["data"]) == {"text/plain", "image/png"}
    assert result["metadata"] == {} and result["execution_count"] == 1


@pytest.fixture(scope="module")
def picture():
    """A PNG as Matplotlib writes it: a map with many colours."""
    import matplotlib.pyplot as plt
    import numpy as np

    figure, ax = plt.subplots(figsize=(3, 2))
    ax.contourf(np.hypot(*np.mgrid[-1:1:50j, -1:1:50j]), levels=30)
    file = io.BytesIO()
    figure.savefig(file)
    plt.close(figure)
    return file.getvalue()


def test_a_png_without_its_stamp_shows_the_same_picture(picture):
    import matplotlib.pyplot as plt
    import numpy as np

    bare = without_stamp(picture)
    assert b"Software" in picture and b"Software" not in bare
    assert np.array_equal(plt.imread(io.BytesIO(bare)), plt.imread(io.BytesIO(picture)))


def test_a_small_picture_is_smaller_and_looks_the_same(picture):
    import matplotlib.pyplot as plt
    import numpy as np

    reduced = small(picture)
    difference = np.abs(plt.imread(io.BytesIO(reduced))[..., :3] - plt.imread(io.BytesIO(picture))[..., :3])
    assert len(reduced) < len(picture) / 1.5 and difference.mean() < 0.5 / 255 and b"Software" not in reduced
    assert small(reduced) == reduced


def test_a_transparent_picture_keeps_its_transparency():
    from PIL import Image

    file = io.BytesIO()
    Image.new("RGBA", (4, 4), (255, 0, 0, 0)).save(file, "PNG")
    with Image.open(io.BytesIO(small(file.getvalue()))) as kept:
        assert kept.mode == "RGBA" and kept.getpixel((0, 0)) == (255, 0, 0, 0)


def test_a_stub_keeps_the_indent_and_what_stands_around():
    text = "def f():\n    a = 1\n    ### BEGIN SOLUTION\n    b\n\n    c\n    ### END SOLUTION\n    d"
    assert stub_of(text, "STUB") == "def f():\n    a = 1\n    STUB\n    d"


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        (' id="setup"', "", "cell 2 .* has no id"),
        ('id="setup"', 'id="Set up"', "small letters"),
        ('id="setup"', 'id="text"', "used twice"),
        ('id="setup"', 'id="setup" colour="red"', "unknown words"),
        (
            '    ### END SOLUTION\n\n# %% id="check-double"',
            '\n# %% id="check-double"',
            "cell double: an answer cell has one",
        ),
        (" points=2", "", "says its points"),
        ("points=2", "points=0", "says its points"),
        ("# exercise: double", "# exercise: twice", "does not define twice"),
        ("# exercise: triple\ndef triple", "# exercise: double\ndef double", "two answer cells"),
        ("# exercise: double\n", "", "first line is"),
    ],
)
def test_a_source_that_breaks_a_rule_is_told_so(source, old, new, says):
    assert old in EXERCISES
    with pytest.raises(BuildError, match=says):
        source(EXERCISES.replace(old, new, 1))


def test_a_check_before_any_answer_is_refused(source):
    text = '# %% id="early" tags=["check"]\nprint(1)\n'
    with pytest.raises(BuildError, match="comes after an answer cell"):
        mark(source(text).cells, "x")


def test_unknown_names_and_no_sources(tmp_path):
    with pytest.raises(BuildError, match="no sources"):
        build(Project(tmp_path))
    with pytest.raises(BuildError, match="no source lessons/02_x.py. There are: 01_small"):
        build(Project(write_sources(tmp_path)), ["02_x"])


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGINT for a single process")
@pytest.mark.parametrize("seconds", [0.0, 0.4])
def test_ctrl_c_stops_a_build_without_a_traceback(tmp_path, seconds):
    """nbclient takes the signal for itself; where it comes decides how that ends, so it comes in two places."""
    waiting, name = tmp_path / "waiting", "09_waiting"
    code = f"import pathlib, time\npathlib.Path({str(waiting)!r}).touch()\ntime.sleep(60)"
    project = write_sources(tmp_path / "course")
    (project / "lessons" / f"{name}.py").write_text(LESSON.replace('print("one")', code), encoding="utf-8")
    script = "import sys; from pathlib import Path; from autograder.building import Project, build; "
    script += f"build(Project(Path({str(project)!r})), [{name!r}])"
    process = subprocess.Popen([sys.executable, "-c", script], stderr=subprocess.PIPE, text=True)
    while not waiting.exists():
        assert process.poll() is None, process.stderr.read()
        time.sleep(0.02)
    time.sleep(seconds)
    process.send_signal(signal.SIGINT)
    said = process.communicate(timeout=60)[1]
    assert said.splitlines()[-1] == "KeyboardInterrupt" and "During handling" not in said
