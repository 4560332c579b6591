"""A call of the function passed in with too few and with unknown arguments.

Tries: to have the failure of the trusted function taken for the grader's
Must: error
Detail: TypeError
"""



def gradient_descent(grad, theta0, eta, n_steps):
    return grad() if n_steps % 2 else grad(theta0, key=1)
