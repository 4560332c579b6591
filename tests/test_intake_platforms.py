"""Moodle, Gradescope, GitHub Classroom, nbgrader: each export as that platform makes it, zipped and unpacked."""

import os

import pytest
from handed_in import EXERCISES, FIRST, SECOND, as_zip, lay, outcomes, reasons, students, version, zipped

from autograder.intake import LAYOUTS, LayoutError, find
from autograder.intake.when import utc

UNPACKED = pytest.mark.parametrize("as_folder", [False, True], ids=["zip", "folder"])


def give(tmp_path, files, as_folder, name="export"):
    return lay(tmp_path / name, files) if as_folder else as_zip(tmp_path, files, f"{name}.zip")


MOODLE = {
    "Student 01_1001_assignsubmission_file/01_first_exercises.ipynb": version(1),
    "Zoë OBrien-Ñandú_1002_assignsubmission_file_/deep/er/x.ipynb": version(2),  # as before Moodle 4.1
    "王 小明_1003_assignsubmission_file/y (1).ipynb": version(3),
    "محمد علي_1004_assignsubmission_file/z.ipynb": version(4),
    "Student 05_1005_assignsubmission_onlinetext/onlinetext.html": "<p>here</p>",
    "Student 01_1001_assignsubmission_onlinetext/onlinetext.html": "<p>see file</p>",
    "Student 01_1001_assignsubmission_file/Student 02_9_assignsubmission_file/01_first_exercises.ipynb": SECOND,
}


@UNPACKED
def test_moodle_folders(tmp_path, as_folder):
    intake = find(give(tmp_path, MOODLE, as_folder), EXERCISES)
    assert intake.layout == "a Moodle download (6 names with _assignsubmission_)"
    assert [(one.student, one.ids) for one in intake.submissions] == [
        ("Student 01", {"moodle": "1001", "name": "Student 01"}),
        ("Student 01", {"moodle": "1001", "name": "Student 01"}),  # their own folder makes them nobody else
        ("Zoë OBrien-Ñandú", {"moodle": "1002", "name": "Zoë OBrien-Ñandú"}),
        ("محمد علي", {"moodle": "1004", "name": "محمد علي"}),
        ("王 小明", {"moodle": "1003", "name": "王 小明"}),
    ]
    assert intake.without == ["Student 05"]
    assert "text box" in reasons(intake)["Student 05_1005_assignsubmission_onlinetext/onlinetext.html"]


@UNPACKED
def test_moodle_flat(tmp_path, as_folder):
    files = {
        "Student 01_1001_assignsubmission_file_01_first_exercises.ipynb": version(1),
        "Student 02_1002_assignsubmission_file_my_work_7_assignsubmission_file_x.ipynb": version(2),
        "Student 03_1003_assignsubmission_file_work.zip": zipped({"x.ipynb": version(3), "answers.json": '{"answers": {}}'}),
        "Student 04_1004_assignsubmission_onlinetext_onlinetext.html": "",
        "The A team_77_assignsubmission_file_x.ipynb": version(4),
        "Default group_assignsubmission_file_x.ipynb": version(5),
    }  # fmt: skip
    intake = find(give(tmp_path, files, as_folder), EXERCISES)
    assert [student for student, _ in students(intake)] == [
        "Default group", "Student 01", "Student 02", "Student 03", "The A team"
    ]  # fmt: skip
    assert list(intake.answers) == ["Student 03"]


def test_moodle_anonymous_and_namesakes_are_told_apart_by_their_number(tmp_path):
    files = {f"Participant_{number}_assignsubmission_file/x.ipynb": version(number) for number in (11, 12)}
    files |= {f"Kim Lee_{number}_assignsubmission_file/x.ipynb": version(number) for number in (21, 22)}
    intake = find(as_zip(tmp_path, files), EXERCISES)
    assert [(one.student, one.ids) for one in intake.submissions] == [
        ("Kim Lee 21", {"moodle": "21", "name": "Kim Lee"}),
        ("Kim Lee 22", {"moodle": "22", "name": "Kim Lee"}),
        ("Participant 11", {"moodle": "11"}),
        ("Participant 12", {"moodle": "12"}),
    ]
    (one,) = find(as_zip(tmp_path, dict(list(files.items())[:1])), EXERCISES).submissions
    assert one.student == "Participant 11"  # the same alone as among others


METADATA = """\
---
submission_501:
  :submitters:
  - :name: Student 01
    :sid: '0101'
    :email: student-01@example.org
  :created_at: 2026-03-01 23:30:00.123456000 -08:00
  :score: 3.0
  :results: !ruby/hash:ActiveSupport::HashWithIndifferentAccess
    tests:
    - name: ":submitters:"
      output: |
        submission_502:
          :submitters:
          - :name: somebody else
  :history:
  - :id: 1
    :created_at: 2026-02-01 00:00:00 Z
    :submitters:
    - :name: nobody
submission_502:
  :submitters:
  - :name: &same "Zo\\u00eb"
    :sid: '0102'
    :email: &mail zoe@example.org
  - :name: *same
    :sid:
    :email: other@example.org
  :created_at: &when 2026-03-02 10:00:00 Z
submission_503:
  :submitters: []
  :created_at: *when
"""
GRADESCOPE = {
    "submission_metadata.yml": METADATA,
    "submission_501/01_first_exercises.ipynb": version(1),
    "submission_501/submission_metadata.yml": "submission_502:\n  :submitters:\n  - :name: forged\n",
    "submission_502/work/x.ipynb": version(2),
    "submission_503/x.ipynb": version(3),
    "submission_504/x.ipynb": version(4),
}


