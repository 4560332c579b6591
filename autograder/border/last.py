"""What can be known about the last call that came to its end."""

from collections.abc import Callable as AnyCallable

from autograder.border.conversation import Conversation, Lost
from autograder.border.failures import StudentError
from autograder.border.references import Callback


class Last:
    """One call: the arguments as the student left them (fetched when asked for), and the calls of what was passed in."""

    def __init__(self, conversation: Conversation, number: int, callbacks: list[Callback]) -> None:
        self._conversation, self._number, self._callbacks = conversation, number, callbacks
        self._left: tuple | None = None

    @property
    def passed(self) -> list[Callback]:
        """The functions that were passed in."""
        return self._callbacks

    @property
    def seen(self) -> tuple | None:
        """(arguments, keywords) as the student left them, if they were asked for already."""
        return self._left

    @property
    def arguments(self) -> tuple:
        """The positional arguments as the student left them."""
        return self._fetch()[0]

    @property
    def keywords(self) -> dict:
        """The keyword arguments as the student left them."""
        return self._fetch()[1]

    def count(self, function: AnyCallable) -> int:
        """How often the student called `function`, which was passed in."""
        return sum(callback.count for callback in self._of(function))

    def calls(self, function: AnyCallable) -> list[tuple[tuple, dict]]:
        """What the student called `function` with: (args, kwargs) for each call."""
        return [call for callback in self._of(function) for call in callback.calls]

    def _of(self, function: AnyCallable) -> list[Callback]:
        return [it for it in self._callbacks if it is function or it.function == function]

    def _fetch(self) -> tuple:
        if self._left is None:
            try:
                if not self._conversation.alive:
                    raise Lost("crash", "The process that was called has ended.")
                _, (word, *body) = self._conversation.ask("left", self._number)
                if word != "left" or len(body) != 2 or type(body[0]) is not list or type(body[1]) is not dict:
                    raise Lost("breach", "The process did not give its arguments back.")
            except Lost as lost:
                raise StudentError(lost.kind, lost.what) from None
            self._left = (tuple(body[0]), body[1])
        return self._left
