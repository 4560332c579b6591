"""The cards as a reader without a kernel sees them; course.quiz.live brings them to life."""

import re

from course.quiz.memory import said
from course.quiz.wording import inline, verdict_line

VIEW = "application/vnd.jupyter.widget-view+json"
# While the words of a card or picture sleep in a reopened notebook, the front end's error line below them is hidden;
# `course-live` marks whatever is alive.
ASLEEP = (
    "<style>.jp-OutputArea-child:has(.course-asleep) + .jp-OutputArea-child:not(:has(.course-live)) "
    "{ display: none; }</style>"
)
CHOICES = ("true", "true if ...", "false")


class Card:
    """A question with a key, shown as text, as HTML, or alive. Its repr depends on nothing but its own words."""

    kind = "card"
    heading = ""
    wake = "<p><small>Run this cell to answer.</small></p>"

    def __init__(self, key, question, options=()):
        self.key, self.question, self.options = key, _line(question, "question"), list(options)
        if not isinstance(key, str) or not key:
            raise ValueError(f"A card needs a key such as '01.after-100' to remember by; this one has {key!r}.")
        if len(set(self.options)) != len(self.options) or any(not isinstance(o, str) or not o for o in self.options):
            raise ValueError(f"The options of {key!r} must be different, non-empty texts: {self.options}.")

    def __repr__(self):
        return "\n".join([f"{self.heading}: {self.question}", *(f"  ( ) {option}" for option in self.options)])

    def as_html(self):
        """The card without a kernel: plain HTML that also reads well where styles are removed."""
        rows = "".join(f"<li>{inline(option)}</li>" for option in self.options)
        return f"<p><strong>{self.heading}</strong> {inline(self.question)}</p><ul>{rows}</ul>{self.below()}"

    def below(self):
        return ""

    def view(self):
        """The living card, an ipywidgets box."""
        from course.quiz import live

        return getattr(live, f"{self.kind}_view")(self)

    def _ipython_display_(self):
        from IPython.display import display

        # Two outputs: the words for a reader without a kernel, and the living card, which hides the words while it
        # lives. In a notebook that was saved and opened again the words stand, and hide the front end's error line.
        asleep = f'{ASLEEP}<div class="course-asleep {self.slug}">{self.as_html()}{self.wake}</div>'
        display({"text/html": asleep, "text/plain": repr(self)}, raw=True)
        display({VIEW: {"version_major": 2, "version_minor": 0, "model_id": self.view().model_id}}, raw=True)

    @property
    def slug(self):
        """The key as a CSS class."""
        return "course-key-" + re.sub(r"[^0-9A-Za-z]+", "-", f"{self.key}-{self.kind}")


class Prediction(Card):
    kind, heading = "prediction", "Predict"


class Quiz(Card):
    kind, heading = "quiz", "Check"

    def __init__(self, key, question, feedback, answer):
        super().__init__(key, question, feedback)
        self.feedback, self.answer = dict(feedback), answer
        if answer not in self.feedback:
            raise ValueError(f"The answer {answer!r} of {key!r} is not among its options {self.options}.")

    def below(self):
        rows = "".join(
            f"<li>{inline(option)} {'(right)' if option == self.answer else '(no)'}: {inline(why)}</li>"
            for option, why in self.feedback.items()
        )
        return f"<details><summary>Answer</summary><ul>{rows}</ul></details>"


class Vote(Card):
    kind, heading = "vote", "Your verdict"

    def __init__(self, key, statement, options, verdict, because):
        super().__init__(key, statement, options)
        if verdict is not None and verdict not in self.options:
            raise ValueError(f"The verdict {verdict!r} of {key!r} is not among its options {self.options}.")
        self.verdict, self.because = verdict, because

    def as_html(self):
        choices = " / ".join(inline(option) for option in self.options)
        return f"<p><strong>{self.heading}</strong> {inline(self.question)}<br>{choices}</p>{self.below()}"

    def below(self):
        if self.verdict is None:
            return ""
        return f"<details><summary>What this course's runs say</summary><p>{inline(verdict_line(self))}</p></details>"


class Ballot(Card):
    kind = "ballot"

    def __init__(self, votes):
        self.votes = votes
        self.key = "-".join(one.key for one in votes)

    def __repr__(self):
        return "\n".join(repr(one) for one in self.votes)

    def as_html(self):
        return "".join(one.as_html() for one in self.votes)


class Outcome(Card):
    kind, heading = "outcome", "What happened"
    wake = ""

    def __init__(self, key, value, note):
        super().__init__(key, value)
        self.value, self.note = str(value), note

    def __repr__(self):
        return f"{self.heading}: {self.value}" + (f"\n{self.note}" if self.note else "")

    def as_html(self):
        note = f" {inline(self.note)}" if self.note else ""
        return f"<p><strong>{self.heading}</strong> {inline(self.value)}.{note}</p>"

    def verdict(self):
        """How the remembered prediction compares: 'hit', 'miss', 'open' (none was made), 'told' (no option says `value`)."""
        entry = said(self.key) or {}
        if "said" not in entry:
            return "open"
        if self.value not in entry.get("options", []):
            return "told"
        return "hit" if entry["said"] == self.value else "miss"


def predict(key, question, options):
    """Ask for a prediction before anything is shown. `outcome(key, ...)` later puts it beside what happened."""
    return Prediction(key, question, options)


def outcome(key, value, note=""):
    """What happened, beside the prediction made under `key`; it waits until there is one.

    value: the option that came true, or any other sentence; note: what to take from it.
    """
    return Outcome(key, value, note)


def quiz(key, question, options, answer):
    """One idea checked. options: {option: feedback}, each feedback saying why; answer: the right option."""
    return Quiz(key, question, options, answer)


def vote(key, statement, options=CHOICES, *, verdict=None, because=""):
    """Let the learner judge a claim. verdict, because: what the course's own runs say, shown after the vote."""
    return Vote(key, statement, options, verdict, because)


def ballot(*votes):
    """Several votes in one card."""
    return Ballot(votes)


def _line(text, what):
    text = " ".join(str(text).split())
    if not text:
        raise ValueError(f"The {what} is empty.")
    return text
