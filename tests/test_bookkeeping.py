"""`course gradebook ...`: what an instructor sees, decides, and is told when a word is wrong."""

import csv
import io
import json
import re

import pytest
from books import folder_of_results, graded, run
from small_exercise import NAME
from typer.testing import CliRunner

from autograder.bookkeeping.command import app as commands
from autograder.cli import app
from autograder.gradebook import Gradebook

CLASS = [
    graded("student-01"),
    graded("student-02", double=1.0),
    graded("student-03", status="unreadable"),
]


@pytest.fixture
def out(tmp_path):
    """A folder of results: three students, and one more who is expected."""
    out = folder_of_results(tmp_path, *CLASS)
    with Gradebook(out / "gradebook.sqlite") as book:
        book.meet({"student-01": {"email": "student-01@example.org", "canvas": "1234"}}, roster=["student-04"])
    return out


def ask(*words, fails=False):
    said = CliRunner().invoke(app, ["gradebook", *map(str, words)], env={"COLUMNS": "160"})
    assert said.exit_code == (2 if fails else 0), said.output
    assert said.exception is None or isinstance(said.exception, SystemExit)
    return said.stderr if fails else said.output


def grades(out):
    with (out / "grades.csv").open(encoding="utf-8", newline="") as file:
        return {row["student"]: row[NAME] for row in csv.DictReader(file)}


def page(out, student):
    text = (out / "feedback" / student / f"{NAME}.html").read_text(encoding="utf-8").partition("<body>")[2]
    return " ".join(re.sub(r"<[^>]+>", " ", text).split())


# ---------------------------------------------------------------- help


def test_every_command_has_help_with_examples():
    names = [info.name or info.callback.__name__ for info in commands.registered_commands]
    assert {"show", "history", "override", "extend", "rules"} <= set(names)
    assert "course gradebook show" in ask("--help")
    for name in names:
        assert re.search(rf"Examples:\s+course gradebook {name}\b", ask(name, "--help"))


# ---------------------------------------------------------------- show and history


def test_the_class_is_a_table_with_who_is_missing_late_overridden_and_undecided(out):
    ask("override", out, "student-02", "01", "--points", 4, "--reason", "our typo")
    ask("rules", out, "--due", "2026-12-01T11:00+00:00", "--late", "10%/day")
    text = ask("show", out)
    assert re.search(r"student-01 +5\.4 +5\.4 +01 late by 1 hour, -0\.6", text)
    assert re.search(r"student-02 +4 +4 +01 .*by hand", text)
    assert re.search(r"student-03 +unreadable +undecided", text) and re.search(r"student-04 +missing +0", text)
    assert "4 students: 1 missing, 1 late, 1 with points set by hand, 1 undecided." in text
    assert f"{NAME} is due 2026-12-01" in text and "10 % of the points for each day begun" in text


def test_the_table_as_data(out):
    rows = {row["student"]: row for row in json.loads(ask("show", out, "--json"))}
    assert rows["student-01"]["points"] == 6 and rows["student-01"]["ids"]["canvas"] == "1234"
    assert rows["student-03"]["status"] == "unreadable" and rows["student-04"]["status"] == "missing"
    table = list(csv.DictReader(io.StringIO(ask("show", out, "--csv"))))
    assert [(row["student"], row["points"]) for row in table] == [
        ("student-01", "6"),
        ("student-02", "3"),
        ("student-03", ""),
        ("student-04", ""),
    ]


def test_one_student_with_everything(out):
    with Gradebook(out / "gradebook.sqlite") as book:
        run(book, graded("student-01", double=0.0, sha="b"))
    assert "An earlier attempt would earn 6: `course gradebook rules OUT --counts best`" in ask(
        "show", out, "student-01"
    )
    ask("extend", out, "student-01", "01", "--until", "2027-01-01", "--reason", "ill")
    ask("override", out, "student-01", "01", "--function", "double", "--points", 1, "--reason", "half of it")
    text = ask("show", out, "student-01")
    for words in ("canvas 1234", "until 2027-01-01 23:59", "ill", "3 of 6", "2 attempts", "half of it", "double"):
        assert words in text


@pytest.mark.parametrize("called", ["student-01@example.org", "1234", "STUDENT-01@EXAMPLE.ORG"])
def test_a_student_is_found_by_what_a_platform_calls_them(out, called):
    assert "student-01" in ask("show", out, called)


