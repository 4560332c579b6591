"""Numbers for the front end, small and quick to read: heights as bytes, paths as 16-bit steps over a little more than the box."""

import numpy as np

GRID = 97  # heights a side: sharp at 400 pixels, 9 kB
NOT_A_NUMBER = -32768


def grid(objective, box):
    """Heights over `box` as ranks 0..255 (uint8, GRID x GRID, row 0 at the bottom): level lines enclose equal shares of the map."""
    (x_lo, x_hi), (y_lo, y_hi) = box
    points = np.stack(np.meshgrid(np.linspace(x_lo, x_hi, GRID), np.linspace(y_lo, y_hi, GRID)), axis=-1)
    with np.errstate(all="ignore"):
        heights = np.asarray(objective.value(points), dtype=float)
    finite = np.isfinite(heights)
    if not finite.any():
        raise ValueError("The function gives no finite number anywhere in the box. Choose another box.")
    levels = np.quantile(heights[finite], np.linspace(0, 1, 256)[1:-1])
    ranks = np.where(finite, np.searchsorted(levels, np.where(finite, heights, 0)), 255)
    return ranks.astype(np.uint8).tobytes()


def scales(box, loss):
    """For x, y and height: (middle, size of a step), so that value = middle + step * packed. Three boxes and three axes wide."""
    ranges = [(lo - (hi - lo), hi + (hi - lo)) for lo, hi in [*box, loss]]
    return [((lo + hi) / 2, (hi - lo) / 2 / 32767) for lo, hi in ranges]


def pack(theta, height, unpack):
    """Paths (frames, *runs, 2) and heights (frames, *runs) as int16 of shape (*runs, frames, 3); what leaves the range stays at its edge."""
    values = np.concatenate([theta, height[..., None]], axis=-1)
    middle, step = np.array(unpack).T
    with np.errstate(invalid="ignore"):
        packed = np.clip(np.rint((values - middle) / step), -32767, 32767)
    packed = np.where(np.isnan(packed), NOT_A_NUMBER, packed).astype(np.int16)
    return np.ascontiguousarray(np.moveaxis(packed, 0, -2)).tobytes()
