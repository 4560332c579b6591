"""Grafting under random edits: whatever a learner does around an answer, that answer and nothing else is taken."""

import copy

from hypothesis import given, settings
from hypothesis import strategies as st
from test_grafting import ANSWER, PRISTINE, STUB_B, cell

from course.workbook import dumps, graft, read_notebook

ANSWERS = {"alpha": "alpha", "beta": "beta"}  # cell id -> exercise
# Text that neither carries a marker of an answer nor defines its function.
HARMLESS = st.sampled_from(
    ["", "1 / 0", "def look(f): print('right')", "alpha(1)", "# exercise: gamma\ndef gamma(): pass", "# NBVAL_SKIP", "((", "\x00"]
)  # fmt: skip
METADATA = st.dictionaries(
    st.sampled_from(["course", "tags", "nbgrader", "x"]), st.sampled_from([1, "y", [], {}, None])
)
STRANGE = st.builds(
    lambda source, identity: cell(identity, source), HARMLESS, st.sampled_from(["setup", "new", "check-beta"])
)
EDITS = st.lists(
    st.one_of(
        st.tuples(st.just("insert"), st.integers(0, 20), STRANGE),
        st.tuples(st.just("delete"), st.integers(0, 20), st.none()),
        st.tuples(st.just("repeat"), st.integers(0, 20), st.none()),
        st.tuples(st.just("write"), st.integers(0, 20), HARMLESS),
        st.tuples(st.just("metadata"), st.integers(0, 20), METADATA),
        st.tuples(st.just("to markdown"), st.integers(0, 20), st.none()),
        st.tuples(st.just("reverse"), st.none(), st.none()),
    ),
    max_size=12,
)


def edited(edits, keep):
    """The pristine notebook with an answer to alpha, after these edits; the cell `keep` is only moved, or its metadata changed."""
    notebook = copy.deepcopy(PRISTINE)
    cells = notebook["cells"]
    next(item for item in cells if item["id"] == "alpha")["source"] = ANSWER
    for what, place, more in edits:
        if what == "reverse":
            cells.reverse()
            continue
        place %= max(len(cells), 1)
        kept = bool(cells) and cells[place]["id"] == keep
        if what == "insert":
            cells.insert(place, copy.deepcopy(more))
        elif what == "metadata" and cells:
            cells[place]["metadata"] = copy.deepcopy(more)
        elif kept or not cells:
            continue
        elif what == "delete":
            del cells[place]
        elif what == "repeat":
            cells.append(copy.deepcopy(cells[place]))
        elif what == "write":
            cells[place]["source"] = more
        elif cells[place]["id"] not in ANSWERS:
            cells[place]["cell_type"] = "markdown"
    return notebook


def around_the_answers(notebook):
    return [item | {"source": None} if item["id"] in ANSWERS else item for item in notebook["cells"]]


@settings(max_examples=300, deadline=None)
@given(EDITS)
def test_an_answer_is_taken_whatever_is_done_around_it(edits):
    result = graft(PRISTINE, edited(edits, keep="alpha"))
    assert result.answers["alpha"] == ANSWER and result.taken["alpha"] == "id" and "alpha" in result.attempted


@settings(max_examples=300, deadline=None)
@given(EDITS)
def test_nothing_but_answers_is_ever_taken(edits):
    submitted = edited(edits, keep=None)
    before = copy.deepcopy(submitted)
    result = graft(PRISTINE, submitted)
    assert around_the_answers(result.notebook) == around_the_answers(PRISTINE) and submitted == before
    assert set(result.taken) | set(result.missing) == set(ANSWERS.values())
    assert set(result.attempted) <= set(result.taken)
    if "beta" in result.missing:
        assert result.answers["beta"] == STUB_B


@settings(max_examples=150, deadline=None)
@given(EDITS)
def test_grafting_the_file_and_grafting_again_change_nothing(edits):
    submitted = edited(edits, keep=None)
    result = graft(PRISTINE, submitted)
    assert graft(PRISTINE, read_notebook(dumps(submitted).encode())).answers == result.answers
    assert graft(PRISTINE, result.notebook).answers == result.answers
