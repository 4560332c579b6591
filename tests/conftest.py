"""Fixtures that several rooms' tests share."""

import pytest
from small_course import write_sources


@pytest.fixture(scope="session")
def small_course(tmp_path_factory):
    """The folder of the small course, built. Tests read it and change nothing there."""
    from autograder.building import Project, build

    root = write_sources(tmp_path_factory.mktemp("small"))
    build(Project(root))
    return root
