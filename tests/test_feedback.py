"""Pages of feedback: what they say, and what must never be in them."""

import base64
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_exercise import NAME, exercise

from autograder import advice, feedback
from autograder.border.failures import WELL_KNOWN
from autograder.statuses import SUBMISSION, TEST
from autograder.worker import Exercise, load
from course.workbook import answer_cells

PNG = base64.b64encode(b"\x89PNG\r\n\x1a\n" + bytes(40)).decode()
SMALL = Exercise(NAME, exercise(), tests=None, solution=None)


def finding(status="passed", line="Every element is doubled.", hint="", name="test_double__secret_name"):
    return {
        "name": name,
        "line": line,
        "status": status,
        "hint": hint,
        "sentence": TEST[status].to_student,
        "detail": "for instructors",
    }


def result(*findings, points=1.0, status="graded", tier="landlock", **more):
    functions = {"double": {"points": points, "max_points": 4, "tests": list(findings)}}
    return {
        "student": "student-01",
        "notebook": NAME,
        "submission_sha256": "ab" * 32,
        "status": status,
        "points": points,
        "max_points": 4,
        "nbval": {"check-double": "differs"},
        "tier": tier,
        "functions": functions,
    } | more


def page(one, visible=()):
    return feedback.page(one, list(visible), SMALL)


def text_of(html):
    return " ".join(re.sub(r"<[^>]+>", " ", html.partition("<body>")[2]).split())


def below_the_start(html):
    """The text of the cards, without the first one, which says where the student stands."""
    return text_of("<body>" + html.partition("</section>")[2])


def test_it_says_points_lines_sentences_and_hints():
    html = page(result(finding(), finding("wrong", "A list works too.", hint="Use `np.asarray`.")))
    text = text_of(html)
    assert "student-01" in text and "Small: 01_small_exercises" in text and "The double" in text
    assert "1 of 4 points" in text and "1 / 4" in text
    assert "Works: Every element is doubled." in text
    assert "Not yet: A list works too." in text
    assert "<code>np.asarray</code>" in html
    assert text.index("Works:") < text.index("Not yet:"), "what works comes first"


@pytest.mark.parametrize("status", sorted(set(TEST) - {"passed", "wrong"}))
def test_every_status_has_its_sentence(status):
    points = None if status == "grader failure" else 0.0
    text = text_of(page(result(finding(status), finding(), points=points)))
    assert TEST[status].to_student in text.replace("&#39;", "'")


def test_the_next_step_is_one_step():
    others = [finding("wrong", f"{number}.", hint=f"Hint {number}.") for number in range(2, 8)]
    text = text_of(page(result(finding(), finding("wrong", "Zero stays zero.", hint="Look at 0."), *others)))
    begun = text.partition("Works: Every element")[0]
    assert "Your next step Make this hold in The double : Zero stays zero. Hint Look at 0." in begun
    assert "1 of 8 work" in begun and "Hint 2." not in begun
    assert "5 more that do not work yet" in text and text.index("Hint 2.") < text.index("5 more") < text.index(
        "Hint 3."
    )


def test_all_that_works_is_praised_and_nothing_asked():
    text = text_of(page(result(finding(), points=4.0)))
    assert "Everything works" in text and "Your next step" not in text


def test_the_next_step_leaves_extra_credit_for_the_end():
    def card(name, state, extra=False):
        return {"name": name, "state": state, "extra": extra, "most_points": 2}

    cards = [card("a", "full"), card("b", "not attempted"), card("c", "part"), card("d", "none", extra=True)]
    assert advice.next_card(cards)["name"] == "c"
    assert advice.next_card([cards[0], cards[1], cards[3]])["name"] == "b"
    assert advice.next_card([cards[0], cards[3]])["name"] == "d"
    assert advice.next_card([cards[0], card("e", "undecided")]) is None


@pytest.mark.parametrize("name", sorted(advice.MEANS))
def test_an_error_is_told_with_what_it_usually_means(name):
    told = finding("error", "Lists do.") | {"sentence": f"Your code stopped with {name}, line 3 of its cell."}
    html = page(result(told))
    assert f"stopped with {name}, line 3 of its cell. {advice.MEANS[name].split('`')[0]}".strip() in text_of(
        html
    ).replace("&#34;", '"')
    assert advice.meaning("Your code stopped with an exception of its own making.") == ""


