"""A widget in an output cell: alive where a kernel runs, a picture with words everywhere else.

Three outputs: the view, the picture, a note. While the view is alive, its style hides the other two. A notebook that was saved
and opened again has no live view: JupyterLab writes an error line in its place, which the note's own style hides. (In a notebook
that is not trusted the style is taken out, but there the view is not shown either.)
"""

import base64
import html

VIEW = "application/vnd.jupyter.widget-view+json"
NOTE = "Run this cell to wake the picture: then it moves under your hand."
HERE = ".jp-OutputArea-child"
NOTED = f":has(+ {HERE} + {HERE} .course-still)"
# The front end's own line is the one output without a MIME type in the page.
LINE = f"{HERE}:has(> .jp-OutputArea-output:not([data-mime-type])):not(:has(.course)){NOTED}"
STYLE = (
    f"<style>{HERE}:has(.course){NOTED} + {HERE}, {HERE}:has(.course) + {HERE} + {HERE}:has(.course-still), {LINE} "
    "{ display: none; }</style>"
)


def show(widget):
    """Display `widget` in the current cell. The view comes first: it is alive while the picture is still being drawn."""
    from IPython.display import display

    display({VIEW: {"version_major": 2, "version_minor": 0, "model_id": widget.model_id}, "text/plain": ""}, raw=True)
    words = widget.words()
    still = {"image/png": base64.b64encode(widget.png()).decode(), "text/plain": f"{widget!r}\n{words}"}
    display(still, raw=True, metadata={"image/png": {"alt": words}})
    note = f'<p class="course-still"><small>{html.escape(NOTE)}</small></p>'
    display({"text/html": STYLE + note, "text/plain": NOTE}, raw=True)
