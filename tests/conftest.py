"""Fixtures that several rooms' tests share, and the one place that says which tests need Linux."""

import sys

import pytest
from small_course import write_sources

# The rooms that start students' processes. What they need of a system (fork, file descriptors that travel) only Linux has.
ENGINE = ("border", "zygote", "sandbox", "cells", "worker", "answers", "coordinator", "class", "attacks", "cluster")


def pytest_collection_modifyitems(items):
    if sys.platform == "linux":
        return
    for item in items:
        if item.path.stem.removeprefix("test_").partition("_")[0] in ENGINE:
            item.add_marker(pytest.mark.skip(reason="the grading engine runs on Linux"))


@pytest.fixture(scope="session")
def small_course(tmp_path_factory):
    """The folder of the small course, built. Tests read it and change nothing there."""
    from autograder.building import Project, build

    root = write_sources(tmp_path_factory.mktemp("small"))
    build(Project(root))
    return root
