"""Right and wrong answers to is_correct_adam(step)."""

import numpy as np

GRADIENTS = [[1.0, -4.0, 0.0], [-2.0, 0.5, 0.0], [3.0, 0.1, -0.02], [-1.0, 1.0, 5.0]]


def adam(theta, m, v, g, t, eta, beta1=0.9, beta2=0.999, eps=1e-8):
    m, v = beta1 * m + (1 - beta1) * g, beta2 * v + (1 - beta2) * g**2
    return theta - eta * (m / (1 - beta1**t)) / (np.sqrt(v / (1 - beta2**t)) + eps), m, v


def agree(found, expected, **how):
    return bool(len(found) == 3 and all(np.allclose(one, other, **how) for one, other in zip(found, expected)))  # noqa: B905


def run(step, reference=adam, parts=(0, 1, 2), steps=4, look=True, eps=0.1):
    """Whether `steps` steps agree in the parts looked at, and (look) leave their arguments alone."""
    state = [np.array([1.0, 2.0, 3.0]), np.zeros(3), np.zeros(3)]
    for t, g in enumerate(np.array(GRADIENTS[:steps]), start=1):
        given = [part.copy() for part in (*state, g)]
        found, expected = step(*given, t, 0.1, eps=eps), reference(*state, g, t, 0.1, eps=eps)
        if not all(np.allclose(found[k], expected[k]) for k in parts):
            return False
        if look and not all(np.array_equal(one, other) for one, other in zip(given, (*state, g), strict=True)):
            return False
        state = expected
    return True


def right_reference(step):
    """four steps beside a formula of one's own, arguments compared afterwards"""
    return run(step)


def right_by_hand(step):
    """single steps worked out by hand, one for each slip"""
    theta, m, v, g = np.array([1.0, 2.0]), np.zeros(2), np.zeros(2), np.array([2.0, -1.0])
    first = step(theta, m, v, g, 1, 0.1, eps=1.0)
    if not agree(first, ([1 - 0.2 / 3, 2.05], [0.2, -0.1], [0.004, 0.001])):
        return False
    if theta.tolist() != [1, 2] or m.any() or v.any() or g.tolist() != [2, -1]:
        return False
    # A second step without a slope: m / 0.19 = 0.9, v / 0.001999 = 0.999.
    later = step(np.zeros(1), np.array([0.19]), np.array([0.001999]), np.zeros(1), 2, 1.0, eps=0.0)
    return agree(later, ([-0.9 / np.sqrt(0.999)], [0.171], [0.001997001]))


def right_by_the_course(step):
    """the course's own Adam as the judge, on many random steps"""
    from course.optimizers import adam as known

    rng = np.random.default_rng(3)
    for t in (1, 2, 5, 40):
        theta, m, g = rng.normal(size=(3, 4)) * 0.01
        v = rng.uniform(0, 1e-4, 4)
        before = [part.copy() for part in (theta, m, v, g)]
        found = step(theta, m, v, g, t, 0.3, 0.8, 0.95, 0.01)
        if not all(np.array_equal(one, other) for one, other in zip(before, (theta, m, v, g), strict=True)):
            return False
        expected = known(before[0], lambda _, g=before[3]: g, t, *before[1:3], eta=0.3, beta1=0.8, beta2=0.95, eps=0.01)
        if not agree(found, expected, rtol=1e-6):
            return np.bool_(False)
    return np.bool_(True)


def wrong_always_true(step):
    """a judge who trusts everybody"""
    return True


def wrong_always_false(step):
    """a judge who trusts nobody"""
    return False


def wrong_first_theta(step):
    """a judge who looks at theta after the first step only"""
    return run(step, parts=(0,), steps=1, look=False, eps=1e-8)


def wrong_only_theta(step):
    """a judge who follows theta and never looks at the m and v that come back"""
    return run(step, parts=(0,), steps=1)


def wrong_first_step(step):
    """a judge who sees one step from zero with eps too small to show"""
    return run(step, steps=1, eps=1e-8)


def wrong_small_eps(step):
    """a judge whose eps is too small to show where it stands"""
    return run(step, eps=1e-8)


def wrong_arguments_unwatched(step):
    """a judge who never looks at the arguments again"""
    return run(step, look=False)


def wrong_exact(step):
    """a judge who wants every last digit equal, which rounding never is"""
    state = [np.array([1.0, 2.0, 3.0]), np.zeros(3), np.zeros(3)]
    for t, g in enumerate(np.array(GRADIENTS), start=1):
        given = [part.copy() for part in (*state, g)]
        found, expected = step(*given, t, 0.1, eps=0.1), adam(*state, g, t, 0.1, eps=0.1)
        if not all(np.array_equal(one, other) for one, other in zip(found, expected, strict=True)):
            return False
        if not all(np.array_equal(one, other) for one, other in zip(given, (*state, g), strict=True)):
            return False
        state = expected
    return True


def wrong_own_slip(step):
    """a judge whose own Adam lacks the bias correction"""

    def uncorrected(theta, m, v, g, t, eta, beta1=0.9, beta2=0.999, eps=1e-8):
        m, v = beta1 * m + (1 - beta1) * g, beta2 * v + (1 - beta2) * g**2
        return theta - eta * m / (np.sqrt(v) + eps), m, v

    return run(step, reference=uncorrected)


def wrong_says_nothing(step):
    """a judge who raises an error over a broken Adam instead of saying False"""
    assert run(step)
    return True
