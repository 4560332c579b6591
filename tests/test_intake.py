"""Intake of the plain layouts: every file is accounted for, none is taken for another's."""

import json
import os

import pytest
from handed_in import EXERCISES, FIRST, SECOND, lay, notebook, outcomes, students, zipped
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from autograder.intake import MAX_BYTES, find, identify
from course.workbook import NotebookError


@pytest.mark.parametrize(
    ("name", "student"),
    [
        ("student-01.ipynb", "student-01"),
        ("student-01_01_first_exercises.ipynb", "student-01"),
        ("01_first_exercises-student-01 lee.ipynb", "student-01 lee"),
        ("01_first_exercises_student-01 (2).ipynb", "student-01"),
        ("Copy of student-01.ipynb", "student-01"),
        ("student-01-Copy1.ipynb", "student-01"),
    ],
)
def test_a_folder_of_notebooks_names_its_students_by_file(tmp_path, name, student):
    intake = find(lay(tmp_path, {name: FIRST}), EXERCISES)
    assert students(intake) == [(student, "01_first_exercises")]
    assert intake.layout == "a folder of notebooks"


def test_a_folder_for_each_student(tmp_path):
    files = {
        "student-01/deep/er/a.ipynb": FIRST,
        "student-01/b.ipynb": SECOND,
        "student-02/01_first_exercises.ipynb": FIRST,
    }
    intake = find(lay(tmp_path, files), EXERCISES)
    assert students(intake) == [
        ("student-01", "01_first_exercises"),
        ("student-01", "02_second_exercises"),
        ("student-02", "01_first_exercises"),
    ]
    assert intake.layout == "one folder per student"


def test_one_notebook_without_a_name_is_its_folders(tmp_path):
    path = lay(tmp_path, {"zoe/01_first_exercises.ipynb": FIRST}) / "zoe" / "01_first_exercises.ipynb"
    assert students(find(path, EXERCISES)) == [("zoe", "01_first_exercises")]


def test_every_file_is_accounted_for(tmp_path):
    files = {
        "student-01.ipynb": FIRST,
        "student-01 (1).ipynb": FIRST,
        "essay.ipynb": notebook("print('hello')"),
        "notes.txt": "",
        "all.zip": b"PK",
        ".ipynb_checkpoints/student-01-checkpoint.ipynb": FIRST,
        "student-02/readme.md": "",
    }
    lay(tmp_path, files)
    os.utime(tmp_path / "student-01.ipynb", (1, 1))
    intake = find(tmp_path, EXERCISES)
    assert outcomes(intake) == {
        "student-01.ipynb": "superseded",
        "student-01 (1).ipynb": "taken",
        "essay.ipynb": "unmatched",
        "notes.txt": "ignored",
        "all.zip": "unmatched",  # it cannot be opened, and may hold somebody's work
        ".ipynb_checkpoints/": "ignored",
        "student-02/readme.md": "ignored",
    }
    assert all(reason for _, _, reason in intake.files)


def test_a_lesson_is_not_taken_for_an_exercise_though_it_defines_the_same_functions(tmp_path):
    lesson = notebook("def slope(f): ...", name="01_first")
    copied = notebook("# exercise: slope\ndef slope(f): ...", name="01_first")
    lay(tmp_path, {"student-01/01_first.ipynb": lesson, "student-02/01_first.ipynb": copied})
    intake = find(tmp_path, EXERCISES)
    assert students(intake) == [("student-02", "01_first_exercises")]
    assert outcomes(intake)["student-01/01_first.ipynb"] == "ignored"


def test_an_unreadable_newer_copy_does_not_replace_a_readable_one(tmp_path):
    lay(tmp_path, {"student-01/a.ipynb": FIRST, "student-01/01_first_exercises.ipynb": FIRST[:-20]})
    os.utime(tmp_path / "student-01" / "a.ipynb", (1, 1))
    (one,) = find(tmp_path, EXERCISES).submissions
    assert one.source == "student-01/a.ipynb" and not one.problem


