"""Make course/data/*.npz from the copies that scikit-learn ships.  Run: python scripts/make_datasets.py

Both sets are kept as small integers, because every value in them is one: a digit's pixel is a count from 0 to 16, and
each breast cancer feature was written down with a fixed number of decimals, so `integer / 10**decimals` gives back
scikit-learn's float64 to the last bit.  The zip is written by hand with fixed dates and order, so a second run gives
the same bytes (a different zlib may compress differently; the contents are what the tests compare).
"""

import io
import sys
import zipfile
from pathlib import Path

import numpy as np

DATA = Path(__file__).resolve().parent.parent / "course" / "data"


def as_decimals(X):
    """Split float columns into integers and a number of decimals each, so that integers / 10**decimals == X exactly."""
    integers, decimals = np.zeros(X.shape, dtype=np.uint32), np.zeros(X.shape[1], dtype=np.uint8)
    for j, column in enumerate(X.T):
        for k in range(10):
            scaled = np.rint(column * 10**k)
            if np.array_equal(scaled / 10**k, column):
                integers[:, j], decimals[j] = scaled, k
                break
        else:
            raise SystemExit(f"Column {j} has more than 9 decimals: it cannot be kept as integers.")
    return integers, decimals


def breast_cancer():
    from sklearn.datasets import load_breast_cancer

    raw = load_breast_cancer()
    integers, decimals = as_decimals(raw.data)
    return {
        "X_integers": integers,
        "X_decimals": decimals,
        "y": raw.target.astype(np.uint8),
        "feature_names": np.array(raw.feature_names, dtype="U"),
        "target_names": np.array(raw.target_names, dtype="U"),
    }


def digits():
    from sklearn.datasets import load_digits

    raw = load_digits()
    pixels = raw.data.astype(np.uint8)
    if not np.array_equal(pixels, raw.data):
        raise SystemExit("The pixels are not whole numbers below 256: they cannot be kept as uint8.")
    return {
        "X_integers": pixels,
        "X_decimals": np.zeros(pixels.shape[1], dtype=np.uint8),
        "y": raw.target.astype(np.uint8),
        "feature_names": np.array(raw.feature_names, dtype="U"),
        "target_names": np.array([str(digit) for digit in raw.target_names], dtype="U"),
    }


def npz_bytes(arrays):
    """The bytes of an .npz file: np.savez_compressed without anything that depends on the day or the machine."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, array in arrays.items():
            entry = io.BytesIO()
            # Column by column, little-endian: similar numbers lie side by side and compress better.
            ordered = np.asfortranarray(array.astype(array.dtype.newbyteorder("<")))
            np.lib.format.write_array(entry, ordered, allow_pickle=False)
            member = zipfile.ZipInfo(f"{name}.npy", date_time=(1980, 1, 1, 0, 0, 0))
            member.compress_type, member.create_system = zipfile.ZIP_DEFLATED, 3
            archive.writestr(member, entry.getvalue(), compresslevel=9)
    return buffer.getvalue()


def main(folder=DATA):
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    for make in (breast_cancer, digits):
        path = folder / f"{make.__name__}.npz"
        path.write_bytes(npz_bytes(make()))
        print(f"{path.name}: {path.stat().st_size / 1024:.0f} KB")


if __name__ == "__main__":
    main(*sys.argv[1:2])
