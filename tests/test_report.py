"""The class report as a page: what it says, for whom, and what must not be in it."""

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from autograder.gradebook import Gradebook
from autograder.report import ANONYMOUS, NAME
from autograder.report.page import Report
from course import cli

NOTEBOOK = "01_intuition_exercises"
FUNCTIONS = {"numerical_gradient": 4, "gradient_descent": 4, "zigzag_count": 2}
VOID = {"meta", "link", "img", "br", "hr", "input", "use", "path", "line", "rect"}

cli._take_up_autograder()


def test_of(status="passed", line="It holds.", **more):
    return {
        "name": "test_secret_name",
        "line": line,
        "status": status,
        "hint": "",
        "detail": "for the instructor",
    } | more


test_of.__test__ = False


def result(student="student-01", points=(4, 4, 2), status="graded", notebook=NOTEBOOK, **more):
    functions = {}
    for (name, most), earned in zip(FUNCTIONS.items(), points, strict=True):
        found = [
            test_of(line=f"{name} is right."),
            test_of("passed" if earned == most else "wrong", f"{name} is exact."),
        ]
        functions[name] = {"points": earned, "max_points": most, "tests": found}
    total = None if None in points else sum(points)
    usage = {"seconds": 0.2, "cpu_seconds": 0.1, "peak_bytes": 70_000_000, "restarts": 0}
    return {
        "student": student, "notebook": notebook, "submission_sha256": "ab" * 32, "status": status, "points": total,
        "max_points": 8, "nbval": {}, "tier": "namespaces", "functions": functions, "usage": usage,
    } | more  # fmt: skip


@pytest.fixture
def page(tmp_path):
    """`page(results, files, anonymous)` is the page's text, made from a gradebook that holds one run with these files."""

    def made(results, files=(), anonymous=False, ended=True, answers=(), roster=()):
        report, path = Report(), tmp_path / "report.html"
        (tmp_path / "gradebook.sqlite").unlink(missing_ok=True)
        with Gradebook(tmp_path / "gradebook.sqlite") as book:
            run = book.begin_run("namespaces", {"layout": "a folder of notebooks"}, files)
            if ended:
                book.end_run(run)
            book.meet({}, answers, roster)
            for one in results:
                report.add(one)
            report.write(book, path, anonymous)
        return path.read_text(encoding="utf-8")

    return made


def text_of(html):
    body = re.sub(r"<(style|desc|title)[^>]*>.*?</\1>", " ", html.partition("<body>")[2], flags=re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", " ", body).replace("&#39;", "'").split())


def a_class(n):
    grades = [(4, 4, 2), (4, 2, 0), (2, 2, 0), (4, 4, 0), (0, 0, 0), (4, 0, 2)]
    return [result(f"student-{number:04}", grades[number % 6]) for number in range(n)]


class Reader(HTMLParser):
    """Reads a page as a screen reader and a validator would."""

    def __init__(self, html):
        super().__init__()
        self.open, self.ids, self.labels, self.targets, self.headings, self.wrong = [], [], [], [], [], []
        self.tags = {}
        self.feed(html)
        self.wrong += [f"<{tag}> is not closed" for tag in self.open]

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        self.tags.setdefault(tag, []).append(attrs)
        if "id" in attrs:
            self.ids.append(attrs["id"])
        for name in ("aria-labelledby", "aria-describedby"):
            self.labels += (attrs.get(name) or "").split()
        if tag == "a" and (attrs.get("href") or "").startswith("#"):
            self.targets.append(attrs["href"][1:])
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag):
        if tag in VOID:
            return
        if not self.open or self.open.pop() != tag:
            self.wrong.append(f"</{tag}> closes something else")