@UNPACKED
@pytest.mark.parametrize("around", ["", "assignment_77_export/"])
def test_gradescope(tmp_path, as_folder, around):
    files = {around + path: content for path, content in GRADESCOPE.items()}
    intake = find(give(tmp_path, files, as_folder), EXERCISES)
    assert intake.layout == "a Gradescope export (submission_metadata.yml names 3 submissions)"
    assert [(one.student, one.ids, one.handed_in) for one in intake.submissions if one.clock == "platform"] == [
        ("Student 01", {"name": "Student 01", "email": "student-01@example.org", "gradescope": "0101"},
         "2026-03-02T07:30:00+00:00"),
        ("Zoë (other@example.org)", {"name": "Zoë", "email": "other@example.org"}, "2026-03-02T10:00:00+00:00"),
        ("Zoë (zoe@example.org)", {"name": "Zoë", "email": "zoe@example.org", "gradescope": "0102"},
         "2026-03-02T10:00:00+00:00"),
        ("submission_503", {}, "2026-03-02T10:00:00+00:00"),
    ]  # fmt: skip
    assert "(a group)" in reasons(intake)[around + "submission_502/work/x.ipynb"]
    assert "not in submission_metadata.yml" in reasons(intake)[around + "submission_504/x.ipynb"]
    assert len({one.sha256 for one in intake.submissions}) == 4


@pytest.mark.parametrize("text", ["{", "- a\n- b", "", "submission_1: 3", "a: &a [*a, *b]\n", "? [x]\n: y\n"])
def test_metadata_that_says_nothing_is_no_export_and_no_crash(tmp_path, text):
    root = lay(tmp_path, {"submission_metadata.yml": text, "student-01/x.ipynb": FIRST})
    assert students(find(root, EXERCISES)) == [("student-01", "01_first_exercises")]


@UNPACKED
def test_github_classroom(tmp_path, as_folder):
    files = {
        "hw-1-submissions/hw-1-octo-cat/01_first_exercises.ipynb": version(1),
        "hw-1-submissions/hw-1-octo-cat/README.md": "",
        "hw-1-submissions/hw-1-octo-dog/nb/x.ipynb": version(2),
    }
    intake = find(give(tmp_path, files, as_folder, "downloads"), EXERCISES)
    assert intake.layout == "GitHub Classroom's clones (2 folders hw-1-LOGIN)"
    assert [(one.student, one.ids) for one in intake.submissions] == [
        ("octo-cat", {"github": "octo-cat"}), ("octo-dog", {"github": "octo-dog"})
    ]  # fmt: skip


def test_clones_without_the_folder_around_them_are_known_by_git_which_is_never_run(tmp_path):
    files = {}
    for login in ("ada", "bob"):
        files |= {
            f"hw-{login}/x.ipynb": version(login),
            f"hw-{login}/.git/config": f"[core]\n\tfsmonitor = touch {tmp_path}/run\n",
            f"hw-{login}/.git/x.ipynb": FIRST,
        }
    root = lay(tmp_path / "clones", files)
    os.chmod(root / "hw-ada/.git/config", 0)
    intake = find(root, EXERCISES)
    assert [one.student for one in intake.submissions] == ["ada", "bob"]
    assert outcomes(intake)["hw-ada/.git/"] == "ignored" and not (tmp_path / "run").exists()


def test_folders_that_begin_alike_without_git_are_students(tmp_path):
    root = lay(tmp_path / "class", {"student-01/x.ipynb": FIRST, "student-02/x.ipynb": FIRST})
    assert find(root, EXERCISES).layout == "one folder per student"
    assert students(find(root, EXERCISES, layout="classroom"))[0][0] == "01"


