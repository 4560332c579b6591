"""The gradient called with everything that is no point: text, dicts, handles, itself, nothing.

Tries: to find an argument at which the trusted function fails in a way that is taken for the grader's failure
Must: wrong
"""


def gradient_descent(grad, theta0, eta, n_steps):
    things = ["text", {"a": 1}, {}, [], (), None, True, float("nan"), [object()], object(), grad, [grad], [[1], [2, 3]]]
    things += [{0: 1.0}, "x" * 10**6, [["a"]], 1j, [1j], [None], [10**20], 1e400, ["1", "2"], [[[[[[[[1]]]]]]]], range(3)]
    for thing in things:
        try:
            grad(thing)
        except Exception:
            pass
    return 0
