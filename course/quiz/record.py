"""What the learner's record says over the whole course: predictions against outcomes, surprises, verdicts."""

import re
from dataclasses import dataclass

from course.quiz.memory import answers, record


@dataclass(frozen=True)
class Tally:
    """Predictions of one lesson whose outcome was seen: how many, how many came true, how many a guess would hit."""

    lesson: str
    made: int
    hits: int
    chance: float


def predictions(known=None):
    """A `Tally` for each lesson with predictions whose outcome was seen, in the course's order. known: as `answers()` gives them."""
    found = {}
    for key, entry in sorted(_seen(known)):
        found.setdefault(key.partition(".")[0], []).append(entry)
    return [
        Tally(
            lesson,
            len(entries),
            sum(one["said"] == one["outcome"] for one in entries),
            sum(1 / len(one["options"]) for one in entries),
        )
        for lesson, entries in found.items()
    ]


def surprises(known=None):
    """(question, what was said, what happened) of every prediction that did not come true, in the course's order."""
    missed = [entry for _, entry in sorted(_seen(known), key=lambda pair: pair[0]) if entry["said"] != entry["outcome"]]
    return [(entry.get("question", ""), entry["said"], entry["outcome"]) for entry in missed]


def verdicts(known=None):
    """number of a claim -> (the learner's verdict, the course's, why), for every claim that was voted on."""
    found = {}
    for key, entry in (answers() if known is None else known).items():
        number = re.fullmatch(r"claim\.(\d+)", key)
        if number and isinstance(entry.get("said"), str):
            found[int(number[1])] = (entry["said"], entry.get("verdict", ""), entry.get("because", ""))
    return dict(sorted(found.items()))


def keep(key, title, words):
    """Keep numbers of the learner's own, as words under a title, for the page that the course ends with."""
    record(key, kind="numbers", title=title, said=words)


def numbers(known=None):
    """(title, words) of everything that was kept, in the course's order."""
    kept = sorted((answers() if known is None else known).items())
    own = [entry for _, entry in kept if entry.get("kind") == "numbers" and isinstance(entry.get("said"), str)]
    return [(entry.get("title", ""), entry["said"]) for entry in own]


def _seen(known):
    """(key, entry) of predictions whose outcome was one of the options, and was shown. Lesson 07's own do not count."""
    for key, entry in (answers() if known is None else known).items():
        options = entry.get("options")
        whole = entry.get("kind") == "predict" and isinstance(options, list) and options
        if whole and entry.get("said") in options and entry.get("outcome") in options and not key.startswith("07."):
            yield key, entry
