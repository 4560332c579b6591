"""The learner's record and the page made of it: counted rightly, empty where nothing was said, and nothing from outside can break in."""

import pytest

from course.quiz import cheat_sheet, keep, predictions
from course.quiz.record import surprises, verdicts
from course.quiz.sheet import Sheet


def said(words, outcome, options=("a", "b", "c"), **more):
    entry = {"kind": "predict", "question": "Which?", "options": list(options), "said": words, "outcome": outcome}
    return entry | {"seen": True} | more


KNOWN = {
    "01.one": said("a", "a"),
    "01.two": said("b", "a"),
    "03e.one": said("a", "b", ("a", "b")),
    "02.not-seen": {"kind": "predict", "options": ["a", "b"], "said": "a"},
    "02.outcome-in-other-words": said("a", "something else"),
    "07.estimate": said("a", "a"),
    "01.quiz": {"kind": "quiz", "said": "a", "first": "a", "right": True},
    "claim.10": {"kind": "vote", "said": "true", "verdict": "true if ...", "because": "small steps."},
    "claim.9": {"kind": "vote", "said": "true", "verdict": "true"},
    "claim.1": {"kind": "vote"},
    "claims": {"kind": "vote", "said": "true"},
}
ROWS = [("a step", 10, "short ones"), ("uphill", 9, "`g`"), ("unseen", 76, "the valley")]


def test_predictions_are_counted_by_lesson_against_blind_guesses():
    first, last = predictions(KNOWN)
    assert (first.lesson, first.made, first.hits, round(first.chance, 3)) == ("01", 2, 1, 0.667)
    assert (last.lesson, last.made, last.hits, last.chance) == ("03e", 1, 0, 0.5)


def test_surprises_are_the_predictions_that_failed():
    assert surprises(KNOWN) == [("Which?", "b", "a"), ("Which?", "a", "b")]


def test_verdicts_come_by_number():
    assert list(verdicts(KNOWN).items()) == [(9, ("true", "true", "")), (10, ("true", "true if ...", "small steps."))]


def test_a_learner_who_said_nothing_gets_a_page_all_the_same(tmp_path, monkeypatch):
    monkeypatch.setenv("COURSE_ANSWERS", str(tmp_path))
    assert predictions() == [] and verdicts() == {}
    page = repr(cheat_sheet(ROWS))
    assert page.count("not voted yet") == 3 and "No predictions are recorded here." in page and "0 of 76" in page


def test_the_page_shows_own_verdicts_and_where_the_runs_say_otherwise():
    sheet = Sheet(ROWS, KNOWN)
    assert [row[1:3] for row in sheet.table()] == [("true", "true if ..."), ("true", "true"), ("not voted yet", "")]
    page = sheet._repr_html_()
    assert "true (our runs: true if)" in page and "Verdicts given: 2 of 76, 1 as our runs say." in page
    assert "I said b. It was: <strong>a</strong>" in page and "Predictions seen: 3, 1 came true." in page


def test_surprises_come_from_the_whole_course():
    known = {f"01.{n:02}": said("a", "b") | {"question": f"Which, {n}?"} for n in range(17)}
    assert [question for question, _, _ in Sheet(ROWS, known).surprises()] == [
        f"Which, {n}?" for n in (0, 4, 8, 12, 16)
    ]
    assert len(Sheet(ROWS, KNOWN).surprises()) == 2 and Sheet(ROWS, {}).surprises() == []


def test_own_numbers_are_on_the_page(tmp_path, monkeypatch):
    monkeypatch.setenv("COURSE_ANSWERS", str(tmp_path))
    keep("07.capstone", "My capstone.", "network 97.6 %")
    keep("07.capstone", "My capstone.", "network 98 % < all")
    sheet = cheat_sheet(ROWS)
    assert "<strong>My capstone.</strong> network 98 % &lt; all" in sheet.body() and "97.6" not in sheet.body()
    assert "My capstone. network 98 % < all" in repr(sheet)


def test_words_are_set_as_words_and_not_as_html():
    known = {
        "claim.10": {"kind": "vote", "said": "<script>", "verdict": "true"},
        "01.x": said("<b>", "a", ("<b>", "a")),
    }
    page = Sheet(ROWS, known)._repr_html_()
    assert "<script>" not in page and "&lt;script&gt;" in page and "&lt;b&gt;" in page


@pytest.mark.parametrize("inside", [True, False])
def test_the_page_to_print_is_written_beside_the_answers(tmp_path, monkeypatch, capsys, inside):
    monkeypatch.setenv("COURSE_ANSWERS", str(tmp_path))
    folder = tmp_path if inside else tmp_path / "other"
    folder.mkdir(exist_ok=True)
    Sheet(ROWS, KNOWN).save(None if inside else folder)
    page = (folder / "cheat-sheet.html").read_text(encoding="utf-8")
    assert page.startswith("<!doctype html>") and "short ones" in page and "@page" in page and "http" not in page
    assert capsys.readouterr().out.startswith("Written: cheat-sheet.html")
