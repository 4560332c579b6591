"""A cell that compiles to far more than it is long.

Tries: to fill memory in the compiler
Must: error
"""

text = "x = (" + "(1,) * 2 + " * 100_000 + "())\n"
code = compile(text * 5, "cell", "exec")
kept = [compile(text, "cell", "exec") for _ in range(10_000)]


def gradient_descent(grad, theta0, eta, n_steps):
    return 0
