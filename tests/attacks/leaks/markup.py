"""A visible output that is a script, in every form that a page might show.

Tries: to run code in the browser of whoever reads the feedback
Must: error
"""

from IPython.display import HTML, SVG, Javascript, display

SCRIPT = "<script>alert(document.title)</script>"
print(SCRIPT, "</pre>", SCRIPT)
display(HTML(SCRIPT), Javascript("alert(1)"), SVG(f"<svg xmlns='http://www.w3.org/2000/svg'>{SCRIPT}</svg>"))
display({"image/png": f"'>{SCRIPT}", "text/plain": SCRIPT, f"text/{SCRIPT}": SCRIPT, "text/latex": SCRIPT}, raw=True)
display({"text/plain": "x"}, metadata={"image/png": {"width": f'"{SCRIPT}'}}, raw=True)


def gradient_descent(grad, theta0, eta, n_steps):
    raise type(SCRIPT, (Exception,), {})(SCRIPT)
