"""An object that claims to be a float by its `__class__`, and converts to a number by choice.

Tries: to pass isinstance(result, float) and then be equal to everything
Function: zigzag_count
Must: wrong
Naive: cheats
"""


class Liar:
    __class__ = property(lambda self: float)
    __eq__ = lambda self, other: True
    __hash__ = object.__hash__
    __float__ = lambda self: -1.0


def zigzag_count(path, axis):
    return Liar()
