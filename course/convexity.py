"""Is it convex?  Three tests by sampling, witnesses of a violation, and estimates of L and mu.

Sampling can refute convexity, with a witness anybody can check; it can never prove it.  A search that finds nothing has
only found nothing: the box may be too small, the violation rare, or the function convex.

Points have shape (..., d), functions map (..., d) -> (...); a function that only takes one point (d,) works too, more
slowly.  Every gap is positive where the inequality of a convex function is broken.  `lo` and `hi` bound the box that
points are drawn from: numbers, or arrays (d,).  `rng` is a seed or a numpy Generator.
Source: Boyd and Vandenberghe (2004), Convex Optimization, sections 3.1 and 9.1.
"""

from dataclasses import dataclass

import numpy as np

TOLERANCE = 1e-9  # relative to the values of f; sums of a few thousand terms round at about 1e-13
EPS = np.finfo(float).eps


# -- the chord ---------------------------------------------------------------------------------------------------------


def chord_gap(f, a, b, lam):
    """f(lam a + (1 - lam) b) - (lam f(a) + (1 - lam) f(b)): how far the graph rises above its chord.

    Positive: f is not convex.  a, b: points (..., d), or plain numbers; lam: a number in [0, 1], or one per chord (...).
    """
    a, b, lam = _chord_arguments(a, b, lam)
    return f(_between(a, b, lam)) - (lam * f(a) + (1 - lam) * f(b))


def first_order_gap(f, grad, a, b):
    """f(a) + grad(a).(b - a) - f(b): how far the tangent at a lies above the graph at b.  Positive: not convex."""
    a, b = np.asarray(a, dtype=float), np.asarray(b, dtype=float)
    return f(a) + np.sum(grad(a) * (b - a), axis=-1) - f(b)


@dataclass(frozen=True, eq=False)
class Witness:
    """Two points (d,) and a weight that break the chord inequality by `gap`: a proof that f is not convex."""

    a: np.ndarray
    b: np.ndarray
    lam: float
    gap: float

    def check(self, f):
        """True if f breaks the inequality here by more than rounding can."""
        a, b = self.a[None], self.b[None]
        gap, tolerance = _gaps(_batched(f, self.a), a, b, np.array([self.lam]))
        return bool(gap[0] > tolerance[0])

    def __repr__(self):
        middle = _between(self.a, self.b, self.lam)
        return (
            f"Witness: a = {_short(self.a)}, b = {_short(self.b)}, lam = {self.lam:.4g}: "
            f"at {_short(middle)} the graph is {self.gap:.4g} above the chord"
        )


def find_violation(f, lo, hi, dim, rng, tries=10_000):
    """A Witness that f is not convex on the box [lo, hi]^dim, or None after `tries` random chords.

    None is not a proof of convexity.  Half of the chords join independent uniform points; the other half are shortened
    by a factor between 1 and 1/1000, because a small dent hides under a long chord.  Of the first batch of chords that
    holds violations the largest is returned.
    A rise counts where it exceeds 1e-9 of the values plus what rounding of the points can cause.
    Chords on which f is nan are skipped; ValueError if that is all of them.
    """
    rng = np.random.default_rng(rng)
    lo, hi = _box(lo, hi, dim)
    if tries < 1:
        raise ValueError(f"tries = {tries}: at least one chord has to be tried.")
    f = _batched(f, rng.uniform(lo, hi))
    defined, done, batch = False, 0, 100
    while done < tries:
        batch = min(batch, tries - done)
        a, b, lam = random_chords(lo, hi, dim, rng, batch)
        gap, tolerance = _gaps(f, a, b, lam)
        defined = defined or not np.isnan(gap).all()
        excess = np.where(np.isnan(gap), -np.inf, gap - tolerance)
        worst = int(np.argmax(excess))
        if excess[worst] > 0:
            return Witness(a[worst], b[worst], float(lam[worst]), float(gap[worst]))
        done, batch = done + batch, min(4 * batch, 4000)
    if not defined:
        raise ValueError(
            f"f is nan on all of the {tries} chords tried: is the box from {_short(lo)} to {_short(hi)} in its domain?"
        )
    return None


