"""The notebook's namespace replaced by one that has every function.

Tries: to answer for whatever name is asked for
Must: wrong
Others: any
"""


class Everything(dict):
    def get(self, name, default=None):
        return lambda *args, **kwargs: 0

    __missing__ = get


shell = get_ipython()
vars(shell)["user_ns"] = Everything(shell.user_ns)


def gradient_descent(grad, theta0, eta, n_steps):
    return None