@pytest.mark.parametrize("n", [1, 3, 20, 60])
@pytest.mark.parametrize("anonymous", [False, True])
def test_whoever_cannot_see_it_can_use_it(page, n, anonymous):
    read = Reader(page(a_class(n), anonymous=anonymous))
    assert not read.wrong and len(set(read.ids)) == len(read.ids)
    assert set(read.labels) <= set(read.ids) and set(read.targets) <= set(read.ids)
    assert read.headings[0] == 1 and read.headings.count(1) == 1
    assert all(after <= before + 1 for before, after in zip(read.headings, read.headings[1:], strict=False))
    assert read.tags["html"][0]["lang"] == "en" and len(read.tags["main"]) == len(read.tags["nav"]) == 1
    for picture in read.tags.get("svg", ()):
        assert picture["role"] == "img" and len(picture["aria-labelledby"].split()) == 2
    assert all("scope" in cell for cell in read.tags["th"])
    assert len(read.tags["caption"]) == len(read.tags["table"])
    assert all(one.get("aria-label") and one.get("tabindex") == "0" for one in read.tags["div"] if one.get("class") == "scroll")  # fmt: skip


def test_it_needs_nothing_from_elsewhere_and_no_script(page):
    html = page(a_class(20))
    assert not re.search(r"<script|@import|url\((?!#)|\son\w+=|javascript:", html)
    links = re.findall(r'(?:src|href)="([^"]*)"', html)
    assert links and all(re.match(r"#|feedback/[\w./-]+\.html$", link) for link in links)
    assert "default-src 'none'" in html and len(html) < 120_000


def test_the_table_says_what_the_picture_shows(page):
    html = page(a_class(60))
    text = text_of(html)
    assert "60 students, 60 notebooks" in text
    assert "numerical_gradient 60 75 % 67 % 17 % 17 % 0 %" in text
    about = " ".join(re.findall(r"<desc[^>]*>(.*?)</desc>", html))
    assert "numerical_gradient: 75 % of the points, full marks 67 %" in about
    assert "60 students. Median 6 of 8 points" in about


def test_what_is_not_decided_is_said_first_and_what_to_do_about_it(page):
    failed = result("student-02", (4, None, 2), status="grader failure")
    failed["functions"]["gradient_descent"]["tests"] = [test_of("grader failure", detail="KeyError: 'x'")]
    unread = result("student-03", (None, None, None), status="unreadable", detail="cut off")
    files = [
        ("a.ipynb", "taken", ""),
        ("scratch.ipynb", "unmatched", "no exercise"),
        ("b.txt", "ignored", "no notebook"),
    ]
    html = page([result(), failed, unread], files, roster=["student-01", "student-09"])
    text = text_of(html)
    assert text.index("The grader or a hidden test failed 1") < text.index("Points by notebook")
    assert "gradient_descent KeyError: 'x'" in text and "Mend the hidden test" in text
    assert "Files that could not be read 1" in text and "cut off" in text
    assert "scratch.ipynb no exercise" in text and "Files ignored 1" in text
    assert "On the roster, nothing handed in 1" in text and "student-09" in text
    assert "Not decided 2" in text


def test_a_class_too_small_for_pictures_has_tables(page):
    html = page(a_class(3))
    text = text_of(html)
    assert "A class of 3 has no distribution worth a picture." in text and "Bars are percent" not in text
    assert "3 6.67 of 8 1 " in text and "needs at least 10 students, there are 3" in text
    assert "-points-title" not in html and "Bars are percent" in text_of(page(a_class(20)))


def test_a_class_without_trouble_is_told_so(page):
    text = text_of(page(a_class(20)))
    assert "Nothing. Every file that was handed in has a grade" in text
    assert "stopped before its end" in text_of(page(a_class(20), ended=False))


def test_a_trusted_class_and_a_breach_are_said(page):
    strange = result("student-02", tier="none")
    strange["functions"]["gradient_descent"]["tests"] = [test_of("breach", detail="asked for a socket")]
    text = text_of(page([result(), strange]))
    assert "1 graded without a sandbox (trusted class)" in text and "Isolation sandbox, with namespaces; none" in text
    assert "asked for a socket" in text


