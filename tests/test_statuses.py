"""Every outcome has a sentence for either reader, and whatever the engine reports has an outcome."""

from autograder.border.failures import KINDS as REPORTED
from autograder.statuses import SUBMISSION, TEST
from autograder.worker.verdicts import KINDS


def test_every_status_has_two_sentences():
    for status in [*TEST.values(), *SUBMISSION.values()]:
        for sentence in (status.to_student, status.to_instructor):
            assert sentence[0].isupper() and sentence[-1] in ".?" and len(sentence) < 240, status.name


def test_every_failure_of_a_students_process_has_a_status():
    assert set(KINDS) == set(REPORTED) and set(KINDS.values()) <= set(TEST)
