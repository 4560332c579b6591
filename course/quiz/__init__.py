"""Questions in a notebook: predict before, see the outcome beside it, check one idea, vote on a claim.

Each call returns a card, to be the last line of its cell. With a kernel the card answers to clicks and remembers
(see course.quiz.memory); on GitHub or on paper the same question stands as text. ipywidgets is imported only when a
card is shown.
"""

from course.quiz.cards import ballot, outcome, predict, quiz, vote
from course.quiz.memory import answers, said
from course.quiz.record import keep, predictions
from course.quiz.sheet import cheat_sheet

__all__ = ["answers", "ballot", "cheat_sheet", "keep", "outcome", "predict", "predictions", "quiz", "said", "vote"]
