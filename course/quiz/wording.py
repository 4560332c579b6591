"""How the words of a card are set."""

import html
import re


def verdict_line(vote):
    """Verdict and reason as one line; "true if ..." runs on into its condition."""
    stop = "" if vote.verdict.endswith("...") else "."
    return f"**{vote.verdict}**{stop} {vote.because}".strip()


def inline(text):
    """Plain words as HTML, with `code` and **strong** marked."""
    text = html.escape(str(text), quote=False)
    text = re.sub(r"`([^`]+)`", r"<code>\1</code>", text)
    return re.sub(r"\*\*([^*]+)\*\*", r"<strong>\1</strong>", text)
