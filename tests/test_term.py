"""A whole term goes as it should: every command of an instructor's, on a class of 60 from six platforms."""

import sys

import pytest

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the grading engine runs on Linux")


@pytest.mark.slow
def test_a_term_from_release_to_export(tmp_path):
    from term import rehearse

    rehearse(tmp_path / "term")