def test_the_history_is_told_oldest_first_with_what_decided(out):
    ask("override", out, "student-02", "01", "--points", 4, "--reason", "our typo")
    ask("override", out, "student-02", "01", "--take-back", "--reason", "no typo")
    ask("extend", out, "student-02", "--until", "2027-01-01", "--reason", "ill")
    text = ask("history", out, "student-02")
    parts = ["graded, 3 of 6 points (this one counts)", "hidden tests firstfirstfi", "set by hand to 4", "our typo"]
    parts += ["set by hand to 4 taken back", "no typo", "extension until 2027-01-01", "ill"]
    places = [text.index(part) for part in parts]
    assert places == sorted(places)
    assert [event["what"] for event in json.loads(ask("history", out, "student-02", "--json"))] == [
        "graded",
        "set by hand",
        "taken back",
        "extension",
    ]


# ---------------------------------------------------------------- decisions are in force in every file at once


def test_an_override_is_in_all_files_at_once_and_can_be_taken_back(out):
    text = ask("override", out, "student-02", "01", "--function", "double", "--points", 3, "--reason", "our typo")
    assert "3 of 6 before, 5 of 6 now" in text
    assert grades(out)["student-02"] == "5"
    assert "set the points to 3: our typo" in page(out, "student-02") and "5 of 6 points" in page(out, "student-02")
    line = (out / "results.jsonl").read_text().splitlines()[1]
    assert json.loads(line)["overridden"] == [{"function": "double", "points": 3.0, "reason": "our typo"}]
    text = ask("override", out, "student-02", "01", "--function", "double", "--take-back", "--reason", "no typo")
    assert "5 of 6 before, 3 of 6 now" in text
    assert grades(out)["student-02"] == "3" and "our typo" not in page(out, "student-02")


def test_more_points_than_there_are_are_kept_and_pointed_out(out):
    assert "more than the 6 points" in ask("override", out, "student-02", "01", "--points", 7, "--reason", "a bonus")
    assert grades(out)["student-02"] == "7"


def test_what_the_grader_could_not_decide_can_be_set_by_hand(out):
    ask("override", out, "student-03", "01", "--points", 2, "--reason", "shown in person")
    assert grades(out)["student-03"] == "2"


def test_rules_and_extensions_say_whose_points_they_change(out):
    text = ask("rules", out, "--due", "01=2026-12-01T11:00+00:00", "--late", "50%")
    assert "0 gained, 2 lost" in text and "deduction for lateness 0 before, 3 now" in text
    assert grades(out)["student-01"] == "3" and "late work loses 50 % of the points" in page(out, "student-01")
    text = ask("extend", out, "student-01", "--until", "2026-12-02", "--reason", "ill")
    assert "1 gained, 0 lost" in text and grades(out) == {
        "student-01": "6",
        "student-02": "1.5",
        "student-03": "unreadable",
    }
    assert "late" not in page(out, "student-01")
    text = ask("extend", out, "student-01", "--take-back", "--reason", "not ill")
    assert "0 gained, 1 lost" in text


def test_a_rule_changes_only_what_is_named_and_none_takes_it_away(out):
    ask("rules", out, "--late", "10%/day", "--at-most", "50%", "--grace", "1h", "--nothing-after", "7 days")
    text = ask("rules", out, "--marked", "5%", "--counts", "best", "--file-times")
    for words in (
        "10 % of the points for each day",
        "at most 50 %",
        "1 hour",
        "7 days",
        "loses 5 %",
        "file's own",
        "best",
    ):
        assert words in text
    everything = ["--late", "--at-most", "--grace", "--nothing-after", "--marked"]
    text = ask("rules", out, *(word for name in everything for word in (name, "none")), "--counts", "newest")
    assert "loses nothing" in text and "best" not in text


def test_due_dates_come_from_a_release(out, tmp_path):
    exercises = [{"name": NAME, "due": "2026-12-01T18:00:00+01:00"}, {"name": "02_more", "due": None}]
    (tmp_path / "release.json").write_text(json.dumps({"id": "x", "lessons": [], "exercises": exercises}))
    for given in (tmp_path / "release.json", tmp_path):
        ask("rules", out, "--release", given)
        with Gradebook(out / "gradebook.sqlite") as book:
            assert {name: when.isoformat() for name, when in book.due().items()} == {NAME: "2026-12-01T18:00:00+01:00"}
    assert "No notebook has a due date." in ask("rules", out, "--due", "01=none")


