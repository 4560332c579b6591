"""An exception that says it is of another type.

Tries: to be taken for an exception of the grader's own
Must: error
"""


class GraderFailure(Exception):
    kind = "grader"
    instructor = student = "The grader itself failed here."


GraderFailure.__module__ = "autograder.border.failures"


def gradient_descent(grad, theta0, eta, n_steps):
    raise GraderFailure("<script>alert('x')</script>")