def test_a_question_that_nobody_can_do_is_suspected(page):
    text = text_of(page([result(f"student-{number}", (4, 0, number % 2)) for number in range(8)]))
    assert "Nobody can do this" in text and "8 tried it, none has a point" in text
    assert "Nobody can do this" not in text_of(page([result(f"student-{number}", (4, 0, 2)) for number in range(3)]))


def test_misconceptions_are_counted_and_never_guessed(page):
    found = a_class(12)
    assert "Commonest misconceptions" not in text_of(page(found))
    for number in (1, 2, 4):
        said = {"variant": "wrong_uphill", "says": "gradient descent that walks `uphill`."}
        found[number]["functions"]["gradient_descent"]["behaves_like"] = said
    text = text_of(page(found))
    assert "gradient_descent behaves like gradient descent that walks uphill 3 students of 12 who tried" in text
    assert "wrong_uphill" not in text


def test_late_work_and_points_by_hand_are_listed_with_reasons(page):
    late = {"by_seconds": 90_000, "deduction": 1.5, "because": "handed in a day late"}
    marked = {"by_seconds": None, "deduction": 0.0, "because": "the platform marks it as late"}
    change = {"function": "gradient_descent", "points": 4, "reason": "our typo"}
    found = [result(late=late), result("student-02", late=marked, overridden=[change])]
    text = text_of(page(found))
    assert "2 handed in late, 1.5 points taken off. 1 set by hand." in text
    assert "1 day 1 hour 1.5 handed in a day late" in text and "our typo" in text
    assert "our typo" not in page(found, anonymous=True) and "1.5 points taken off" in page(found, anonymous=True)


def measured(student, *numbers):
    one = result(student)
    one["functions"]["zigzag_count"]["tests"] = [
        test_of(line=f"Problem {place}.", measured=found) for place, found in enumerate(numbers)
    ]
    return one


def test_the_leaderboard_ranks_by_accuracy_then_by_what_it_took(page):
    found = [
        measured("low", {"accuracy": 0.9, "passes": 2}, {"accuracy": 0.8, "passes": 2}),
        measured("quick", {"accuracy": 0.95, "passes": 4}, {"accuracy": 0.95, "passes": 6}),
        measured("slow", {"accuracy": 0.95, "passes": 9}, {"accuracy": 0.95, "passes": 9}),
        measured("half", {"accuracy": 0.99, "passes": 1}),
        measured("odd", {"accuracy": float("nan")}, {"accuracy": "1.0"}),
    ]
    text = text_of(page(found)).partition("Leaderboard:")[2]
    order = [text.index(f"{place} {name} ") for place, name in enumerate(("quick", "slow", "low", "half"), 1)]
    assert order == sorted(order) and "1 quick 95.00 % 5 95.00 % 95.00 %" in text
    hidden = text_of(page(found, anonymous=True))
    assert "1 95.00 % 5 95.00 %" in hidden and "quick" not in hidden


def said(outcome, option, **more):
    entry = {"kind": "predict", "question": "Where?", "options": ["here", "there"], "said": option, "outcome": outcome}
    return entry | {"seen": True} | more


def test_predictions_are_compared_with_what_came_true(page):
    import json

    def handed(**entries):
        keys = {key.replace("_", "."): entry for key, entry in entries.items()}
        return json.dumps({"format": 1, "answers": keys}).encode()

    answers = {
        "student-0000": handed(**{"01_a": said("here", "here"), "02_a": said("there", "here")}),
        "student-0001": handed(**{"01_a": said("here", "there"), "01_b": said("elsewhere", "here")}),
        "student-0002": handed(**{"01_a": said("here", "there"), "01_c": {"kind": "vote", "said": "true"}}),
        "student-0003": handed(**{"01_a": said("here", "here", question="<b>rude</b>")}),
        "student-0004": b'{"answers": {"01.a": [1]}}',
    }
    html = page(a_class(6), answers=answers.items())
    text = text_of(html)
    assert "from 4 students who handed in answers.json" in text
    assert "Where? 01.a 2 4 there" in text and "02.a" in text and "01.b" not in text and "rude" not in html
    assert "Lesson 01: 50 % (2 of 4); Lesson 02: 0 % (0 of 1)" in html
    assert "Predictions" not in text_of(page(a_class(6)))


