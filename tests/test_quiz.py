"""The cards: what a reader without a kernel sees, what a click does, and what is remembered."""

import json
import os
import re
import subprocess
import sys

import pytest

from course import quiz as q
from course.quiz import memory
from course.quiz.cards import VIEW

OPTIONS = ["at 0", "at 1 or -1", "far away"]


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("COURSE_ANSWERS", str(tmp_path))
    memory._unsaved.clear()
    memory._watchers.clear()
    return tmp_path


def find(box, kind):
    """All widgets of a class name inside a box."""
    mine = [box] if type(box).__name__ == kind else []
    return mine + [one for child in getattr(box, "children", ()) for one in find(child, kind)]


def text(box):
    shown = " ".join(one.value for one in find(box, "HTML") if one.layout.display != "none")
    return re.sub(r"<style>.*?</style>", "", shown, flags=re.DOTALL)


def cards():
    return [
        q.predict("01.a", "Where after 100 steps?", OPTIONS),
        q.outcome("01.a", "at 1 or -1", "The factor is -1."),
        q.quiz("01.b", "Is 2 < 3 & 3 > 2?", {"yes": "Count.", "no": "Count again."}, answer="yes"),
        q.vote("01.c", "Flat means lowest.", verdict="false", because="See the saddle."),
        q.ballot(q.vote("01.d", "One."), q.vote("01.e", "Two.")),
    ]


def shown(card, monkeypatch):
    """The data of the outputs that showing a card sends."""
    sent = []
    monkeypatch.setattr("IPython.display.display", lambda data, raw: sent.append(data))
    card._ipython_display_()
    return sent


@pytest.mark.parametrize("card", cards(), ids=lambda card: card.kind)
def test_a_card_reads_the_same_with_and_without_a_memory(card, monkeypatch):
    words, alive = shown(card, monkeypatch)
    memory.record("01.a", said="at 0", options=OPTIONS)
    memory.record("01.c", said="true")
    again, _ = shown(card, monkeypatch)
    assert words == again
    assert words["text/plain"] == repr(card) and card.as_html() in words["text/html"]
    assert "0x" not in repr(card)
    assert list(alive) == [VIEW], "nbval must find nothing to compare in the living half"


def test_words_are_escaped_and_marked():
    page = cards()[2].as_html()
    assert "2 &lt; 3 &amp; 3 &gt; 2" in page and "<li>yes (right): Count.</li>" in page
    assert "<code>eta</code>" in q.predict("k", "Which `eta`?", OPTIONS).as_html()


def test_importing_the_quiz_does_not_import_ipywidgets():
    found = subprocess.run(
        [sys.executable, "-c", "import sys, course.quiz; print('ipywidgets' in sys.modules)"],
        capture_output=True, text=True, check=True, timeout=60,
    )  # fmt: skip
    assert found.stdout.strip() == "False"


def test_a_prediction_is_kept_and_comes_back(folder):
    (buttons,) = find(cards()[0].view(), "RadioButtons")
    assert buttons.value is None
    buttons.value = "far away"
    stored = json.loads((folder / "answers.json").read_text(encoding="utf-8"))
    assert stored["answers"]["01.a"]["said"] == "far away"
    assert find(cards()[0].view(), "RadioButtons")[0].value == "far away"
    assert q.said("01.a")["kind"] == "predict" and set(q.answers()) == {"01.a"}


@pytest.mark.parametrize(
    ("guess", "word"), [("at 1 or -1", "You saw it coming"), ("at 0", "<small>You said</small><strong>at 0")]
)
def test_an_outcome_waits_for_the_prediction_and_then_stands_beside_it(guess, word):
    prediction, outcome = cards()[0].view(), cards()[1].view()
    assert "prediction above first" in text(outcome) and "The factor" not in text(outcome)
    (buttons,) = find(prediction, "RadioButtons")
    buttons.value = guess
    assert word in text(outcome) and "The factor is -1." in text(outcome)
    assert "<small>It happened</small><strong>at 1 or -1" in text(outcome)
    assert ("course-right" in text(outcome)) == (guess == "at 1 or -1")
    assert buttons.disabled, "a prediction cannot be changed after the outcome was seen"