def test_every_error_that_is_explained_is_one_that_can_be_named():
    assert set(advice.MEANS) <= WELL_KNOWN | {"UFuncTypeError"}


def test_lessons_are_named_where_the_exercise_names_them():
    text = "Goes with [lesson 01](01_intuition.ipynb). See [the valley](01_intuition.ipynb#The-long-valley), [x](https://x.org/a.html)."
    told = [("lesson 01", "01_intuition.ipynb"), ("the valley", "01_intuition.ipynb, section The long valley")]
    assert advice.lessons(text) == told
    first = load().exercises["01_intuition_exercises"]
    assert feedback.taught(first)[None] == [("lesson 01", "01_intuition.ipynb")]
    function = {"points": 0.0, "max_points": 4, "tests": [finding("wrong")]}
    one = result() | {"notebook": first.name, "functions": {"gradient_descent": function}}
    assert "Where the idea is taught: lesson 01 ( 01_intuition.ipynb )." in text_of(feedback.page(one, [], first))


def test_a_known_mistake_is_the_next_step():
    one = result(finding("wrong", "One.", hint="A hint."), finding("wrong", "Two."))
    one["functions"]["double"]["behaves_like"] = {"variant": "wrong_half", "says": "halving instead of doubling."}
    text = text_of(page(one))
    assert "your function behaves exactly like halving instead of doubling. Look there first." in text
    assert (
        "A lead On every input that was tried, your double behaves exactly like halving" in text
        and "wrong_half" not in text
    )


def test_a_failure_of_the_grader_is_no_zero():
    text = text_of(page(result(finding("grader failure"), points=None, status="grader failure")))
    assert "not your fault" in text and "of 4 points" not in text and "– / 4" in text


def test_an_unreadable_file_says_why():
    text = text_of(
        page(result(points=None, status="unreadable", detail="student-01.ipynb is not JSON.") | {"functions": {}})
    )
    assert SUBMISSION["unreadable"].to_student in text and "student-01.ipynb is not JSON." in text


def test_a_common_cause_is_said_once():
    text = below_the_start(page(result(finding("time", "One."), finding("time", "Two."), points=0.0)))
    assert text.count(TEST["time"].to_student) == 1 and "One." in text and "Two." in text


def test_an_untouched_function_is_not_scolded_line_by_line():
    text = text_of(page(result(finding("not attempted", "One."), finding("not attempted", "Two."), points=0.0)))
    assert "A first attempt, even a wrong one, gets you hints." in text and "One." not in text


def test_cases_of_one_test_are_told_together():
    text = below_the_start(page(result(finding(), finding("wrong", hint="Look."), finding())))
    assert text.count("Every element is doubled.") == 1 and "(2 of 3 cases work)" in text


def test_names_and_details_of_tests_stay_with_the_instructor():
    html = page(result(finding(), finding("error", "Other.")))
    assert "secret_name" not in html and "for instructors" not in html


def test_a_trusted_class_is_said():
    assert "without a sandbox" in text_of(page(result(finding(), tier="none")))
    assert "without a sandbox" not in text_of(page(result(finding())))


def test_an_override_shows_its_reason():
    change = {"function": None, "points": 3.5, "reason": "our typo"}
    text = text_of(page(result(finding(), points=3.5, overridden=[change])))
    assert "Your instructor set the points to 3.5: our typo" in text


def test_lateness_is_said_with_what_it_costs():
    late = {
        "by_seconds": 7200,
        "deduction": 0.125,
        "because": "handed in 2 hours after the due date; late work loses 10 %",
    }
    text = text_of(page(result(finding(), points=1.125, late=late)))
    assert "Your work earned 1.25 points. 0.125 are taken off because it came late: handed in 2 hours after" in text
    free = late | {"deduction": 0.0, "because": "handed in 2 hours after the due date; nothing is taken off"}
    text = text_of(page(result(finding(), late=free)))
    assert "This came late: handed in 2 hours after the due date; nothing is taken off." in text
    assert "late" not in text_of(page(result(finding())))


