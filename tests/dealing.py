"""How the suite is dealt out among several processes (pytest-xdist): which tests stay together, and who goes first.

Tests of one file share what is dear to set up, so a file goes to one process as a whole. Where a file takes minutes, the tests
that share something stay together: what `TOGETHER` finds in their names says with whom. The attacks take minutes too, and mostly
wait for limits; they stay together so that they do not push each other over these.
"""

import re

from xdist.scheduler import LoadScopeScheduling

TOGETHER = {
    "test_answers.py": r"\[(\d\d[a-z]?)_",
    "test_notebooks.py": r"\[\w+/(\d\d[a-z]?)_",
}
# The long ones first, or else whoever takes one of them up last keeps all others waiting.
FIRST = ("attacks", "notebooks", "term", "answers", "coordinator_killed", "zygote_endings", "release")


def share(nodeid):
    """The name of what a test belongs to: its file, or a part of that."""
    file, _, test = nodeid.partition("::")
    found = re.search(TOGETHER.get(file.rpartition("/")[2], "$^"), test)
    return f"{file}::{next(filter(None, found.groups()))}" if found else file


def turn(name):
    """Where a share's file stands in FIRST."""
    stem = name.partition("::")[0].rpartition("/")[2].removeprefix("test_").removesuffix(".py")
    return FIRST.index(stem) if stem in FIRST else len(FIRST)


class Dealer(LoadScopeScheduling):
    """Gives out whole shares, the long ones first and otherwise as they were collected."""

    def __init__(self, config, log):
        config.option.loadscopereorder = False
        super().__init__(config, log)

    def _split_scope(self, nodeid):
        return share(nodeid)

    def _assign_work_unit(self, node):
        self.workqueue.move_to_end(min(self.workqueue, key=turn), last=False)
        super()._assign_work_unit(node)
