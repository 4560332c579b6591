"""Predictions handed in as answers.json: whose they are, which of several counts, and that a student's file is bounded."""

import json
import os

import pytest
from handed_in import EXERCISES, FIRST, as_zip, lay, outcomes, reasons, version
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from autograder.intake import find
from autograder.intake.answers import MAX_BYTES
from course.quiz.memory import answers as written
from course.quiz.memory import record

SAID = {"kind": "predict", "question": "Where?", "options": ["near", "far"], "said": "far"}


def answers(*keys, **facts):
    return json.dumps({"format": 1, "answers": {key: SAID | facts for key in keys}})


def test_beside_a_notebook_they_are_its_students(tmp_path):
    files = {
        "student-01/x.ipynb": FIRST,
        "student-01/deep/answers.json": answers("01.a"),
        "student-02/x.ipynb": FIRST,
        "student-03/answers (1).json": answers("01.b"),
    }
    intake = find(lay(tmp_path, files), EXERCISES)
    assert set(intake.answers) == {"student-01", "student-03"} and len(intake.answers) == 2
    assert json.loads(intake.answers["student-01"]) == {"format": 1, "answers": {"01.a": SAID}}
    assert reasons(intake)["student-01/deep/answers.json"] == "student-01, predictions"
    assert [one.student for one in intake.submissions] == ["student-01", "student-02"]


def test_without_a_folder_the_files_name_tells_or_nobody_is_guessed(tmp_path):
    files = {"student-01.ipynb": FIRST, "student-01_answers.json": answers("a"), "answers.json": answers("b")}
    intake = find(lay(tmp_path / "one", files), EXERCISES)
    assert set(intake.answers) == {"student-01"}  # alone, it is the only student's
    intake = find(lay(tmp_path / "two", files | {"student-02.ipynb": FIRST}), EXERCISES)
    assert json.loads(intake.answers["student-01"])["answers"].keys() == {"a"}
    assert outcomes(intake)["answers.json"] == "ignored" and "cannot be told" in reasons(intake)["answers.json"]


def test_the_newest_counts(tmp_path):
    files = {"s_1_20_answers.json": answers("old"), "s_1_30_answers-1.json": answers("new"), "s_1_10_x.ipynb": FIRST}
    intake = find(as_zip(tmp_path, files), EXERCISES)
    assert json.loads(intake.answers["s_1"])["answers"].keys() == {"new"}
    assert outcomes(intake)["s_1_20_answers.json"] == "superseded"


def test_a_groups_predictions_are_each_members(tmp_path):
    metadata = "submission_1:\n  :submitters:\n  - :name: Student 01\n  - :name: Student 02\n  :created_at: 2026-01-01 00:00:00 Z\n"
    files = {
        "submission_metadata.yml": metadata,
        "submission_1/answers.json": answers("a"),
        "submission_1/x.ipynb": FIRST,
    }
    intake = find(as_zip(tmp_path, files), EXERCISES)
    assert set(intake.answers) == {"Student 01", "Student 02"}
    assert "Student 01 and Student 02 (a group)" in reasons(intake)["submission_1/answers.json"]


def test_what_the_course_writes_is_kept_whole(tmp_path, monkeypatch):
    (tmp_path / "student-01").mkdir()
    monkeypatch.setenv("COURSE_ANSWERS", str(tmp_path / "student-01"))
    record("01.after-100", **SAID)
    record("01.after-100", seen=True, outcome="near")
    record("02.myth", kind="vote", question="So?", said="true if ...")
    intake = find(lay(tmp_path, {"student-01/x.ipynb": FIRST}), EXERCISES)
    assert json.loads(intake.answers["student-01"])["answers"] == written()


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("{", "not JSON"),
        ("[1]", "no table"),
        ('{"answers": [1]}', "no table"),
        ('{"answers": {"a": 1}}', "no table"),
        ("[" * 100_000, "not JSON"),
        (b"\xff\xfe\x00", "not JSON"),
        (" " * (MAX_BYTES + 1), "larger than 0.5 MB"),
        (json.dumps({"answers": {str(number): {} for number in range(2_001)}}), "more than 2,000"),
    ],
)
def test_what_is_no_table_of_answers_is_ignored_with_the_reason(tmp_path, text, why):
    intake = find(lay(tmp_path, {"student-01/x.ipynb": FIRST, "student-01/answers.json": text}), EXERCISES)
    assert not intake.answers and why in reasons(intake)["student-01/answers.json"]


def test_what_does_not_belong_there_is_left_out(tmp_path):
    entry = SAID | {
        "essay": "x" * 3_000,
        "deep": {"a": {"b": 1}},
        "big": 10**300,
        "none": None,
        "list": [["x"]],
        "x" * 300: 1,
    }
    text = json.dumps({"answers": {"a": entry, "k" * 300: SAID}, "more": "x"}).replace("null", "NaN")
    intake = find(lay(tmp_path, {"student-01/x.ipynb": FIRST, "student-01/answers.json": text}), EXERCISES)
    assert json.loads(intake.answers["student-01"]) == {"format": 1, "answers": {"a": SAID}}


def test_a_file_gone_meanwhile_is_an_empty_one(tmp_path):
    intake = find(lay(tmp_path, {"student-01/x.ipynb": version(1), "student-01/answers.json": answers("a")}), EXERCISES)
    os.unlink(tmp_path / "student-01" / "answers.json")
    assert dict(intake.answers) == {"student-01": b"{}"}


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(), max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5) | st.just("answers"), inner, max_size=3)
    ),
    max_leaves=10,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(anything | st.builds(lambda inner: {"answers": {"a": {"said": inner}}}, anything))
def test_whatever_it_holds_what_is_kept_is_simple(tmp_path, value):
    lay(tmp_path, {"student-01/x.ipynb": FIRST, "student-01/answers.json": json.dumps(value)})
    for kept in find(tmp_path, EXERCISES).answers.values():
        for entry in json.loads(kept, parse_constant=lambda word: pytest.fail(word))["answers"].values():
            for fact in entry.values():
                assert all(isinstance(one, (str, int, float)) for one in (fact if isinstance(fact, list) else [fact]))
