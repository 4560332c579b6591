# display(...), rich representations, ids, clearing.

# %% display
display(1, "two", [3])

# %% display and a value
display("shown")
"value"

# %% html
from IPython.display import HTML, JSON, Code, Image, Latex, Markdown, Math, clear_output, update_display

HTML("<b>bold</b>")

# %% markdown
display(Markdown("**bold**"))

# %% latex and math
display(Latex("$x^2$"), Math("x^2"))

# %% json
JSON({"a": [1, 2.5, None, True]})

# %% own html
class Table:
    def __repr__(self):
        return "Table"

    def _repr_html_(self):
        return "<table></table>"


Table()

# %% own bundle
class Bundle:
    def _repr_mimebundle_(self, include=None, exclude=None):
        return {"text/plain": "plain", "text/html": "<i>rich</i>", "application/x-own+json": {"a": 1}}, {"text/html": {"k": 1}}


Bundle()

# %% own way to display itself
class Shows:
    def _ipython_display_(self):
        print("I show myself")


Shows()

# %% several own forms
class Forms:
    def _repr_latex_(self):
        return "$x$"

    def _repr_markdown_(self):
        return "*x*"

    def _repr_svg_(self):
        return "<svg></svg>"


display(Forms())
Forms()._repr_latex_()

# %% a form that declines
class Declines:
    def __repr__(self):
        return "plain only"

    def _repr_html_(self):
        return None


Declines()

# %% display with an id
handle = display("first", display_id="mine")

# %% display with an id that is updated at once
handle = display("one", display_id=True)
handle.update("two")
handle.display("three")

# %% update by id
display("old", display_id="by-id")
update_display("new", display_id="by-id")

# %% clear
print("gone")
clear_output()
print("stays")

# %% clear when the next comes
print("gone")
clear_output(wait=True)
print("stays")

# %% clear when nothing comes
print("stays")
clear_output(wait=True)

# %% raw display
display({"text/plain": "raw", "text/html": "<p>raw</p>"}, raw=True)

# %% display with metadata
display(HTML("<p>m</p>"), metadata={"text/html": {"isolated": True}})

# %% include
display(Table(), include=["text/plain"])

# %% image from bytes
Image(data=bytes.fromhex("89504e470d0a1a0a"), format="png")

# %% prints between displays
print("a")
display("b")
print("c")

# %% code
Code("x = 1", language="python")

# %% nothing to display
display()

# %% pretty printer of one's own
class Pretty:
    def _repr_pretty_(self, p, cycle):
        p.text("pretty")


[Pretty(), Pretty()]

# %% a list that holds itself
a = [1]
a.append(a)
a

# %% publish_display_data
from IPython.display import publish_display_data

publish_display_data({"text/plain": "published"})