HOSTILE = [
    {"output_type": "stream", "name": "stdout", "text": "<script>alert(1)</script>\x1b[31mred\x1b[0m"},
    {"output_type": "display_data", "data": {"text/html": "<iframe src=x>", "text/plain": "plain"}, "metadata": {}},
    {"output_type": "display_data", "data": {"image/svg+xml": "<svg onload=alert(1)>"}, "metadata": {}},
    {"output_type": "display_data", "data": {"image/png": '"><script>alert(2)</script>'}, "metadata": {}},
    {"output_type": "display_data", "data": {"image/png": PNG[:8] + "\n" + PNG[8:]}, "metadata": {}},
    {"output_type": "error", "ename": "<b>", "evalue": "</pre>", "traceback": ["<i>"]},
]


def test_outputs_are_quoted_as_text_and_pictures_and_nothing_runs():
    one = result(finding("wrong", "<u>line</u>", hint="<u>hint</u>")) | {"student": "<script>x</script>"}
    html = page(one, [{"function": "double", "role": "check", "outputs": HOSTILE}])
    body = html.partition("<body>")[2]
    assert not re.search(r"<(script|iframe|svg|b|i|u)[\s>]", body)
    assert "&lt;script&gt;alert(1)&lt;/script&gt;red" in body and "plain" in body and "iframe" not in body
    assert body.count("<img") == 1 and f'src="data:image/png;base64,{PNG}"' in body
    assert "default-src 'none'" in html


def test_long_outputs_are_cut_and_pictures_counted():
    outputs = [{"output_type": "stream", "name": "stdout", "text": "x" * 100_000}]
    outputs += [{"output_type": "display_data", "data": {"image/png": PNG}, "metadata": {}}] * 50
    html = page(result(finding("wrong")), [{"function": "double", "role": "check", "outputs": outputs}])
    assert len(html) < 40_000 and html.count("<img") == feedback.MOST_PICTURES


def test_a_page_needs_nothing_from_elsewhere():
    html = page(result(finding("wrong", hint="h")), [{"function": None, "role": "", "outputs": HOSTILE}])
    assert not re.search(r"""(src|href)=["'](?!data:|#)|@import|url\(""", html)


@pytest.mark.parametrize(
    "student", ["student-01", "Mixed", "a/b", "..", "con", "student-01 lee", "é", "x" * 300, "", "a\\b"]
)
def test_pages_lie_where_every_system_can_hold_them(student):
    path = feedback.file_name(student, NAME)
    assert len(path.parts) == 2 and path.parts[0] not in ("", ".", "..", "con")
    assert re.fullmatch(r"[\w.-]{1,100}", path.parts[0]) and path.name == f"{NAME}.html"


def test_two_students_never_share_a_page():
    names = ["student-01", "Mixed", "MIXED", "a/b", "a_b", "a b", "a-b", "é", "è", "x" * 100, "x" * 101]
    assert len({str(feedback.file_name(name, NAME)).casefold() for name in names}) == len(names)


plain = st.text(max_size=20) | st.sampled_from(
    ["</pre><script>", "{{ 7 * 7 }}", "`a` `b", "\x1b[1m", "<img src=x onerror=y>", PNG]
)
mime = st.sampled_from(["text/plain", "text/html", "image/png", "image/svg+xml"])
output = st.one_of(
    st.builds(lambda text: {"output_type": "stream", "name": "stdout", "text": text}, plain),
    st.builds(lambda data: {"output_type": "display_data", "data": data}, st.dictionaries(mime, plain)),
    st.builds(lambda a, b: {"output_type": "error", "ename": a, "evalue": b}, plain, plain),
)
TAGS = {"main", "header", "footer", "section", "div", "p", "h1", "h2", "ul", "li", "span", "strong", "code"}
TAGS |= {"details", "summary", "pre", "img", "a", "h3"}


@settings(deadline=None, max_examples=50)
@given(st.lists(output, max_size=4), plain, plain)
def test_no_text_of_anyones_becomes_a_tag(outputs, student, hint):
    one = result(finding("wrong", hint, hint=hint)) | {"student": student}
    body = page(one, [{"function": "double", "role": "check", "outputs": outputs}]).partition("<body>")[2]
    assert set(re.findall(r"<([a-z0-9]+)", body)) <= TAGS
    assert all(tag.startswith('<img alt="A figure') for tag in re.findall(r"<img[^>]*", body))


def test_extra_credit_goes_beyond_the_full_marks():
    first = load().exercises["01_intuition_exercises"]
    extra = sum(answer.points for answer in answer_cells(first.notebook) if answer.extra)
    assert extra > 0
    assert first.full_marks == sum(first.points.values()) - extra