def test_without_names_there_is_no_name_anywhere(page):
    found = a_class(20)
    found[3]["status"], found[3]["points"], found[3]["detail"] = "unreadable", None, "student-0003.ipynb is cut off"
    found[4]["functions"]["gradient_descent"]["tests"] = [test_of("time", detail="student-0004 loops")]
    found[5]["overridden"] = [{"function": None, "points": 8, "reason": "student-0005 was ill"}]
    html = page(found, [("student-0009/x.ipynb", "unmatched", "student-0009")], anonymous=True, roster=["student-0099"])
    assert "student-0" not in html and "feedback/" not in html and "What needs you" not in html
    assert "files.csv" not in html and "Not decided" in html
    assert "fewer than five" not in html and "fewer than five" in page(a_class(3), anonymous=True)


def test_names_of_tests_and_what_students_wrote_stay_out(page):
    html = page(a_class(20))
    assert "secret_name" not in html and "for the instructor" not in html


text = st.text(max_size=30) | st.sampled_from(
    ["</style><script>x</script>", "{{ 7 * 7 }}", "`a` `b", "<svg onload=x>", "\x00"]
)


@settings(deadline=None, max_examples=15)
@given(name=text, line=text, why=text)
def test_no_text_of_anyones_becomes_a_tag(tmp_path_factory, name, line, why):
    one = result(name, overridden=[{"function": None, "points": 1, "reason": why}])
    one["functions"]["zigzag_count"]["tests"] = [test_of("wrong", line), test_of("breach", line, detail=why)]
    one["functions"]["zigzag_count"]["behaves_like"] = {"variant": "wrong_x", "says": line}
    report, folder = Report(), tmp_path_factory.mktemp("out")
    report.add(one)
    with Gradebook(folder / "gradebook.sqlite") as book:
        report.write(book, folder / NAME)
    read = Reader((folder / NAME).read_text(encoding="utf-8"))
    assert not read.wrong and "script" not in read.tags


@pytest.mark.parametrize("anonymous", [False, True])
def test_the_command_writes_the_page_again(tmp_path, anonymous):
    with Gradebook(tmp_path / "gradebook.sqlite") as book:
        run = book.begin_run("landlock", {"layout": "a folder of notebooks"})
        for one in a_class(12):
            book.record(run, one["student"], "x.ipynb", "2026-11-01T10:00:00+00:00", one, [])
        book.override("student-0001", NOTEBOOK, 8, "our typo")
        book.end_run(run)
    words = ["report", str(tmp_path), *(["--anonymous"] if anonymous else [])]
    done = CliRunner().invoke(cli.app, words, catch_exceptions=False)
    assert done.exit_code == 0 and "12 students, 12 notebooks" in done.output
    html = (tmp_path / (ANONYMOUS if anonymous else NAME)).read_text(encoding="utf-8")
    assert ("our typo" in html) != anonymous and ("student-0001" in html) != anonymous


def test_the_command_says_what_is_missing(tmp_path):
    done = CliRunner().invoke(cli.app, ["report", str(tmp_path)], catch_exceptions=False)
    assert done.exit_code == 2 and "there is no gradebook in" in done.output
    (tmp_path / "gradebook.sqlite").write_text("not a database, but long enough to be looked at " * 20)
    done = CliRunner().invoke(cli.app, ["report", str(tmp_path)], catch_exceptions=False)
    assert done.exit_code == 2 and "gradebook" in done.output