def test_a_time_that_no_platform_told_is_pointed_out(tmp_path):
    out = folder_of_results(tmp_path, graded(), came={"clock": "file"})
    text = ask("rules", out, "--due", "01=2026-11-01", "--late", "10%/day")
    assert "For 1 attempt no platform says" in text and grades(out)["student-01"] == "6"
    ask("rules", out, "--file-times")
    assert grades(out)["student-01"] == "0", "a month late, 10 % a day"


# ---------------------------------------------------------------- wrong words


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["show", "nowhere"], "there is no folder nowhere"),
        (["show", "."], "no gradebook (gradebook.sqlite) in ."),
        (["show", "out", "studnet-01"], "Did you mean student-01"),
        (["show", "out", "zzz"], "There are: student-01, student-02"),
        (["history", "out", "zzz"], "no student 'zzz'"),
        (["override", "out", "student-01", "07", "--points", "1", "--reason", "x"], "no notebook '07'"),
        (["override", "out", "student-01", "01_small_exercise", "--points", "1", "--reason", " "], "needs a reason"),
        (
            ["override", "out", "student-01", "01", "--function", "doubel", "--points", "1", "--reason", "x"],
            "mean double?",
        ),
        (["override", "out", "student-01", "01", "--points", "-1", "--reason", "x"], "from 0 on"),
        (["override", "out", "student-01", "01", "--points", "nan", "--reason", "x"], "from 0 on"),
        (["override", "out", "student-01", "01", "--reason", "x"], "--points, or --take-back"),
        (
            ["override", "out", "student-01", "01", "--points", "1", "--take-back", "--reason", "x"],
            "do not go together",
        ),
        (["override", "out", "student-01", "01", "--take-back", "--reason", "x"], "no points are set by hand"),
        (["override", "out", "student-04", "01", "--points", "1", "--reason", "x"], "handed in nothing"),
        (["extend", "out", "student-01", "--reason", "x"], "either --until WHEN or --take-back"),
        (["extend", "out", "student-01", "--until", "soon", "--reason", "x"], "'soon' is no date"),
        (["extend", "out", "student-01", "--until", "2027-01-01", "--reason", ""], "needs a reason"),
        (["extend", "out", "student-01", "--take-back", "--reason", "x"], "no extension for all notebooks"),
        (["rules", "out", "--due", "09=2026-12-01"], "no notebook '09'"),
        (["rules", "out", "--due", "01=tomorrow"], "'tomorrow' is no date"),
        (["rules", "out", "--late", "much"], "--late: 'much' says no amount"),
        (["rules", "out", "--late", "10%/year"], "no unit of time"),
        (["rules", "out", "--at-most", "5%/day"], "a bound holds once"),
        (["rules", "out", "--marked", "5%/day"], "without a time"),
        (["rules", "out", "--grace", "a bit"], "--grace: 'a bit' is no span of time"),
        (["rules", "out", "--counts", "oldest"], "neither newest nor best"),
        (["rules", "out", "--release", "gone.json"], "cannot be read"),
        (["rules", "out", "--release", "other.json"], "not the release.json"),
        (["rules", "out", "--release", "undated.json"], "no due dates"),
    ],
)
def test_a_wrong_word_is_answered_with_a_sentence_and_changes_nothing(out, tmp_path, monkeypatch, words, says):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "other.json").write_text('{"exercises": "none"}')
    (tmp_path / "undated.json").write_text('{"exercises": [{"name": "01", "due": null}]}')
    before = ask("show", "out", "--json")
    text = ask(*words, fails=True)
    assert says in text and text.startswith("course gradebook: ") and "Traceback" not in text
    assert ask("show", "out", "--json") == before and not (tmp_path / "out" / "grades.csv").exists()


def test_a_command_that_must_wait_says_so(out):
    with Gradebook(out / "gradebook.sqlite"):
        assert "in use" in ask("show", out, fails=True)


def test_pages_whose_exercise_is_gone_are_pointed_out_and_all_else_is_written(out, tmp_path):
    (tmp_path / "exercises" / f"{NAME}.ipynb").unlink()
    text = ask("override", out, "student-01", NAME, "--points", 1, "--reason", "x")
    assert f"Pages of {NAME} are not written anew" in text and grades(out)["student-01"] == "1"


def test_a_full_disk_keeps_the_decision_and_says_what_to_do(out, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("autograder.exports.write_class", full)
    text = ask("override", out, "student-01", "01", "--points", 1, "--reason", "x", fails=True)
    assert "the decision is kept" in text and "No space left on device" in text
    monkeypatch.undo()
    ask("override", out, "student-02", "01", "--points", 1, "--reason", "x")
    assert grades(out)["student-01"] == "1", "the next command writes it"
