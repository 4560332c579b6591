"""A Matplotlib figure as inline SVG that takes its colours and its type from the page, and that can be listened to.

The page decides what ink, paper and each series look like (light, dark, print): colours that the pictures use are names,
and become CSS variables here. Text stays text, so it can be selected, searched, scaled and read aloud. Every id is the
picture's own, so that many of them can stand in one page.
"""

import io
import re
import xml.etree.ElementTree as ET

import markupsafe

SVG, XLINK = "http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"
# A colour of the page -> the colour that stands for it while Matplotlib draws. Nothing is ever seen in the latter.
COLOURS = {
    "ink": "#010203",
    "soft": "#010204",
    "rule": "#010205",
    "card": "#010206",
    "blue": "#010207",
    "sky": "#010208",
    "orange": "#010209",
    "green": "#01020a",
    "vermilion": "#01020b",
    "on-blue": "#01020c",
    "on-sky": "#01020d",
    "on-orange": "#01020e",
}
RC = {
    "svg.fonttype": "none",
    "svg.hashsalt": "report",
    "font.size": 10,
    "font.family": "DejaVu Sans",
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.spines.left": False,
    "axes.edgecolor": COLOURS["rule"],
    "axes.labelcolor": COLOURS["soft"],
    "axes.facecolor": "none",
    "figure.facecolor": "none",
    "text.color": COLOURS["ink"],
    "xtick.color": COLOURS["rule"],
    "ytick.color": COLOURS["rule"],
    "xtick.labelcolor": COLOURS["soft"],
    "ytick.labelcolor": COLOURS["soft"],
    "xtick.labelsize": 9.5,
    "ytick.labelsize": 9.5,
    "axes.labelsize": 9.5,
}
_NAMES = {colour: f"var(--{name})" for name, colour in COLOURS.items()}
_HEX = re.compile("|".join(_NAMES))
_FAMILY = re.compile(r"font-family: ([^;]*);?")
_REFERENCE = re.compile(r"url\(#([^)]+)\)")

ET.register_namespace("", SVG)
ET.register_namespace("xlink", XLINK)


def inline(figure, name: str, title: str, description: str) -> markupsafe.Markup:
    """The figure as an `<svg>` element; `name` is unique in the page, `title` and `description` are what is read aloud."""
    text = io.StringIO()
    figure.savefig(text, format="svg", metadata={"Date": None, "Creator": None, "Format": None, "Type": None})
    root = ET.fromstring(text.getvalue().partition("<svg")[1] + text.getvalue().partition("<svg")[2])
    for metadata in root.findall(f"{{{SVG}}}metadata"):
        root.remove(metadata)
    _own_ids(root, name)
    for element in root.iter():
        for key in ("style", "fill", "stroke"):
            if key in element.attrib:
                element.set(key, _themed(element.get(key)))
        element.text, element.tail = (text and text.strip() for text in (element.text, element.tail))
    for parent in list(root.iter()):
        for style in parent.findall(f"{{{SVG}}}style"):  # it would hold for the whole page
            parent.remove(style)
    root.attrib = {"viewBox": root.get("viewBox"), "role": "img", "aria-labelledby": f"{name}-title {name}-about"}
    about = ET.Element(f"{{{SVG}}}desc", {"id": f"{name}-about"})
    about.text = description
    heading = ET.Element(f"{{{SVG}}}title", {"id": f"{name}-title"})
    heading.text = title
    root[:0] = [heading, about]
    return markupsafe.Markup(ET.tostring(root, encoding="unicode"))


def _own_ids(root: ET.Element, name: str) -> None:
    """Drop the ids that nothing refers to and make the others the picture's own."""
    referred = set()
    for element in root.iter():
        for key, value in element.attrib.items():
            referred.update(_REFERENCE.findall(value))
            if key == f"{{{XLINK}}}href":
                referred.add(value.lstrip("#"))
    for element in root.iter():
        for key, value in list(element.attrib.items()):
            if key == "id" and value not in referred:
                del element.attrib[key]
            elif key == "id":
                element.set(key, f"{name}-{value}")
            elif key == f"{{{XLINK}}}href":
                element.attrib.pop(key)
                element.set("href", f"#{name}-{value.lstrip('#')}")
            else:
                element.set(key, _REFERENCE.sub(lambda found: f"url(#{name}-{found[1]})", value))


def _themed(style: str) -> str:
    """The page's colours and typefaces: its own for words, its own for code."""
    named = _HEX.sub(lambda found: _NAMES[found[0]], style)
    return _FAMILY.sub(lambda found: "font-family: var(--code);" if "mono" in found[1].lower() else "", named)
