"""Chord: is the graph below the line between two of its points? Drag the two points; or let chance throw thousands of chords."""

import numpy as np
import traitlets

from course.convexity import chord_gap, random_chords
from course.objectives import OBJECTIVES, quadratic
from course.widgets.base import CourseWidget
from course.widgets.own import as_landscape

POINTS = 321
SHOWN = 60  # of the thrown chords, as a cloud behind
TOLERANCE = 1e-9  # of the function's range: less is rounding


class Chord(CourseWidget):
    """Drag a, b and the point between them; blue is room under the chord, orange with stripes is a violation.

    functions  [(label, function, box, fact)]: an Objective in one dimension, its name, or a function of an array (1,); box (lo, hi)
               or None for an Objective's own; fact is said when the function is chosen, "" for none
    a, b, lam  shares of the box to begin with, and the weight of a: the point is lam a + (1 - lam) b
    hunts      whether chance may throw chords too; seed: of these
    """

    kind = "chord"
    curves = traitlets.Bytes().tag(sync=True)
    chosen = traitlets.Int(0).tag(sync=True)
    place = traitlets.List(traitlets.Float()).tag(sync=True)  # a, b, lam
    tally = traitlets.List().tag(sync=True)  # for each function [thrown, broken]

    def __init__(self, functions=None, *, box=None, a=0.16, b=0.86, lam=0.5, hunts=True, title="", lead="", seed=0):
        if callable(functions) or hasattr(functions, "value"):
            functions = [(getattr(functions, "__name__", "your function"), functions, box, "")] + list(BASICS)
        self._rng = np.random.default_rng(seed)
        self._functions, curves, told = [], [], []
        super().__init__(place=[0.0, 1.0, lam])
        for label, f, side, fact in functions or BASICS:
            f = OBJECTIVES[f] if isinstance(f, str) else f
            lo, hi = (f.box[0] if side is None else side) if hasattr(f, "box") else side or (-2.0, 2.0)
            objective = as_landscape(f, ((lo, hi),), d=1)
            heights = np.asarray(objective.value(np.linspace(lo, hi, POINTS)[:, None]), dtype=float)
            finite = heights[np.isfinite(heights)]
            bottom, top = (float(finite.min()), float(finite.max())) if finite.size else (0.0, 1.0)
            room = 0.1 * (top - bottom) or 1.0
            self._functions.append((objective, float(lo), float(hi), top - bottom or 1.0))
            curves.append(heights)
            told.append(
                {
                    "label": label,
                    "lo": float(lo),
                    "hi": float(hi),
                    "bottom": bottom - room,
                    "top": top + room,
                    "fact": fact,
                }
            )
        lo, hi = told[0]["lo"], told[0]["hi"]
        self.curves = np.array(curves, dtype=np.float32).tobytes()
        self.place = [lo + a * (hi - lo), lo + b * (hi - lo), float(lam)]
        self.tally = [[0, 0] for _ in told]
        self.scene = {
            "title": title or "Drag a and b. Can you lift the graph above its chord?",
            "lead": lead or "A function is convex when no chord ever dips below the graph between its ends.",
            "functions": told,
            "points": POINTS,
            "first": [a, b],
            "hunts": hunts,
        }
        self.trouble = self.heard()

    def heard(self):
        return next((f.trouble for f, *_ in self._functions if getattr(f, "trouble", "")), "")

    def answer(self, question):
        """`throw`: n random chords on the chosen function; the tally, some of the chords, and the worst violation. `rest`: remember."""
        if question["do"] == "rest":
            self.chosen, self.place = int(question["chosen"]), [float(v) for v in question["place"]]
            return None
        which, n = int(question["chosen"]), int(question["n"])
        f, lo, hi, size = self._functions[which]
        a, b, lam = random_chords(lo, hi, 1, self._rng, n)
        gap = chord_gap(f.value, a, b, lam)
        broken = gap > TOLERANCE * size
        tally = [list(pair) for pair in self.tally]
        tally[which] = [tally[which][0] + n, tally[which][1] + int(broken.sum())]
        self.tally = tally
        shown = [[float(x), float(y), bool(w)] for x, y, w in zip(a[:SHOWN, 0], b[:SHOWN, 0], broken, strict=False)]
        k = int(np.argmax(np.where(broken, gap, -np.inf))) if broken.any() else None
        worst = None if k is None else [float(a[k, 0]), float(b[k, 0]), float(lam[k])]
        return {"thrown": shown, "worst": worst}, []

    def summary(self):
        """The first chord in words."""
        a, b, lam = self.place
        f, _, _, size = self._functions[self.chosen]
        gap = float(np.ravel(chord_gap(f.value, np.array([a]), np.array([b]), np.array(lam)))[0])
        where = "below" if gap <= TOLERANCE * size else "above"
        return f"{self.scene['functions'][self.chosen]['label']}: chord from a = {a:.3g} to b = {b:.3g}; at lam = {lam:g} the graph is {abs(gap):.3g} {where} it."

    def still(self, figure):
        """The chosen function with its chord and the room under it over lam; of a gallery all functions, each with a chord."""
        curves = np.frombuffer(self.curves, np.float32).reshape(-1, POINTS)
        if not self.scene["hunts"]:
            axes = figure.subplots(2, -(-len(curves) // 2)).ravel()
            for ax, curve, one, (f, lo, hi, _) in zip(
                axes, curves, self.scene["functions"], self._functions, strict=False
            ):
                ax.plot(np.linspace(lo, hi, POINTS), curve, color="#222222")
                ends = lo + np.array(self.scene["first"]) * (hi - lo)
                ax.plot(ends, f.value(ends[:, None]), "o-", color="#0072B2", markersize=6)
                ax.set(title=one["label"], xticks=[], yticks=[])
            return
        left, right = figure.subplots(1, 2)
        f, lo, hi, _ = self._functions[self.chosen]
        a, b, _ = self.place
        left.plot(np.linspace(lo, hi, POINTS), curves[self.chosen], color="#222222")
        ends = np.array([a, b])
        left.plot(ends, f.value(ends[:, None]), "o-", color="#0072B2", markersize=9)
        left.set(title=self.scene["functions"][self.chosen]["label"], xlabel="x")
        weight = np.linspace(0, 1, 101)
        right.fill_between(
            weight, -chord_gap(f.value, np.array([a]), np.array([b]), weight), color="#0072B2", alpha=0.3
        )
        right.axhline(0, color="#222222", linewidth=0.8)
        right.set(xlabel="λ (share of a)", title="chord minus graph")


BASICS = (
    ("x²", quadratic([2.0], box=[(-1.5, 1.5)]), None, "A bowl: the picture everybody has in mind."),
    ("|x|", "absolute", None, "Convex, with a kink instead of a round bottom."),
    ("eˣ", "exponential", (-3.0, 1.5), "Convex, yet it has no lowest point."),
    ("two wells", "double_well", (-1.6, 1.6), ""),
    ("S-curve", "sigmoid_plateau", (-6.0, 6.0), ""),
)
GALLERY = (
    ("|x|", "absolute", None, "A kink: no slope at the bottom, one lowest point."),
    ("max(0, 1 − x)", "hinge", None, "Flat from 1 on: every point there is lowest."),
    ("eˣ", "exponential", (-3.0, 1.5), "Always falling to the left: no lowest point at all."),
    ("a straight line", "linear", None, "Chord and graph are one. Convex, and it falls for ever."),
    ("flat bottom", "flat_bottom", None, "A whole interval of lowest points."),
    ("x⁴", "quartic", None, "A bowl so flat that descent slows down without end."),
)
