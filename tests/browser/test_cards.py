"""The questions in a real JupyterLab: a prediction stands beside what happened, every option says why, and nothing leaves the machine."""

import gallery
import pytest

FIRST = 1 + len(gallery.WIDGETS)


@pytest.fixture
def card(everything):
    """card(n): the n-th card of the notebook, alive."""

    def find(number):
        found = everything.page.locator(".jp-CodeCell").nth(FIRST + number).locator(".course-card")
        found.wait_for()
        found.scroll_into_view_if_needed()
        return found

    return find


def says(card, words):
    card.locator(".course-said", has_text=words).first.wait_for(timeout=15_000)


def test_a_prediction_stands_beside_what_happened(card, everything, lab):
    predict, outcome = card(0), card(1)
    assert "prediction above first" in outcome.inner_text() and "across the valley" not in outcome.inner_text()
    predict.locator("label", has_text="at 0").click()
    says(outcome, "You said")
    sides = outcome.locator(".course-sides .course-said")
    assert [side.inner_text().split() for side in sides.all()] == [
        ["You", "said", "at", "0"],
        ["It", "happened", "at", "1", "or", "-1"],
    ]
    left, right = (side.bounding_box() for side in sides.all())
    assert left["y"] == right["y"] and left["x"] + left["width"] < right["x"]
    says(outcome, "You jump across the valley")
    says(predict, "before you saw what happens")
    assert predict.locator("input").first.is_disabled()
    assert lab.answer(everything.page, "t.where")["said"] == "at 0"


def test_every_option_says_why(card):
    quiz = card(2)
    quiz.locator("label", has_text="larger").click()
    says(quiz, "Not this one. Steep walls want short steps.")
    quiz.locator("label", has_text="a quarter").click()
    says(quiz, "Right. 2 / L.")


def test_votes_show_the_verdict_after_the_vote(card):
    ballot = card(3)
    assert "Our runs say" not in ballot.inner_text()
    first, second = ballot.locator(".course-vote").all()
    first.get_by_text("true", exact=True).click()
    says(first, "Our runs say: true if ... eta is below 2 / L.")
    second.get_by_text("false", exact=True).click()
    says(second, "Noted.")


def test_while_a_card_lives_its_sleeping_words_are_hidden(everything, card):
    card(0)
    asleep = everything.page.locator(".jp-CodeCell").nth(FIRST).locator(".course-asleep")
    assert asleep.count() == 1 and not asleep.is_visible()


def test_nothing_leaves_the_machine(everything, lab):
    assert everything.asked
    assert [
        url
        for url in everything.asked
        if f"//127.0.0.1:{lab.port}/" not in url and not url.startswith(("data:", "blob:"))
    ] == []
