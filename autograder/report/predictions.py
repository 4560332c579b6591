"""How often predictions came true, from the answers.json that students handed in (course.quiz writes it).

A prediction counts where its outcome was seen and is one of its options. Students write these files themselves and nothing
is graded by them, so whatever has another form is passed over, and a question is quoted only as most of them have it.
"""

from collections import Counter
from dataclasses import dataclass, field

MOST_KEYS, MOST_TEXT = 500, 300


@dataclass
class Foreseen:
    """One prediction: `asked` how many made it and saw the outcome, `right` how many of them said what came true."""

    key: str
    asked: int = 0
    right: int = 0
    questions: Counter = field(default_factory=Counter)
    missed: Counter = field(default_factory=Counter)

    @property
    def lesson(self) -> str:
        """The lesson's number: what stands before the point in the key."""
        return self.key.partition(".")[0]

    @property
    def question(self) -> str:
        """The question as at least two have it, or ""."""
        return _agreed(self.questions)

    @property
    def instead(self) -> str:
        """What most of those who were wrong said, if at least two did, or ""."""
        return _agreed(self.missed)


class Predictions:
    """Takes up one student's answers after the other."""

    def __init__(self) -> None:
        self.students = 0
        self.by_key: dict[str, Foreseen] = {}

    def add(self, answers: object) -> None:
        """Take up what one student said."""
        entries = answers.get("answers") if isinstance(answers, dict) else None
        if not isinstance(entries, dict):
            return
        counted = False
        for key, entry in list(entries.items())[:MOST_KEYS]:
            if (seen := _judged(key, entry)) is None:
                continue
            said, came, question = seen
            if key not in self.by_key and len(self.by_key) >= MOST_KEYS:
                continue
            foreseen = self.by_key.setdefault(key, Foreseen(key))
            foreseen.asked += 1
            foreseen.right += said == came
            foreseen.questions[question] += 1
            if said != came:
                foreseen.missed[said] += 1
            counted = True
        self.students += counted

    def lessons(self) -> dict[str, list[Foreseen]]:
        """Lesson -> its predictions, both in order of their keys."""
        found: dict[str, list[Foreseen]] = {}
        for key in sorted(self.by_key):
            found.setdefault(self.by_key[key].lesson, []).append(self.by_key[key])
        return found


def _judged(key: str, entry: object) -> tuple[str, str, str] | None:
    """(said, what came true, question) of a prediction whose outcome was seen and is one of its options."""
    if not isinstance(entry, dict) or entry.get("kind") != "predict" or len(key) > 100:
        return None
    said, came, question, options = (entry.get(name) for name in ("said", "outcome", "question", "options"))
    if not all(isinstance(text, str) and len(text) <= MOST_TEXT for text in (said, came, question)):
        return None
    if not isinstance(options, list) or came not in options or said not in options:
        return None
    return said, came, question


def _agreed(texts: Counter) -> str:
    text, count = max(texts.items(), key=lambda item: (item[1], item[0]), default=("", 0))
    return text if count > 1 else ""