def test_an_unreadable_notebook_says_why_and_is_of_the_only_exercise_handed_in(tmp_path):
    intake = find(lay(tmp_path, {"student-01.ipynb": FIRST, "student-02.ipynb": '{"cells": ['}), EXERCISES)
    second = intake.submissions[1]
    assert (second.student, second.notebook) == ("student-02", "01_first_exercises")
    assert "student-02.ipynb is not JSON" in second.problem


def test_an_unreadable_notebook_is_unmatched_where_it_could_be_either(tmp_path):
    intake = find(
        lay(tmp_path, {"student-01.ipynb": FIRST, "student-03.ipynb": SECOND, "student-02.ipynb": b"\x80"}), EXERCISES
    )
    assert outcomes(intake)["student-02.ipynb"] == "unmatched"


def test_links_pipes_and_huge_files_are_not_followed_opened_or_swallowed(tmp_path):
    outside = tmp_path / "outside.ipynb"
    outside.write_text(FIRST)
    folder = lay(tmp_path / "class", {"huge.ipynb": b"[" + b" " * MAX_BYTES + b"]"})
    (folder / "link.ipynb").symlink_to(outside)
    (folder / "loop").symlink_to(folder)
    if hasattr(os, "mkfifo"):
        os.mkfifo(folder / "pipe.ipynb")
    intake = find(folder, EXERCISES)
    assert {outcome for outcome in outcomes(intake).values()} == {"ignored", "unmatched"}
    assert "larger than" in next(reason for path, _, reason in intake.files if path == "huge.ipynb")


def test_only_what_is_asked_for(tmp_path):
    lay(tmp_path, {"student-01/a.ipynb": FIRST, "student-01/b.ipynb": SECOND, "student-02/a.ipynb": FIRST})
    assert students(find(tmp_path, EXERCISES, only={"student-02"})) == [("student-02", "01_first_exercises")]
    assert students(find(tmp_path, EXERCISES, only={"02_second_exercises"})) == [("student-01", "02_second_exercises")]


def test_results_among_the_submissions_are_left_alone(tmp_path):
    lay(tmp_path, {"student-01.ipynb": FIRST, "graded/old.ipynb": FIRST})
    assert set(outcomes(find(tmp_path, EXERCISES, without=tmp_path / "graded"))) == {"student-01.ipynb"}


@pytest.mark.skipif(os.name != "posix", reason="other systems do not allow such names")
def test_names_that_no_file_could_hold_are_spelt_out(tmp_path):
    for name in (b"\xff.ipynb", b"a\nb.ipynb"):
        with open(os.path.join(os.fsencode(tmp_path), name), "w") as file:
            file.write(FIRST)
    names = [one.student for one in find(tmp_path, EXERCISES).submissions]
    assert names == ["\\udcff", "a\\nb"]


@pytest.mark.skipif(os.name != "posix", reason="other systems do not allow such names")
def test_files_that_are_spelt_out_alike_stay_two(tmp_path):
    lay(tmp_path, {"a\nb.ipynb": FIRST, "a\\nb.ipynb": SECOND, "n\nn.txt": "", "n\\nn.txt": ""})
    intake = find(tmp_path, EXERCISES)
    assert sorted(outcomes(intake)) == ["a\\nb.ipynb", "a\\nb.ipynb [2]", "n\\nn.txt", "n\\nn.txt [2]"]


def test_a_file_changed_meanwhile_is_noticed(tmp_path):
    (one,) = find(lay(tmp_path, {"student-01.ipynb": FIRST}), EXERCISES).submissions
    assert one.read() == FIRST.encode()
    (tmp_path / "student-01.ipynb").write_text(SECOND)
    with pytest.raises(NotebookError, match="changed"):
        one.read()
    (tmp_path / "student-01.ipynb").unlink()
    with pytest.raises(NotebookError, match="cannot be read"):
        one.read()


def test_a_notebook_of_another_release_is_taken_and_said(tmp_path):
    files = {
        f"student-0{number}.ipynb": notebook(
            "def slope(f): ...", name="01_first_exercises", source_sha256=source, release="abc"
        )
        for number, source in enumerate(("new", "old"), 1)
    }
    intake = find(lay(tmp_path, files), EXERCISES, sources={"01_first_exercises": "new"})
    assert [why for _, _, why in intake.files] == [
        "student-01, 01_first_exercises",
        "student-02, 01_first_exercises; made from release abc, graded against this one",
    ]
    assert len(intake.submissions) == 2


