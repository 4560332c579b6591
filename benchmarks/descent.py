"""How long `minimize` takes, as ratios to doing the same with less.

    python benchmarks/descent.py            a table
    python benchmarks/descent.py --json     the same as JSON
    python benchmarks/descent.py --repeats 20

Everything is timed in one run, the ways taken in turn, the best of the repeats kept: machines differ, ratios hardly.
`bare` is the optimizer written out by hand for this one use: no names, no checks, no losses, no Trajectory.
`one by one` is minimize called once a run; only a few of the runs are timed, and the time is that of all by proportion.
"""

import argparse
import json
import math
import platform
import time

import numpy as np

from course.descent import as_rule, minimize
from course.objectives import OBJECTIVES

ROSENBROCK = OBJECTIVES["rosenbrock"]
STEPS, RUNS, SINGLE_STEPS = 500, 1000, 200


def bare_adam(gradient, theta, steps, eta=0.1, beta1=0.9, beta2=0.999, eps=1e-8):
    m, v = np.zeros_like(theta), np.zeros_like(theta)
    path = np.empty((steps + 1, *theta.shape))
    path[0] = theta
    for t in range(1, steps + 1):
        g = gradient(theta)
        m = beta1 * m + (1 - beta1) * g
        v = beta2 * v + (1 - beta2) * g**2
        theta = theta - eta * (m / (1 - beta1**t)) / (np.sqrt(v / (1 - beta2**t)) + eps)
        path[t] = theta
    return path


def float_adam(theta, steps, eta=0.1, beta1=0.9, beta2=0.999, eps=1e-8):
    """Plain Python numbers, the gradient of Rosenbrock's function written into the loop: what Python alone can do."""
    x, y = map(float, theta)
    mx = my = vx = vy = 0.0
    path = [(x, y)]
    for t in range(1, steps + 1):
        gx, gy = -2 * (1 - x) - 400 * x * (y - x * x), 200 * (y - x * x)
        mx, my = beta1 * mx + (1 - beta1) * gx, beta1 * my + (1 - beta1) * gy
        vx, vy = beta2 * vx + (1 - beta2) * gx * gx, beta2 * vy + (1 - beta2) * gy * gy
        c1, c2 = 1 - beta1**t, 1 - beta2**t
        x -= eta * mx / c1 / (math.sqrt(vx / c2) + eps)
        y -= eta * my / c1 / (math.sqrt(vy / c2) + eps)
        path.append((x, y))
    return path


def adam_step(theta, m, v, g, t, eta=0.1, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    return theta - eta * m / (1 - beta1**t) / (np.sqrt(v / (1 - beta2**t)) + eps), m, v


def adam_step_by_coordinate(theta, m, v, g, t, eta=0.1, beta1=0.9, beta2=0.999, eps=1e-8):
    for i in range(len(theta)):
        m[i] = beta1 * m[i] + (1 - beta1) * g[i]
        v[i] = beta2 * v[i] + (1 - beta2) * g[i] ** 2
        theta[i] -= eta * float(m[i]) / (1 - beta1**t) / (math.sqrt(v[i] / (1 - beta2**t)) + eps)
    return theta, m, v


def cases():
    """title -> (base's name, {way: (function, what its time is multiplied by)})"""
    starts = np.random.default_rng(0).uniform([-2, -1], [2, 3], size=(RUNS, 2))
    etas = np.geomspace(1e-3, 1, 64)
    start, few = ROSENBROCK.start, 10
    learners, coordinatewise = as_rule(adam_step), as_rule(adam_step_by_coordinate)
    return {
        f"one path, {SINGLE_STEPS} steps": (
            "bare",
            {
                "bare": (lambda: bare_adam(ROSENBROCK.gradient, start, SINGLE_STEPS), 1),
                "minimize": (lambda: minimize("adam", ROSENBROCK, start, SINGLE_STEPS), 1),
                "minimize, as_rule": (lambda: minimize(learners, ROSENBROCK, start, SINGLE_STEPS), 1),
                "Python numbers": (lambda: float_adam(start, SINGLE_STEPS), 1),
            },
        ),
        f"{RUNS} starts, {STEPS} steps": (
            "bare",
            {
                "bare": (lambda: bare_adam(ROSENBROCK.gradient, starts, STEPS), 1),
                "minimize": (lambda: minimize("adam", ROSENBROCK, starts, STEPS), 1),
                "minimize, as_rule": (lambda: minimize(learners, ROSENBROCK, starts, STEPS), 1),
                "one by one": (lambda: [minimize("adam", ROSENBROCK, s, STEPS) for s in starts[:few]], RUNS / few),
                "one by one, bare": (
                    lambda: [bare_adam(ROSENBROCK.gradient, s, STEPS) for s in starts[:few]],
                    RUNS / few,
                ),
            },
        ),
        f"{len(etas)} learning rates, {SINGLE_STEPS} steps": (
            "bare",
            {
                "bare": (
                    lambda: bare_adam(ROSENBROCK.gradient, np.tile(start, (64, 1)), SINGLE_STEPS, etas[:, None]),
                    1,
                ),
                "minimize": (lambda: minimize("adam", ROSENBROCK, start, SINGLE_STEPS, eta=etas), 1),
                "minimize, as_rule": (lambda: minimize(learners, ROSENBROCK, start, SINGLE_STEPS, eta=etas), 1),
                "as_rule, by coordinate": (
                    lambda: minimize(coordinatewise, ROSENBROCK, start, SINGLE_STEPS, eta=etas),
                    1,
                ),
                "one by one": (
                    lambda: [minimize("adam", ROSENBROCK, start, SINGLE_STEPS, eta=eta) for eta in etas[::8]],
                    8,
                ),
            },
        ),
    }


def measure(repeats):
    rows = []
    for title, (base, ways) in cases().items():
        best = dict.fromkeys(ways, math.inf)
        for _ in range(repeats):
            for way, (function, times) in ways.items():
                before = time.perf_counter()
                function()
                best[way] = min(best[way], (time.perf_counter() - before) * times)
        rows += [{"case": title, "way": way, "ms": 1e3 * s, "ratio": s / best[base]} for way, s in best.items()]
    return rows


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    parser.add_argument("--repeats", type=int, default=7, metavar="N", help="times that each is timed (default 7)")
    arguments = parser.parse_args()
    rows = measure(arguments.repeats)
    if arguments.json:
        print(json.dumps({"python": platform.python_version(), "numpy": np.__version__, "rows": rows}, indent=1))
        return
    print(f"Adam on Rosenbrock's function, Python {platform.python_version()}, NumPy {np.__version__}")
    title = None
    for row in rows:
        if row["case"] != title:
            title = row["case"]
            print(f"\n{title:<34}{'ms':>10}{'ratio':>10}")
        print(f"  {row['way']:<32}{row['ms']:>10.2f}{row['ratio']:>10.2f}")


if __name__ == "__main__":
    main()
