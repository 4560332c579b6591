"""The pages' colours: every text on its ground, and every bar, can be told apart in the light, in the dark and on paper."""

import re
from pathlib import Path

import pytest

import autograder

FOLDER = Path(autograder.__file__).parent / "templates"
TEXT = 4.5  # WCAG 2.2, 1.4.3
GRAPHIC = 3.0  # and 1.4.11
PAIRS = {
    "report.css": [
        *((words, ground, TEXT) for words in ("ink", "soft", "link", "bad") for ground in ("paper", "card")),
        ("vermilion", "card", TEXT),
        *((f"on-{bar}", bar, TEXT) for bar in ("blue", "sky", "orange")),
        ("blue", "card", GRAPHIC),
        ("blue", "track", GRAPHIC),
        ("soft", "card", GRAPHIC),  # the rim of bars
        ("green", "paper", GRAPHIC),
    ],
    "feedback.css": [
        *((words, ground, TEXT) for words in ("ink", "soft", "link") for ground in ("paper", "card")),
        ("ink", "hint", TEXT),
        ("no", "hint", TEXT),
        ("yes", "card", TEXT),
        ("bar", "paper", GRAPHIC),
        ("no", "card", GRAPHIC),
        ("ours", "card", GRAPHIC),
    ],
}


def schemes(css):
    """{scheme: {name: colour}} of the variables of a page; dark and print change some of the light ones."""
    found = [
        dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{3,6})\b", block))
        for block in re.findall(r":root \{(.*?)\}", css, re.S)
    ]
    light, dark, paper = found
    return {"light": light, "dark": light | dark, "print": light | paper}


def luminance(colour):
    digits = colour[1:] if len(colour) == 7 else "".join(2 * digit for digit in colour[1:])
    parts = [int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one, other):
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def test_the_measure_is_that_of_wcag():
    assert contrast("#000", "#ffffff") == pytest.approx(21) and contrast("#777", "#fff") == pytest.approx(
        4.48, abs=0.01
    )


@pytest.mark.parametrize("scheme", ["light", "dark", "print"])
@pytest.mark.parametrize("page", sorted(PAIRS))
def test_everything_can_be_told_from_its_ground(page, scheme):
    colours = schemes((FOLDER / page).read_text(encoding="utf-8"))[scheme]
    poor = {
        (one, ground): round(found, 2)
        for one, ground, least in PAIRS[page]
        if (found := contrast(colours[one], colours[ground])) < least
    }
    assert not poor