def test_predicting_again_hides_the_outcome_again():
    prediction, outcome = cards()[0].view(), cards()[1].view()
    (buttons,) = find(prediction, "RadioButtons")
    buttons.value = "at 0"
    find(prediction, "Button")[0].click()
    assert not buttons.disabled and buttons.value is None
    assert "prediction above first" in text(outcome)
    buttons.value = "far away"
    assert "far away" in text(outcome)


def test_an_outcome_can_be_seen_without_a_prediction():
    outcome = cards()[1].view()
    find(outcome, "Button")[0].click()
    assert "at 1 or -1" in text(outcome) and "You said" not in text(outcome)


def test_a_free_outcome_is_neither_right_nor_wrong():
    memory.record("01.a", said="at 0", options=OPTIONS)
    shown = text(q.outcome("01.a", "at 0.9999").view())
    assert "at 0.9999" in shown and "course-right" not in shown and "course-wrong" not in shown


def test_quiz_says_why_for_each_option_and_remembers_the_first_try():
    box = cards()[2].view()
    (buttons,) = find(box, "RadioButtons")
    buttons.value = "no"
    assert "Count again." in text(box) and "course-wrong" in text(box)
    buttons.value = "yes"
    assert "<strong>Right.</strong> Count." in text(box) and "course-right" in text(box)
    assert q.said("01.b") | {"kind": 0, "question": 0} == {
        "kind": 0, "question": 0, "said": "yes", "first": "no", "right": True,
    }  # fmt: skip


def test_vote_shows_the_verdict_only_after_the_vote():
    box = cards()[3].view()
    assert "saddle" not in text(box)
    find(box, "ToggleButtons")[0].value = "true if ..."
    assert "<strong>false</strong>. See the saddle." in text(box)
    assert q.said("01.c")["verdict"] == "false"


def test_a_damaged_file_is_set_aside_and_said(folder):
    for number, damage in enumerate([b'{"answers": {"a"', b"\xff\xfe", b'{"answers": [1]}'], start=1):
        (folder / "answers.json").write_bytes(damage)
        assert q.answers() == {}
        note = memory.record("k", said="x")
        assert f"answers.damaged-{number}.json" in note
        assert (folder / f"answers.damaged-{number}.json").read_bytes() == damage
        assert q.said("k") == {"said": "x"}


def test_a_folder_that_cannot_be_written_is_told_and_the_card_goes_on(monkeypatch, tmp_path):
    monkeypatch.setenv("COURSE_ANSWERS", str(tmp_path / "missing"))
    box = cards()[0].view()
    find(box, "RadioButtons")[0].value = "at 0"
    assert "could not be saved" in text(box)
    assert q.said("01.a")["said"] == "at 0"
    (tmp_path / "missing").mkdir()
    assert memory.record("other", said="y") == ""
    assert set(json.loads((tmp_path / "missing/answers.json").read_text())["answers"]) == {"01.a", "other"}


def test_a_crash_while_writing_leaves_the_old_file(folder, monkeypatch):
    memory.record("k", said="old")

    def crash(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "replace", crash)
    with pytest.raises(KeyboardInterrupt):
        memory.record("k", said="new")
    assert [file.name for file in folder.iterdir()] == ["answers.json"]
    assert q.said("k") == {"said": "old"}


def test_two_notebooks_do_not_undo_each_other():
    memory.record("a", said="1")
    script = "from course.quiz import memory; memory.record('b', said='2')"
    subprocess.run([sys.executable, "-c", script], check=True, timeout=60)
    memory.record("c", said="3")
    assert {key: entry["said"] for key, entry in q.answers().items()} == {"a": "1", "b": "2", "c": "3"}


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: q.predict("", "Why?", OPTIONS), "needs a key"),
        (lambda: q.predict("k", " ", OPTIONS), "empty"),
        (lambda: q.predict("k", "Why?", ["a", "a"]), "different"),
        (lambda: q.quiz("k", "Why?", {"a": "x"}, answer="b"), "not among"),
        (lambda: q.vote("k", "So.", verdict="perhaps"), "not among"),
    ],
)
def test_a_mistake_of_the_author_is_said_at_once(make, words):
    with pytest.raises(ValueError, match=words):
        make()
