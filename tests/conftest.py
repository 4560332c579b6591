"""Fixtures that several rooms' tests share, and the one place that says which tests need Linux."""

import sys

import pytest
from small_course import write_sources

# The rooms that start students' processes. What they need of a system (fork, file descriptors that travel) only Linux has.
ENGINE = ("border", "zygote", "sandbox", "cells", "worker", "answers", "coordinator", "class", "attacks", "cluster")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    from dealing import Dealer

    return Dealer(config, log)


def pytest_terminal_summary(terminalreporter):
    from telling import what_failed

    found = [report.nodeid for kind in ("failed", "error") for report in terminalreporter.getreports(kind)]
    if found:
        terminalreporter.section("What failed, in words")
        terminalreporter.write_line("\n".join(what_failed(dict.fromkeys(found))))


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