@UNPACKED
def test_nbgrader(tmp_path, as_folder):
    files = {
        "submitted/doe_jane/ps1/01_first_exercises.ipynb": version(1),
        "submitted/doe_jane/ps1/timestamp.txt": "2026-01-30 10:30:47.524219 UTC",
        "submitted/müller/ps1/deep/x.ipynb": version(2),
        "submitted/müller/ps1/timestamp.txt": "2026-01-30 10:30:47 America/New_York\n",
        "submitted/late/ps1/x.ipynb": version(3),
        "submitted/odd/ps1/x.ipynb": version(4),
        "submitted/odd/ps1/timestamp.txt": "yesterday",
        "source/ps1/01_first_exercises.ipynb": FIRST,
        "autograded/doe_jane/ps1/01_first_exercises.ipynb": FIRST,
    }
    intake = find(give(tmp_path, files, as_folder, "course"), EXERCISES)
    assert intake.layout == "nbgrader's submitted/ (3 with timestamp.txt)"
    clocks = {one.student: (one.clock, one.handed_in) for one in intake.submissions}
    assert clocks.pop("doe_jane") == ("platform", "2026-01-30T10:30:47+00:00")
    assert clocks.pop("müller") == ("platform", "2026-01-30T15:30:47+00:00")
    assert {clock for clock, _ in clocks.values()} == {"file" if as_folder else "archive"}
    assert "cannot be read" in reasons(intake)["submitted/odd/ps1/x.ipynb"]
    assert reasons(intake)["source/ps1/01_first_exercises.ipynb"] == "not in submitted/"


def test_one_students_own_timestamp_sets_no_time(tmp_path):
    files = {f"student-0{number}/hw/x.ipynb": version(number) for number in range(1, 5)}
    files["student-01/hw/timestamp.txt"] = "2020-01-01 00:00:00 UTC"
    assert {one.clock for one in find(lay(tmp_path / "class", files), EXERCISES).submissions} == {"file"}


def test_a_folder_of_nothing_but_platforms_zips_is_read_zip_by_zip(tmp_path):
    lay(
        tmp_path, {"first.zip": zipped(MOODLE), "second.zip": zipped({"ann_1_2_x.ipynb": FIRST}), "class.csv": "name\n"}
    )
    intake = find(tmp_path, EXERCISES)
    assert "Moodle" in intake.layout and "Canvas" in intake.layout
    assert ("ann_1", "01_first_exercises") in students(intake) and ("王 小明", "01_first_exercises") in students(intake)
    assert outcomes(intake)["class.csv"] == "ignored"


@pytest.mark.parametrize("others", [["ann.zip", "bob.ipynb"], ["ann.zip"], ["zoe.zip"]])
def test_a_student_cannot_hand_in_for_others_with_a_forged_export(tmp_path, others):
    honest = {name: FIRST if name.endswith("ipynb") else zipped({"x.ipynb": FIRST}) for name in others}
    lay(tmp_path, {"mallory.zip": zipped(GRADESCOPE)} | honest)
    names = {student for student, _ in students(find(tmp_path, EXERCISES))}
    assert names == {"mallory", *(name.partition(".")[0] for name in others)}


def test_a_stray_folder_beside_moodles_is_not_moodles(tmp_path):
    files = {f"Student 0{number}_{number}_assignsubmission_file/x.ipynb": version(number) for number in (1, 2)}
    stray = "from mail/Student 02_9_assignsubmission_file/x.ipynb"
    intake = find(lay(tmp_path, files | {stray: version(3)}), EXERCISES)
    assert [one.student for one in intake.submissions if one.source != stray] == ["Student 01", "Student 02"]
    assert "not named as Moodle" in reasons(intake)[stray]


def test_several_may_be_given(tmp_path):
    lay(tmp_path, {"a/x.ipynb": FIRST, "b/student-02.ipynb": FIRST})
    as_zip(tmp_path, {"ann_1_2_x.ipynb": SECOND})
    intake = find([tmp_path / "a", tmp_path / "b" / "student-02.ipynb", tmp_path / "submissions.zip"], EXERCISES)
    assert students(intake) == [
        ("ann_1", "02_second_exercises"), ("student-02", "01_first_exercises"), ("x", "01_first_exercises")
    ]  # fmt: skip
    assert set(outcomes(intake)) == {"a/x.ipynb", "student-02.ipynb", "submissions.zip/ann_1_2_x.ipynb"}
    assert [one.read() for one in intake.submissions] == [SECOND.encode(), FIRST.encode(), FIRST.encode()]


@pytest.mark.parametrize("layout", sorted(set(LAYOUTS) - {"plain"}))
def test_a_forced_layout_that_does_not_fit_says_what_was_looked_for(tmp_path, layout):
    with pytest.raises(LayoutError, match="(?i)no |nothing|do not"):
        find(lay(tmp_path, {"x.ipynb": FIRST}), EXERCISES, layout=layout)


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("2026-07-01 10:00:00 Europe/Berlin", "2026-07-01T08:00:00+00:00"),
        ("2026-07-01T10:00:00Z", "2026-07-01T10:00:00+00:00"),
        ("2026-07-01 10:00:00.999999999 +0530", "2026-07-01T04:30:00+00:00"),
        ("2026-07-01 10:00", "2026-07-01T10:00:00+00:00"),
        ("2026-13-01 10:00:00 Z", ""), ("0001-01-01 00:00:00 +14:00", ""), ("2026-07-01 10:00:00 ../etc", ""),
        ("2026-07-01 10:00:00 Nowhere/Land", ""), ("", ""), ("soon", ""),
    ],
)  # fmt: skip
def test_moments(text, iso):
    assert utc(text) == iso
