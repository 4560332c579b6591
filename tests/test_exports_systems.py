"""`course export classroom` and `nbgrader`: what the other system finds, and that nothing hidden goes there."""

import json
import re
from pathlib import Path

import pytest
import yaml
from typer.testing import CliRunner

from autograder.building.sources import stub_of
from autograder.cli import app
from autograder.intake import find
from autograder.worker import load
from course.workbook import STUB, pristine_names, read_notebook

ROOT = Path(__file__).resolve().parents[1]


def export(*words):
    done = CliRunner().invoke(app, ["export", *map(str, words)])
    return done.exit_code, done.output


@pytest.fixture(scope="module")
def workflow(tmp_path_factory):
    folder = tmp_path_factory.mktemp("classroom")
    code, said = export("classroom", folder)
    assert code == 0, said
    return (folder / ".github" / "workflows" / "classroom.yml").read_text(encoding="utf-8")


def test_the_workflow_has_the_form_that_github_reads(workflow):
    found = yaml.safe_load(workflow)
    assert set(found[True]) == {"push", "workflow_dispatch"}  # YAML 1.1 takes the key `on` for a truth
    assert found["name"] == "Autograding Tests" and list(found["jobs"]) == ["run-autograding-tests"]
    assert found["permissions"] == {"contents": "read"}
    job = found["jobs"]["run-autograding-tests"]
    assert job["runs-on"] == "ubuntu-latest" and job["timeout-minutes"] <= 60
    assert "\t" not in workflow and "${{" not in workflow


def test_actions_are_pinned_by_their_major_version(workflow):
    used = [step["uses"] for step in _steps(workflow) if "uses" in step]
    assert [name.partition("@")[0] for name in used] == ["actions/checkout", "actions/setup-python"]
    assert all(re.fullmatch(r"actions/[\w-]+@v\d+", name) for name in used)


def test_every_exercise_is_checked_where_it_was_handed_in(workflow):
    checks = {step["name"]: step for step in _steps(workflow) if "check" in step.get("run", "")}
    assert list(checks) == pristine_names()
    for name, step in checks.items():
        assert step["run"] == f"python start.py check work/{name}.ipynb"
        assert step["if"] == f"!cancelled() && hashFiles('work/{name}.ipynb') != ''"


def test_the_workflow_says_that_it_gives_no_grade(workflow):
    comment = workflow.partition("name:")[0]
    assert "is no grade" in comment and "can change this file" in comment and "retired" in comment


def _steps(workflow):
    return yaml.safe_load(workflow)["jobs"]["run-autograding-tests"]["steps"]


def test_another_workflow_is_not_overwritten_unless_asked(tmp_path):
    assert export("classroom", tmp_path, "--exercise", "01")[0] == 0
    assert export("classroom", tmp_path, "--exercise", "01")[0] == 0
    code, said = export("classroom", tmp_path, "--exercise", "02")
    assert code == 2 and "--replace" in said
    assert export("classroom", tmp_path, "--exercise", "02", "--replace")[0] == 0
    code, said = export("classroom", tmp_path, "--exercise", "99")
    assert code == 2 and "There are: 01_" in said


@pytest.fixture(scope="module")
def nbgrader(tmp_path_factory):
    folder = tmp_path_factory.mktemp("nbgrader")
    code, said = export("nbgrader", folder)
    assert code == 0 and f"{len(pristine_names())} assignments" in said, said
    return folder


def test_each_exercise_is_an_assignment_with_source_and_release(nbgrader):
    for part in ("source", "release"):
        assert sorted(path.parent.name for path in nbgrader.glob(f"{part}/*/*.ipynb")) == pristine_names()
    config = (nbgrader / "nbgrader_config.py").read_text(encoding="utf-8")
    settings = type("C", (), {"__getattr__": lambda self, name: self.__dict__.setdefault(name, type("P", (), {})())})()
    exec(config, {"get_config": lambda: settings})
    assert settings.ClearSolutions.code_stub == {"python": STUB}


@pytest.mark.parametrize("name", pristine_names())
def test_the_source_without_its_solutions_is_the_release(nbgrader, name):
    """What `nbgrader generate_assignment` does, done here: marked solutions become the stub, and nothing else changes."""
    source, release = (read_notebook(nbgrader / part / name / f"{name}.ipynb") for part in ("source", "release"))
    assert [stub_of(cell["source"], STUB) for cell in source["cells"]] == [cell["source"] for cell in release["cells"]]
    assert not any(cell.get("outputs") for cell in source["cells"] + release["cells"])
    assert all("BEGIN SOLUTION" not in cell["source"] for cell in release["cells"])


@pytest.mark.parametrize("name", pristine_names())
def test_cells_carry_nbgraders_metadata_of_schema_3(nbgrader, name):
    fields = {"schema_version", "grade", "grade_id", "locked", "solution", "task"}
    for part in ("source", "release"):
        cells = read_notebook(nbgrader / part / name / f"{name}.ipynb")["cells"]
        marked = [cell["metadata"]["nbgrader"] for cell in cells if "nbgrader" in cell["metadata"]]
        assert all(fields <= set(one) and one["schema_version"] == 3 for one in marked)
        ids = [one["grade_id"] for one in marked]
        assert len(ids) == len(set(ids)) and all(re.fullmatch(r"[\w-]+", one) for one in ids)
        answers = [one for one in marked if one["solution"]]
        assert answers and all(one["grade"] and one["points"] > 0 and not one["locked"] for one in answers)


def test_no_hidden_test_goes_to_nbgrader(nbgrader):
    text = "".join(path.read_text(encoding="utf-8") for path in nbgrader.rglob("*") if path.is_file())
    assert "autograder.hidden" not in text and "def test_" not in text


def test_an_older_export_is_renewed_and_other_files_are_not_overwritten(tmp_path):
    assert export("nbgrader", tmp_path, "--exercise", "01")[0] == 0
    (config,) = tmp_path.glob("nbgrader_config.py")
    config.write_text(config.read_text() + "c.X.y = 1\n")
    assert export("nbgrader", tmp_path, "--exercise", "01")[0] == 0
    config.write_text("c = get_config()\n")
    code, said = export("nbgrader", tmp_path, "--exercise", "01")
    assert code == 2 and "is not of this course" in said and config.read_text() == "c = get_config()\n"


def test_what_nbgrader_collects_is_what_the_grader_reads(nbgrader, tmp_path):
    name = pristine_names()[0]
    for student in ("student-01", "student-02"):
        folder = tmp_path / "submitted" / student / name
        folder.mkdir(parents=True)
        notebook = (nbgrader / "release" / name / f"{name}.ipynb").read_text(encoding="utf-8")
        (folder / f"{name}.ipynb").write_text(notebook, encoding="utf-8")
        (folder / "timestamp.txt").write_text("2026-03-01 10:00:00.000000 UTC\n", encoding="utf-8")
    found = find(tmp_path / "submitted", load().functions)
    assert [(one.student, one.notebook) for one in found.submissions] == [("student-01", name), ("student-02", name)]
    assert json.dumps(found.files).count("taken") == 2
