"""Living cards: ipywidgets boxes. Only course.quiz.cards imports this, and only when a card is shown."""

from pathlib import Path

import ipywidgets as widgets

from course.quiz import memory
from course.quiz.wording import inline, verdict_line

CSS = (Path(__file__).parent / "card.css").read_text(encoding="utf-8")


def prediction_view(card):
    buttons, status = _radio(card), _status()
    again = _quiet("Predict again")
    words = "Noted. Now find out."

    def show(note=""):
        entry = memory.said(card.key) or {}
        seen = bool(entry.get("seen"))
        buttons.disabled = seen
        again.layout.display = "" if seen else "none"
        if entry.get("said") not in card.options:
            status.value = ""
        elif seen:
            status.value = _said(f"You said: **{entry['said']}**, before you saw what happens.", note=note)
        else:
            status.value = _said(words, note=note)

    def chosen(change):
        if change["new"] is not None and not buttons.disabled:
            note = memory.record(
                card.key, kind="predict", question=card.question, options=card.options, said=change["new"]
            )
            show(note)

    def reopen(_):
        buttons.disabled = False
        memory.record(card.key, said=None, seen=None)
        buttons.index = None
        show()

    _restore(buttons, card)
    buttons.observe(chosen, names="value")
    again.on_click(reopen)
    box = _card(card, buttons, widgets.HBox([status, again], layout={"align_items": "center", "flex_flow": "row wrap"}))
    box.refresh = show
    memory.watch(card.key, _Refresher(box).call)
    show()
    return box


def quiz_view(card):
    buttons, status = _radio(card), _status()

    def show(note=""):
        choice = buttons.value
        if choice is None:
            status.value = ""
            return
        right = choice == card.answer
        lead = "Right." if right else "Not this one."
        status.value = _said(f"**{lead}** {card.feedback[choice]}", "right" if right else "wrong", note)

    def chosen(change):
        choice = change["new"]
        if choice is None:
            return
        first = (memory.said(card.key) or {}).get("first", choice)
        note = memory.record(
            card.key, kind="quiz", question=card.question, said=choice, first=first, right=choice == card.answer
        )
        show(note)

    _restore(buttons, card)
    show()
    buttons.observe(chosen, names="value")
    return _card(card, buttons, status)


def outcome_view(card):
    status = _status()
    anyway = _quiet("Show it without a prediction")
    box = _card(card, status, anyway)

    def show(force=False):
        verdict = card.verdict()
        waiting = verdict == "open" and not force
        anyway.layout.display = "" if waiting else "none"
        if waiting:
            status.value = _said("Make your prediction above first; then this shows what happened.")
            return
        entry = memory.said(card.key) or {}
        tone = {"hit": "right", "miss": "wrong"}.get(verdict, "")
        sides = [_side("You said", entry["said"])] if "said" in entry else []
        sides.append(_side("It happened", card.value, tone))
        below = " ".join(filter(None, ["You saw it coming." if verdict == "hit" else "", card.note]))
        status.value = f'<div class="course-sides" role="status">{"".join(sides)}</div>' + (
            _said(below) if below else ""
        )
        if "said" in entry and not entry.get("seen"):
            memory.record(card.key, seen=True, outcome=card.value)

    anyway.on_click(lambda _: show(force=True))
    box.refresh = show
    memory.watch(card.key, _Refresher(box).call)
    show()
    return box


def vote_view(card):
    return _card(card, *_vote_rows(card))


def ballot_view(card):
    rows = []
    for one in card.votes:
        statement = widgets.HTML(f'<div class="course-question">{inline(one.question)}</div>')
        row = widgets.VBox([statement, *_vote_rows(one)], layout={"overflow": "visible"})
        row.add_class("course-vote")
        rows.append(row)
    return _box(card, [widgets.HTML('<div class="course-kind">Your verdicts</div>'), *rows])


def _vote_rows(card):
    entry = memory.said(card.key) or {}
    start = entry.get("said") if entry.get("said") in card.options else None
    buttons = widgets.ToggleButtons(options=card.options, value=start, layout={"width": "auto"})
    buttons.style.button_width = "auto"
    status = _status()

    def show(note=""):
        if buttons.value is None:
            return
        if card.verdict is None:
            status.value = _said("Noted.", note=note)
            return
        same = buttons.value == card.verdict
        status.value = _said(f"Our runs say: {verdict_line(card)}", "right" if same else "wrong", note)

    def chosen(change):
        if change["new"] is not None:
            show(
                memory.record(
                    card.key,
                    kind="vote",
                    question=card.question,
                    said=change["new"],
                    verdict=card.verdict,
                    because=card.because or None,
                )
            )

    show()
    buttons.observe(chosen, names="value")
    return buttons, status


class _Refresher:
    """Calls a box's refresh; the box holds it, so it lives and dies with the box."""

    def __init__(self, box):
        self.box = box
        box.refresher = self

    def call(self):
        self.box.refresh()


def _radio(card):
    return widgets.RadioButtons(options=card.options, index=None, layout={"width": "auto", "overflow": "visible"})


def _restore(buttons, card):
    entry = memory.said(card.key) or {}
    if entry.get("said") in card.options:
        buttons.value = entry["said"]


def _status():
    return widgets.HTML(layout={"width": "auto"})


def _quiet(words):
    button = widgets.Button(description=words, layout={"width": "auto"})
    button.add_class("course-quiet")
    return button


def _said(words, tone="", note=""):
    tone = f" course-{tone}" if tone else ""
    note = f'<div class="course-note">{inline(note)}</div>' if note else ""
    return f'<div class="course-said{tone}" role="status">{inline(words)}</div>{note}'


def _side(name, words, tone=""):
    """One of two things that are compared side by side."""
    tone = f" course-{tone}" if tone else ""
    return f'<div class="course-said{tone}"><small>{name}</small><strong>{inline(words)}</strong></div>'


def _card(card, *rows):
    question = "" if card.kind == "outcome" else f'<div class="course-question">{inline(card.question)}</div>'
    return _box(card, [widgets.HTML(f'<div class="course-kind">{card.heading}</div>{question}'), *rows])


def _box(card, rows):
    # By class, not by place: wherever the front end puts it, the sleeping text of this card is hidden while this lives.
    rows[0].value = f"<style>{CSS}\n.course-asleep.{card.slug} {{ display: none; }}</style>{rows[0].value}"
    box = widgets.VBox(rows)
    box.add_class("course-card")
    box.add_class("course-live")
    return box
