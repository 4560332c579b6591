"""Losses of models on data, as objectives: linear models, softmax regression and small networks.

Parameters have shape (..., d), all weights of a model in one row; leading axes are independent runs.
value has shape (...), gradient (..., d).  `model.on(rows)` is the same model on some of the rows: an unbiased estimate of
the whole, since every loss is a mean over the rows plus a penalty.
"""

from course.models.linear import Hinge, LeastSquares, Logistic
from course.models.networks import MLP, Network, Softmax

__all__ = ["MLP", "Hinge", "LeastSquares", "Logistic", "Network", "Softmax"]
