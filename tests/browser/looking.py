"""What a test sees of a widget: its pixels, and whether it is alive."""

from contextlib import contextmanager

PICTURES = """([root]) => [...(root?.querySelectorAll('canvas') ?? [])].map((c) => {
  const data = c.getContext('2d').getImageData(0, 0, c.width, c.height).data;
  let sum = 0;
  const colours = new Set();
  for (let i = 0; i < data.length; i += 4) {
    const v = (data[i] << 16) | (data[i + 1] << 8) | data[i + 2];
    sum = (sum * 31 + v) >>> 0;
    if (colours.size < 64) colours.add(v);
  }
  return [c.width * c.height, colours.size, sum];
})"""


def pictures(root):
    """[(pixels, colours up to 64, checksum)] of every canvas of a widget; none where there is no widget (any more)."""
    return [tuple(one) for one in root.evaluate_all(PICTURES)]


def painted(root):
    """Whether every canvas shows something: a blank one has a single colour."""
    seen = pictures(root)
    return bool(seen) and all(size > 2000 and colours >= 8 for size, colours, _ in seen)


def settled(page, root, tries=40):
    """The pictures once they have stopped changing."""
    last = None
    for _ in range(tries):
        now = pictures(root)
        if now == last:
            return now
        last = now
        page.wait_for_timeout(120)
    raise AssertionError("The widget never comes to rest.")


@contextmanager
def changes(page, root):
    """Assert that what is done inside changes a picture, and that it is still painted."""
    before = settled(page, root)
    yield
    for _ in range(40):
        if pictures(root) != before:
            break
        page.wait_for_timeout(50)
    else:
        raise AssertionError("The picture did not change.")
    assert painted(root)


def wait_painted(page, root, timeout=20_000):
    """Wait until every canvas is painted; AssertionError if that never happens."""
    for _ in range(timeout // 100):
        if painted(root):
            return root.first
        page.wait_for_timeout(100)
    raise AssertionError("The widget is not painted: no canvas, or a blank one.")


def watch(page):
    """A list that fills with what the page complains of."""
    found = []
    page.on(
        "console",
        lambda message: found.append(message.text) if message.type == "error" and not _harmless(message) else None,
    )
    page.on("pageerror", lambda error: found.append(str(error)))
    return found


def _harmless(message):
    # The server knows no such file yet: JupyterLab asks for settings, workspaces and icons that are new on every machine.
    return "Failed to load resource" in message.text
