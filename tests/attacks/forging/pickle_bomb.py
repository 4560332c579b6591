"""An object whose unpickling runs a command.

Tries: to have the grader unpickle it
Must: wrong
"""

import os
import pickle


class Bomb:
    def __reduce__(self):
        return os.system, (f"touch /tmp/{PLACES['mark']}-pickle",)


def gradient_descent(grad, theta0, eta, n_steps):
    return [Bomb(), pickle.dumps(Bomb()), {"py/reduce": [{"py/function": "os.system"}, {"py/tuple": ["true"]}]}]
