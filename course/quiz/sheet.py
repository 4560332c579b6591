"""The cheat-sheet: one page of the lines worth keeping, with the learner's own verdicts and surprises."""

from pathlib import Path

from course.quiz.memory import place
from course.quiz.record import numbers, predictions, surprises, verdicts
from course.quiz.wording import inline

NAME = "cheat-sheet.html"
MOST_SURPRISES = 5
CSS = """.course-sheet { max-width: 46em; font-size: 0.86em; line-height: 1.3; }
.course-sheet table.course-lines { border-collapse: collapse; table-layout: auto; width: 100%; margin: 0.3em 0; font-size: 1em; }
.course-sheet table.course-lines :is(td, th) {
  text-align: left; vertical-align: top; padding: 0.15em 0.6em 0.15em 0; border-top: 1px solid #8888; max-width: none; white-space: normal;
}
.course-sheet table.course-lines th { font-weight: 600; border-top: 0; }
.course-sheet p { margin: 0.4em 0; }"""
PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{title}</title>
<style>@page {{ margin: 12mm; }} body {{ font-family: sans-serif; margin: 1em auto; max-width: 46em; }}
{css}</style></head><body>{body}</body></html>
"""


class Sheet:
    """One page. rows: (words of the line, number of the claim it comes from, what to remember), shown as a table.

    In a notebook it shows itself; `save()` writes a page for the printer beside the answers.
    """

    title = "Optimization on one page"

    def __init__(self, rows, known=None):
        self.rows = [(line, number, keep) for line, number, keep in rows]
        self.votes, self.tallies, self.missed = verdicts(known), predictions(known), surprises(known)
        self.numbers = numbers(known)

    def table(self):
        """(line, the learner's verdict, the course's, what to remember) for each row."""
        for line, number, keep in self.rows:
            said, ours, _ = self.votes.get(number, ("not voted yet", "", ""))
            yield line, said, ours, keep

    def counts(self):
        """Sentences about the whole record."""
        agreed = sum(said == ours for said, ours, _ in self.votes.values())
        made, hits = sum(one.made for one in self.tallies), sum(one.hits for one in self.tallies)
        said = [f"Verdicts given: {len(self.votes)} of 76, {agreed} as our runs say."]
        return [*said, f"Predictions seen: {made}, {hits} came true." if made else "No predictions are recorded here."]

    def surprises(self):
        """At most five of the predictions that failed, from the whole course."""
        apart = max(1, (len(self.missed) - 1) / (MOST_SURPRISES - 1))
        return [self.missed[int(k * apart)] for k in range(min(MOST_SURPRISES, len(self.missed)))]

    def body(self):
        rows = "".join(
            f"<tr><td>{inline(line)}</td><td>{inline(said)}{_unlike(said, ours)}</td><td>{inline(keep)}</td></tr>"
            for line, said, ours, keep in self.table()
        )
        head = "<tr><th>the line</th><th>my verdict</th><th>to remember</th></tr>"
        surprised = "".join(
            f"<li>{inline(question)} I said {inline(said)}. It was: <strong>{inline(happened)}</strong>.</li>"
            for question, said, happened in self.surprises()
        )
        surprised = f"<p><strong>What surprised me</strong></p><ul>{surprised}</ul>" if surprised else ""
        own = "".join(f"<p><strong>{inline(title)}</strong> {inline(words)}</p>" for title, words in self.numbers)
        counts = " ".join(self.counts())
        return (
            f'<div class="course-sheet"><p><strong>{self.title}</strong></p>'
            f'<table class="course-lines">{head}{rows}</table>{own}{surprised}<p>{inline(counts)}</p></div>'
        )

    def _repr_html_(self):
        return f"<style>{CSS}</style>{self.body()}"

    def __repr__(self):
        rows = [f"  {line} | {said}{_unlike(said, ours)} | {keep}" for line, said, ours, keep in self.table()]
        own = [f"{title} {words}" for title, words in self.numbers]
        return "\n".join([self.title, *rows, *own, *self.counts()])

    def save(self, folder=None):
        """Write the page to print, beside the answers or into `folder`; print where it is."""
        path = Path(folder or place().parent) / NAME
        path.write_text(PAGE.format(title=self.title, css=CSS, body=self.body()), encoding="utf-8")
        print(f"Written: {path.name}, {'in that folder' if folder else 'beside your answers'}. Open it and print it.")


def _unlike(said, ours):
    return f" (our runs: {ours.removesuffix(' ...')})" if ours and said != ours else ""


def cheat_sheet(rows):
    """A page of (line, number of its claim, what to remember), with what the learner said."""
    return Sheet(rows)
