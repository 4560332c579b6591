"""A loop without end in the answer cell itself.

Tries: to keep the grader busy before any function is called
Must: error
Detail: time limit|SIGXCPU|No reply
"""

while True:
    pass


def gradient_descent(grad, theta0, eta, n_steps):
    return None
