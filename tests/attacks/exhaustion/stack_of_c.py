"""A recursion through C functions, which crashes the interpreter.

Tries: to end the process in a way that nobody can catch
Must: error, memory
Detail: SIGSEGV|MemoryError
"""

import sys

sys.setrecursionlimit(10**9)


def gradient_descent(grad, theta0, eta, n_steps):
    def deeper(number):
        return max([number], key=deeper)

    return deeper(0)
