"""The same mistake in other code is the same behaviour: it is named all the same. Two or more functions share a notebook."""

import sys

import pytest
from rewritten_mistakes import CELLS
from test_answers import BUNDLE, PLACES, result_of, solution, worker  # noqa: F401

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the grading engine runs on Linux")


@pytest.mark.parametrize("name", sorted({PLACES[function] for function, _ in CELLS}))
def test_a_mistake_in_another_style_is_named_all_the_same(worker, name):  # noqa: F811
    own = {key: cell for key, cell in CELLS.items() if PLACES[key[0]] == name}
    answers = {function: f"# exercise: {function}\nimport numpy as np\n{cell}" for (function, _), cell in own.items()}
    functions = result_of(worker, name, solution(BUNDLE.exercises[name]) | answers)["functions"]
    assert {key: functions[key[0]].get("behaves_like", {}).get("variant") for key in own} == {
        key: key[1] for key in own
    }


def test_the_sample_is_large():
    assert len({function for function, _ in CELLS}) >= 12