def random_chords(lo, hi, dim, rng, tries):
    """Chords as find_violation draws them: a, b of shape (tries, dim) in the box, lam (tries,) uniform in (0, 1)."""
    rng = np.random.default_rng(rng)
    lo, hi = _box(lo, hi, dim)
    a, b = rng.uniform(lo, hi, (tries, dim)), rng.uniform(lo, hi, (tries, dim))
    shrink = 10.0 ** rng.uniform(-3.0, 0.0, (tries, 1))
    shrink[::2] = 1.0
    return a, np.clip(a + shrink * (b - a), lo, hi), rng.uniform(0.0, 1.0, tries)


# -- the Hessian -------------------------------------------------------------------------------------------------------


def is_psd(H, tol=TOLERANCE):
    """Whether symmetric matrices H (..., d, d) have no negative eigenvalue, up to tol times the largest in size."""
    eigenvalues = np.linalg.eigvalsh(H)
    return eigenvalues[..., 0] >= -tol * np.abs(eigenvalues).max(axis=-1)


@dataclass(frozen=True, eq=False)
class NegativeCurvature:
    """A point (d,), a unit direction (d,) and the negative curvature of f there: a proof that f is not convex."""

    point: np.ndarray
    direction: np.ndarray
    curvature: float


def find_negative_curvature(hessian, lo, hi, dim, rng, tries=1000):
    """The most negative curvature among the Hessians at `tries` uniform points of the box, or None if none is negative.

    None is not a proof of convexity.  hessian maps (..., d) -> (..., d, d), as in an Objective or a model.
    """
    points = _points(lo, hi, dim, rng, tries)
    eigenvalues, vectors = np.linalg.eigh(_finite(hessian(points), "The Hessian"))
    worst = int(np.argmin(eigenvalues[:, 0]))
    if eigenvalues[worst, 0] >= -TOLERANCE * np.abs(eigenvalues[worst]).max():
        return None
    return NegativeCurvature(points[worst], vectors[worst, :, 0], float(eigenvalues[worst, 0]))


# -- L and mu ----------------------------------------------------------------------------------------------------------


def estimate_L(objective, lo, hi, rng, tries=1000):
    """A lower estimate of the smoothness L on the box: the largest curvature seen, so the true L is no smaller.

    From the Hessians at `tries` uniform points; without a Hessian from |grad a - grad b| / |a - b| over as many pairs.
    For a function with kinks there is no L: the estimate grows as the pairs come closer.
    """
    if getattr(objective, "hessian", None) is not None:
        return float(np.abs(_spectrum(objective, lo, hi, rng, tries)).max())
    difference, step = _gradient_differences(objective, lo, hi, rng, tries)
    return float(np.max(np.linalg.norm(difference, axis=-1) / np.linalg.norm(step, axis=-1)))


def estimate_mu(objective, lo, hi, rng, tries=1000):
    """An upper estimate of the strong convexity mu on the box: the smallest curvature seen, so the true mu is no larger.

    Negative means that the objective is not convex there.  Computed as estimate_L is; without a Hessian from
    (grad a - grad b).(a - b) / |a - b|^2.
    """
    if getattr(objective, "hessian", None) is not None:
        return float(_spectrum(objective, lo, hi, rng, tries).min())
    difference, step = _gradient_differences(objective, lo, hi, rng, tries)
    return float(np.min(np.sum(difference * step, axis=-1) / np.sum(step * step, axis=-1)))


def _spectrum(objective, lo, hi, rng, tries):
    points = _points(lo, hi, objective.d, rng, tries)
    return np.linalg.eigvalsh(_finite(objective.hessian(points), "The Hessian"))


