"""A zip file with the name of a notebook, whose files would land elsewhere or fill the disk.

Tries: to be unpacked
Must: unmatched
"""

import io
import json
import zipfile


def make(notebook):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("../../notebook.ipynb", json.dumps(notebook))
        archive.writestr("bomb", b"0" * 10_000_000)
    return buffer.getvalue()
