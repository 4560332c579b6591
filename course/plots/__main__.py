"""`python -m course.plots`: show every figure of the gallery, or write them with `--save DIR`."""

import argparse
import sys
from pathlib import Path

import matplotlib
import matplotlib.pyplot as plt


def main(words=None):
    """Show or save the gallery. Returns the exit code: 0, or 2 where there is neither a display nor --save."""
    ask = argparse.ArgumentParser(prog="python -m course.plots", description="Every kind of figure of the course.")
    ask.add_argument("--save", metavar="DIR", type=Path, help="write PNG files into DIR instead of opening windows")
    given = ask.parse_args(words)
    if given.save:
        matplotlib.use("agg")
    # Imported late: the backend has to be chosen before the first figure.
    from course.plots.gallery import FIGURES
    from course.plots.style import use_style

    use_style()
    # Matplotlib picks "agg" by itself where no window can be opened.
    if not given.save and plt.get_backend().lower() == "agg":
        print("There is no display here to open windows on. Write the figures to files instead:")
        print("    python -m course.plots --save figures")
        return 2
    for name, make in FIGURES.items():
        figure = make()
        if given.save:
            given.save.mkdir(parents=True, exist_ok=True)
            figure.savefig(given.save / f"{name}.png", metadata={"Software": None})
            print(f"{given.save / name}.png: {figure.alt_text}")
            plt.close(figure)
    if not given.save:
        plt.show()
    return 0


if __name__ == "__main__":
    sys.exit(main())