def _gradient_differences(objective, lo, hi, rng, tries):
    a, b, _ = random_chords(lo, hi, objective.d, rng, tries)
    return _finite(objective.gradient(a) - objective.gradient(b), "The gradient"), a - b


# -- within ------------------------------------------------------------------------------------------------------------


def _gaps(f, a, b, lam):
    """Gap (k,) of each chord and what rounding alone could make of it."""
    middle = _between(a, b, lam)
    at_a, at_b, at_middle = f(a), f(b), f(middle)
    with np.errstate(invalid="ignore", divide="ignore"):  # inf - inf: such a chord says nothing
        gap = at_middle - (lam * at_a + (1 - lam) * at_b)
        values = np.max(np.abs([at_a, at_b, at_middle]), axis=0)
        finite = np.isfinite(values)
        # The middle point itself is rounded in its last place, and f moves by as much as it is steep.  The steepest of
        # all chords stands in for that: a chord can run level where the rounding does not.
        length = np.abs(a - b).max(axis=-1)
        steepest = np.max(np.abs(at_a - at_b) / length, where=finite & (length > 0), initial=0.0)
    place = 4 * EPS * np.maximum(np.abs(a), np.abs(b)).max(axis=-1)
    # Where f is infinite in the middle only, its domain is not convex, and no rounding excuses that.
    tolerance = np.where(finite, TOLERANCE * np.where(finite, values, 0.0) + place * steepest, 0.0)
    return gap, tolerance


def _between(a, b, lam):
    weight = np.asarray(lam)[..., None] if np.ndim(a) else lam
    return weight * a + (1 - weight) * b


def _chord_arguments(a, b, lam):
    a, b, lam = np.asarray(a, dtype=float), np.asarray(b, dtype=float), np.asarray(lam, dtype=float)
    if a.shape[-1:] != b.shape[-1:]:
        raise ValueError(f"a has shape {a.shape} and b has shape {b.shape}: both are points with the same coordinates.")
    if not np.all((lam >= 0) & (lam <= 1)):
        raise ValueError("lam has to lie between 0 and 1: outside, the point is not between a and b.")
    return a, b, lam


def _batched(f, point):
    """f on a stack of points at once if f can do that (tried once), else one by one."""
    pair = np.stack([point, point + 0.0, 0.5 * point])
    pair = np.concatenate([pair] * (1 + len(point) // 3))  # never as many rows as coordinates: shapes tell them apart
    try:
        together = np.asarray(f(pair), dtype=float)
        single = [_number(f(row)) for row in pair[:3]]
        fits = together.shape == (len(pair),) and np.allclose(together[:3], single, rtol=1e-6, equal_nan=True)
    except (TypeError, ValueError, IndexError):
        fits = False
    if fits:
        return lambda points: np.asarray(f(points), dtype=float)
    return lambda points: np.array([_number(f(row)) for row in points])


def _number(value):
    value = np.asarray(value, dtype=float)
    if value.size != 1:
        raise ValueError(f"f returned shape {value.shape} for one point; it has to return one number.")
    return value.item()


def _box(lo, hi, dim):
    lo, hi = np.asarray(lo, dtype=float), np.asarray(hi, dtype=float)
    if not (np.isfinite(lo).all() and np.isfinite(hi).all() and (lo < hi).all()):
        raise ValueError(f"The box from {_short(lo)} to {_short(hi)} is empty or not finite: lo has to be below hi.")
    return np.broadcast_to(lo, (dim,)), np.broadcast_to(hi, (dim,))


def _points(lo, hi, dim, rng, tries):
    lo, hi = _box(lo, hi, dim)
    return np.random.default_rng(rng).uniform(lo, hi, (tries, dim))


def _finite(array, what):
    if not np.isfinite(array).all():
        raise ValueError(f"{what} is nan or inf somewhere in the box: choose lo and hi inside the function's domain.")
    return array


def _short(point):
    return np.array2string(np.asarray(point, dtype=float), precision=4, threshold=6, edgeitems=2)
