"""Make outputs the same on every machine that computes the same: no widget views, no version stamps, counts 1..n.

Pictures are kept in 256 colours: 2.5 times smaller, and the mean difference on a map is a quarter of one level of 255.
"""

import base64
import io
import struct

from autograder.building.errors import BuildError

WIDGET = "application/vnd.jupyter.widget-view+json"
PNG_START = b"\x89PNG\r\n\x1a\n"
# What a picture needs to be drawn; text chunks (Matplotlib writes its version there) and times are left out.
PNG_KEPT = {b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND", b"pHYs", b"gAMA", b"sRGB"}
KERNEL = {
    "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
    "language_info": {
        "file_extension": ".py",
        "mimetype": "text/x-python",
        "name": "python",
        "pygments_lexer": "ipython3",
    },
}


def tidy(notebook, name):
    """The run notebook with tidied outputs. Raises `BuildError` for outputs that may not be published."""
    cells, count = [], 0
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            count += 1
            outputs = [_output(output, count) for output in _merged(cell["outputs"])]
            outputs = [output for output in outputs if output.get("data", True)]  # only a widget's view was in it
            for output in outputs:
                _refuse(output, f"{name}, cell {cell['id']}")
            metadata = {key: value for key, value in cell["metadata"].items() if key != "execution"}
            cell = cell | {"metadata": metadata, "outputs": outputs, "execution_count": count}
        cells.append(cell)
    return notebook | {"cells": cells}


def without_stamp(png):
    """The bytes of a PNG file without chunks that do not change the picture."""
    if not png.startswith(PNG_START):
        return png
    kept, place = [PNG_START], len(PNG_START)
    while place + 12 <= len(png):
        (length,) = struct.unpack(">I", png[place : place + 4])
        end = place + 12 + length
        if png[place + 4 : place + 8] in PNG_KEPT:
            kept.append(png[place:end])
        place = end
    return b"".join(kept)


def small(png):
    """The picture in 256 colours and without a stamp; one with transparency, or already small, keeps its colours."""
    from PIL import Image  # only building needs it

    with Image.open(io.BytesIO(png)) as picture:
        opaque = picture.convert("RGBA").getextrema()[3][0] == 255
        if opaque:
            colours = picture.convert("RGB").quantize(256, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
            reduced = io.BytesIO()
            colours.save(reduced, "PNG", optimize=True)
            png = min(png, reduced.getvalue(), key=len)
    return without_stamp(png)


def _merged(outputs):
    """Stream outputs of one name in one piece, where the first of them stood (as nbval compares them)."""
    merged, streams = [], {}
    for output in outputs:
        if output["output_type"] == "stream" and output["name"] in streams:
            streams[output["name"]]["text"] += output["text"]
            continue
        output = dict(output)
        if output["output_type"] == "stream":
            streams[output["name"]] = output
        merged.append(output)
    return merged


def _output(output, count):
    if "data" in output:
        data = {mime: value for mime, value in output["data"].items() if mime != WIDGET}
        if "image/png" in data:
            data["image/png"] = _stripped(data["image/png"])
        output = output | {"data": data}
    return output | {"execution_count": count} if output["output_type"] == "execute_result" else output


def _stripped(encoded):
    return base64.b64encode(small(base64.b64decode(encoded))).decode("ascii")


def _refuse(output, where):
    if output["output_type"] == "stream" and output["name"] == "stderr":
        last = output["text"].strip().splitlines()[-3:]
        raise BuildError(f"{where} writes to stderr, which no built notebook may: {' / '.join(last)}")
