# Arrays, as exercises show them.

# %% array
import numpy as np

np.arange(12.0).reshape(3, 4)

# %% scalars
np.float64(0.1) + 0.2, np.int64(3), np.bool_(True)

# %% large arrays are folded
np.linspace(0, 1, 5000)

# %% print options
np.set_printoptions(precision=3, suppress=True)
np.array([np.pi, 1e-9])

# %% options back
np.set_printoptions(precision=8, suppress=False)

# %% seeded generator
np.random.default_rng(0).normal(size=3).round(6)

# %% legacy seed
np.random.seed(0)
np.random.rand(2).round(6)

# %% a linear algebra error
np.linalg.inv(np.zeros((2, 2)))

# %% shapes that do not fit
np.ones(2) + np.ones(3)

# %% silenced warning
with np.errstate(divide="ignore"):
    print(np.log(0.0))

# %% a function and its check
def gradient_descent(grad, theta0, eta, n_steps):
    path = [np.asarray(theta0, dtype=float)]
    for _ in range(n_steps):
        path.append(path[-1] - eta * grad(path[-1]))
    return np.array(path)


gradient_descent(lambda t: 2 * t, [1.0, -1.0], 0.25, 2)
