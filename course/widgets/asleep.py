"""A widget in an output cell: alive where a kernel runs, a picture with words everywhere else.

Three outputs: the picture, a note, the view. While the view is alive its style hides the other two. A notebook that was saved
and opened again has no live view: JupyterLab then writes an error line in its place, which the note's own style hides.
"""

import base64
import html

VIEW = "application/vnd.jupyter.widget-view+json"
HERE = ".jp-OutputArea-child"
# While the widget is alive, the two outputs before it go. While it sleeps, the line that the front end writes in its place
# goes: that output alone has no MIME type in the page.
STYLE = (
    f"<style>{HERE}:has(+ {HERE} .course-still):has(+ * + {HERE} .course), {HERE}:has(.course-still):has(+ {HERE} .course), "
    f"{HERE}:has(.course-still) + {HERE}:has(> .jp-OutputArea-output:not([data-mime-type])):not(:has(.course)) {{ display: none; }}</style>"
)
NOTE = "Run this cell to wake the picture: then it moves under your hand."


def show(widget):
    """Display `widget` in the current cell."""
    from IPython.display import display

    words = widget.summary()
    still = {"image/png": base64.b64encode(widget.png()).decode(), "text/plain": f"{widget!r}\n{words}"}
    display(still, raw=True, metadata={"image/png": {"alt": words}})
    note = f'<p class="course-still"><small>{html.escape(NOTE)}</small></p>'
    display({"text/html": STYLE + note, "text/plain": NOTE}, raw=True)
    display({VIEW: {"version_major": 2, "version_minor": 0, "model_id": widget.model_id}, "text/plain": ""}, raw=True)
