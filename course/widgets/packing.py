"""Numbers for the front end, small and quick to read: heights as bytes, everything else as 16-bit steps over a little more than its axis."""

import numpy as np

GRID = 97  # heights a side: sharp at 400 pixels, 9 kB
NOT_A_NUMBER = -32768


def grid(objective, box, n=GRID):
    """Heights over `box` as ranks 0..255 (uint8, n x n, row 0 at the bottom): level lines enclose equal shares of the map."""
    (x_lo, x_hi), (y_lo, y_hi) = box
    points = np.stack(np.meshgrid(np.linspace(x_lo, x_hi, n), np.linspace(y_lo, y_hi, n)), axis=-1)
    with np.errstate(all="ignore"):
        heights = np.asarray(objective.value(points), dtype=float)
    if not np.isfinite(
        heights
    ).any():  # a learner's own function that fails everywhere: high ground, and the widget says why
        return bytes([255]) * n * n
    return ranks(heights).tobytes()


def ranks(heights):
    """Heights as ranks 0..255 (uint8), between which they are spread evenly: half way in height is half way in rank."""
    finite = np.isfinite(heights)
    if not finite.any():
        raise ValueError("The function gives no finite number anywhere in the box. Choose another box.")
    levels = np.quantile(heights[finite], np.linspace(0, 1, 256))
    levels += np.arange(256) * 1e-12 * max(1e-300, float(np.ptp(levels)))  # a plain has many equal heights
    rank = np.interp(np.where(finite, heights, levels[-1]), levels, np.arange(256))
    return np.rint(rank).astype(np.uint8)


def scales(axes):
    """For each axis (lo, hi): (middle, size of a step), so that value = middle + step * packed. Each is three axes wide."""
    ranges = [(lo - (hi - lo), hi + (hi - lo)) for lo, hi in axes]
    return [(float(lo + hi) / 2, float(hi - lo) / 2 / 32767) for lo, hi in ranges]


def pack(values, unpack):
    """values (..., channels) as int16 bytes; what leaves the range of its channel stays at its edge, what is no number is told."""
    middle, step = np.array(unpack).T
    with np.errstate(invalid="ignore", over="ignore"):
        packed = np.clip(np.rint((values - middle) / step), -32767, 32767)
    return np.ascontiguousarray(np.where(np.isnan(packed), NOT_A_NUMBER, packed).astype(np.int16)).tobytes()


def unpack(data, shape, scale):
    """What `pack` packed, as floats of `shape` (nan where it was no number): for tests, and for whoever reads a trait in Python."""
    q = np.frombuffer(data, np.int16).reshape(shape)
    middle, step = np.array(scale).T
    return np.where(q == NOT_A_NUMBER, np.nan, middle + step * q)
