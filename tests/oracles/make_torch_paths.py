"""Writes torch_paths.json beside itself: where PyTorch's optimizers go on two small problems, in double precision.

    python tests/oracles/make_torch_paths.py     in any environment with torch; those stored are of torch 2.13.0

The tests compare the course's rules with these numbers, so that torch need not be installed to run them.
"""

import json
from pathlib import Path

import torch

STEPS = 25

PROBLEMS = {
    "rosenbrock": (lambda p: (1 - p[0]) ** 2 + 100 * (p[1] - p[0] ** 2) ** 2, [-1.2, 1.0]),
    # scales that differ by 100, and a coordinate on which the loss does not depend
    "scales": (lambda p: 0.5 * p[0] ** 2 + 50 * p[1] ** 2 + 0 * p[2], [1.0, -2.0, 3.0]),
}

OPTIMIZERS = {
    "SGD": (torch.optim.SGD, {"lr": 1e-3}),
    "SGD momentum": (torch.optim.SGD, {"lr": 1e-3, "momentum": 0.8}),
    "SGD nesterov": (torch.optim.SGD, {"lr": 1e-3, "momentum": 0.8, "nesterov": True}),
    "Adagrad": (torch.optim.Adagrad, {"lr": 0.3, "eps": 1e-6}),
    "RMSprop": (torch.optim.RMSprop, {"lr": 0.02, "alpha": 0.9, "eps": 1e-6}),
    "Adam": (torch.optim.Adam, {"lr": 0.05, "betas": (0.8, 0.95), "eps": 1e-6}),
    "Adam amsgrad": (torch.optim.Adam, {"lr": 0.05, "betas": (0.8, 0.95), "eps": 1e-6, "amsgrad": True}),
    "AdamW": (torch.optim.AdamW, {"lr": 0.05, "betas": (0.8, 0.95), "eps": 1e-6, "weight_decay": 0.1}),
}


def path(loss, start, optimizer, settings):
    theta = torch.tensor(start, dtype=torch.float64, requires_grad=True)
    steps = optimizer([theta], **settings)
    points = [theta.tolist()]
    for _ in range(STEPS):
        steps.zero_grad()
        loss(theta).backward()
        steps.step()
        points.append(theta.tolist())
    return points


def main():
    paths = {
        problem: {name: path(loss, start, *how) for name, how in OPTIMIZERS.items()}
        for problem, (loss, start) in PROBLEMS.items()
    }
    lines = []
    for problem, by_name in paths.items():
        rows = ",\n".join(f"  {json.dumps(name)}: {json.dumps(points)}" for name, points in by_name.items())
        lines.append(f" {json.dumps(problem)}: {{\n{rows}\n }}")
    made = f'"made_by": "make_torch_paths.py with torch {torch.__version__.split("+")[0]}"'
    text = f"{{\n {made},\n" + ",\n".join(lines) + "\n}\n"
    Path(__file__).with_name("torch_paths.json").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