@pytest.mark.parametrize(
    "name",
    ["x.ipynb.txt", "x.ipynb.json", "x.json", "x.txt", "x", "x.ipynb.zip", "X.IPYNB", "x.ipynb (1).txt"],
)
def test_a_notebook_is_one_whatever_its_name_ends_in(tmp_path, name):
    intake = find(lay(tmp_path, {f"student-01/{name}": FIRST, "student-02/x.ipynb": FIRST}), EXERCISES)
    assert students(intake) == [("student-01", "01_first_exercises"), ("student-02", "01_first_exercises")]
    said = {path: reason for path, _, reason in intake.files}[f"student-01/{name}"]
    assert ("ends otherwise" in said) == (name != "X.IPYNB")


@pytest.mark.parametrize("name", ["x.ipynb", "x.ipynb.zip", "work.zip", "WORK.ZIP"])
def test_a_zip_is_one_whatever_its_name_ends_in(tmp_path, name):
    data = zipped({"a/b/whatever.ipynb": FIRST})
    intake = find(lay(tmp_path, {f"student-01/{name}": data, f"student-02-01_first_exercises-{name}": data}), EXERCISES)
    first, second = intake.submissions
    assert first.student == "student-01" and first.source == f"student-01/{name}/a/b/whatever.ipynb"
    assert second.student.startswith("student-02") and second.read() == FIRST.encode()


def test_what_systems_add_is_ignored_and_other_archives_are_somebodys_to_look_at(tmp_path):
    files = {
        "student-01/.DS_Store": "x",
        "student-01/._x.ipynb": FIRST,
        "student-01/x.ipynb": FIRST,
        "student-01/data.json": '{"a": 1}',
        "student-01/broken.ipynb.txt": "{",
        "student-02/x.rar": "Rar!",
        "student-03/x.tar.gz": "",
        "student-04/photo.png": "",
    }
    intake = find(lay(tmp_path, files), EXERCISES)
    assert outcomes(intake) == {
        "student-01/.DS_Store": "ignored",
        "student-01/._x.ipynb": "ignored",
        "student-01/x.ipynb": "taken",
        "student-01/data.json": "ignored",
        "student-01/broken.ipynb.txt": "superseded",
        "student-02/x.rar": "unmatched",
        "student-03/x.tar.gz": "unmatched",
        "student-04/photo.png": "ignored",
    }
    assert intake.without == ["student-02", "student-03", "student-04"]


@pytest.mark.parametrize(
    ("source", "stem", "name"),
    [
        ("# exercise: bend\nx = 1", "whatever", "02_second_exercises"),
        ("def walk(): pass", "02_second_exercises", "01_first_exercises"),
        ("x = 1", "student-01_02_Second_Exercises", "02_second_exercises"),
        ("x = 1", "student-01", ""),
        ("def bend(): pass\ndef walk(): pass", "student-01", ""),
    ],
)
def test_without_metadata_markers_then_names_tell_the_exercise(source, stem, name):
    cells = [{"cell_type": "code", "source": source}]
    assert identify({"metadata": {"course": ["odd"]}, "cells": cells}, stem, EXERCISES) == name


json_like = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8) | st.sampled_from(["code", "# exercise: slope", 4]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["cells", "metadata", "course", "name", "source", "cell_type", "nbformat"]), inner
        )
    ),
    max_leaves=12,
)
odd_bytes = st.binary(max_size=60) | json_like.map(lambda value: json.dumps(value).encode())


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(odd_bytes, min_size=1, max_size=3))
def test_whatever_is_handed_in_every_file_has_one_outcome(tmp_path, contents):
    for old in tmp_path.glob("*"):
        old.unlink()
    for number, content in enumerate(contents):
        (tmp_path / f"s{number}.ipynb").write_bytes(content)
    intake = find(tmp_path, EXERCISES)
    assert sorted(path for path, _, _ in intake.files) == [f"s{number}.ipynb" for number in range(len(contents))]
    assert {outcome for _, outcome, _ in intake.files} <= {"taken", "ignored", "unmatched"}
