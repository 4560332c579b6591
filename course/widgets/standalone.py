"""A widget as a page of its own: the same JavaScript, its state inside, no request to anywhere."""

import base64
import html
import json

from course.widgets.base import module, style

PAGE = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{title}</title>
<style>
body {{ margin: 0; }}
@media (prefers-color-scheme: dark) {{ body {{ background: #161616; }} }}
{style}
</style>
<div id="here"></div>
<noscript>{words}</noscript>
<script type="application/json" id="state">{state}</script>
<script type="module">
const widget = await import(URL.createObjectURL(new Blob([{module}], {{ type: "text/javascript" }})));
const state = JSON.parse(document.getElementById("state").textContent);
for (const [name, value] of Object.entries(state)) {{
  if (value?.bytes !== undefined) state[name] = new DataView(Uint8Array.from(atob(value.bytes), (c) => c.charCodeAt(0)).buffer);
}}
/* A model without a kernel: it remembers, and what only Python could answer stays unanswered. */
const model = {{
  get: (name) => state[name], set: (name, value) => {{ state[name] = value; }},
  on() {{}}, off() {{}}, save_changes() {{}}, send() {{}},
}};
const el = document.getElementById("here");
widget.default.render({{ model, el }});
el.firstElementChild.classList.add("alone");
</script>
</html>
"""


def standalone(widget):
    """The page of `widget` as text: it scrubs like the widget in a notebook, and asks nothing of any server."""
    state = {}
    for name in widget.keys:
        if name.startswith("_") or name in ("layout", "tabbable", "tooltip"):
            continue
        value = getattr(widget, name)
        state[name] = {"bytes": base64.b64encode(value).decode()} if isinstance(value, bytes) else value
    state["scene"] = {**state["scene"], "alone": True, **widget.alone()}
    return PAGE.format(
        title=html.escape(widget.scene.get("title", "")),
        words=html.escape(widget.words()),
        style=style(),
        state=json.dumps(state).replace("<", "\\u003c"),
        module=json.dumps(module(widget.kind)).replace("<", "\\u003c"),
    )
