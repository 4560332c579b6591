"""The roster: read however it was saved; a student is matched by an id, else by a name, never by a guess."""

import pytest
from handed_in import EXERCISES, FIRST, as_zip, lay, outcomes, reasons, students, version

from autograder.intake import RosterError, find
from autograder.intake.roster import read_roster

CANVAS = (
    "Student,ID,SIS User ID,SIS Login ID,Section,First exercise (77)\r\n"
    "    Points Possible,,,,,10\r\n"
    '"Müller, Anna Lena",101,s101,amueller,A,\r\n'
    '"O\'Brien, Zoë",102,s102,zobrien,A,\r\n'
    '"Student, Test",999,,,A,\r\n'
)


def table(tmp_path, text, encoding="utf-8"):
    path = tmp_path / "class.csv"
    path.write_bytes(text.encode(encoding))
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_any_table_is_read(tmp_path, encoding, separator):
    text = 'First name,Surname,"Email address",Groups\nZoë,Müller,zoe@example.org,"A, B1"\n\n,,,\nJan,Weiß,jan@example.org,\n'
    if separator != ",":
        text = text.replace('"A, B1"', "A").replace(",", separator)
    rows = read_roster(table(tmp_path, text, encoding))
    assert [(row.student, row.ids["email"]) for row in rows] == [
        ("Zoë Müller", "zoe@example.org"), ("Jan Weiß", "jan@example.org")
    ]  # fmt: skip
    assert "A" in rows[0].groups and not rows[1].groups


def test_each_platforms_own_table(tmp_path):
    canvas = read_roster(table(tmp_path, CANVAS))
    assert [(row.student, row.ids["canvas"], row.ids["login"]) for row in canvas] == [
        ("Müller, Anna Lena", "101", "amueller"), ("O'Brien, Zoë", "102", "zobrien")
    ]  # fmt: skip
    moodle = (
        "\ufeffIdentifier,Full name,Email address,Status,Grade\nParticipant 1234,Student 01,student-01@example.org,x,\n"
    )
    assert read_roster(table(tmp_path, moodle))[0].ids["moodle"] == "1234"
    german = "ID;Vollständiger Name;E-Mail-Adresse;Status\nTeilnehmer/in4321;Student 01;student-01@example.org;x\n"
    assert read_roster(table(tmp_path, german))[0].ids["moodle"] == "4321"
    classroom = '"identifier","github_username","github_id","name"\n"student-01@example.org","octo","5","Student 01"\n'
    (row,) = read_roster(table(tmp_path, classroom))
    assert row.student == "student-01@example.org" and row.ids["github"] == "octo"
    own = "student,name,email,canvas,moodle,github\nstudent-01,Student 01,student-01@example.org,7,8,octo\n"
    (row,) = read_roster(table(tmp_path, own))
    assert (row.student, row.ids) == (
        "student-01",
        {"name": "Student 01", "email": "student-01@example.org", "canvas": "7", "moodle": "8", "github": "octo"},
    )


def test_students_of_one_name_stay_two(tmp_path):
    rows = read_roster(table(tmp_path, "name,email\nKim Lee,kim1@example.org\nKim Lee,kim2@example.org\n"))
    assert [row.student for row in rows] == ["Kim Lee (kim1@example.org)", "Kim Lee (kim2@example.org)"]


@pytest.mark.parametrize(
    ("text", "what"),
    [("", "empty"), ("points,grade\n1,2\n", "no column that names students.*points, grade"), ("name\n", "nobody")],
)
def test_a_table_without_students_is_refused_with_what_it_has(tmp_path, text, what):
    with pytest.raises(RosterError, match=what):
        read_roster(table(tmp_path, text))
    with pytest.raises(RosterError, match="cannot be read"):
        read_roster(tmp_path / "none.csv")
    (tmp_path / "class.xlsx").write_bytes(b"PK\3\4")
    with pytest.raises(RosterError, match="Save the table as CSV"):
        read_roster(tmp_path / "class.xlsx")


def test_canvas_students_get_the_rosters_names_and_ids(tmp_path):
    files = {
        "renamedsince_101_1_x.ipynb": version(1),
        "obrienzoe_LATE_102_2_x.ipynb": version(2),
        "stranger_103_3_x.ipynb": version(3),
    }
    intake = find(as_zip(tmp_path, files), EXERCISES, roster=table(tmp_path, CANVAS + '"Absent, Ann",104,,,A,\n'))
    assert [one.student for one in intake.submissions] == ["Müller, Anna Lena", "O'Brien, Zoë", "stranger_103"]
    assert intake.submissions[0].ids["login"] == "amueller"
    assert list(intake.roster) == ["Müller, Anna Lena", "O'Brien, Zoë", "Absent, Ann"] and intake.missing == [
        "Absent, Ann"
    ]
    assert "not on the roster" in reasons(intake)["stranger_103_3_x.ipynb"]
    assert "the platform says renamedsince" in reasons(intake)["renamedsince_101_1_x.ipynb"]
    assert "platform says" not in reasons(intake)["obrienzoe_LATE_102_2_x.ipynb"]


@pytest.mark.parametrize(
    ("folder", "student"),
    [
        ("Anna Lena Müller_7_assignsubmission_file", "Müller, Anna Lena"),
        ("Müller Anna Lena_7_assignsubmission_file", "Müller, Anna Lena"),
        ("Anna Lena Mu\u0308ller_7_assignsubmission_file", "Müller, Anna Lena"),  # as macOS unpacks it
        ("Anna Lena Mueller_7_assignsubmission_file", "Müller, Anna Lena"),
        ("ANNA LENA MULLER_7_assignsubmission_file", "Müller, Anna Lena"),
        ("Zoë OBrien_7_assignsubmission_file", "O'Brien, Zoë"),
        ("Anna Müller_7_assignsubmission_file", "Anna Müller"),  # perhaps another
        ("amueller", "Müller, Anna Lena"),
        ("S102", "O'Brien, Zoë"),
    ],
)
def test_names_match_in_every_spelling_that_is_surely_theirs(tmp_path, folder, student):
    files = {f"class/{folder}/x.ipynb": FIRST}
    intake = find(lay(tmp_path, files) / "class", EXERCISES, roster=table(tmp_path, CANVAS))
    assert students(intake) == [(student, "01_first_exercises")]


def test_a_namesake_with_another_id_is_another_student(tmp_path):
    roster = table(tmp_path, "student,email\nKim Lee,kim@example.org\n")
    metadata = "submission_1:\n  :submitters:\n  - :name: Kim Lee\n    :email: other@example.org\n"
    files = {"submission_metadata.yml": metadata, "submission_1/x.ipynb": FIRST}
    intake = find(as_zip(tmp_path, files), EXERCISES, roster=roster)
    assert students(intake) == [("Kim Lee (other@example.org)", "01_first_exercises")]
    assert intake.missing == ["Kim Lee"]


def test_who_may_be_two_is_unmatched(tmp_path):
    roster = table(tmp_path, "name,email\nKim Lee,kim1@example.org\nLee Kim,kim2@example.org\n")
    files = {"Kim Lee_7_assignsubmission_file/x.ipynb": FIRST, "kim2/x.ipynb": version(2)}
    intake = find(lay(tmp_path / "a", dict(list(files.items())[:1])), EXERCISES, roster=roster)
    assert outcomes(intake) == {"Kim Lee_7_assignsubmission_file/x.ipynb": "taken"}  # in this order it is one of them
    both = table(tmp_path / "a", "student,name\na,Kim Lee\nb,Kim Lee\n")
    intake = find(tmp_path / "a", EXERCISES, roster=both)
    assert outcomes(intake)["Kim Lee_7_assignsubmission_file/x.ipynb"] == "unmatched"
    assert "a, b" in reasons(intake)["Kim Lee_7_assignsubmission_file/x.ipynb"]
    intake = find(lay(tmp_path / "b", dict(list(files.items())[1:])), EXERCISES, roster=roster)
    assert [student for student, _ in students(intake)] == ["Lee Kim"]  # by what stands before the @


def test_a_groups_file_counts_for_its_members(tmp_path):
    roster = table(tmp_path, "name,groups\nStudent 01,Red pandas\nStudent 02,Red pandas\nStudent 03,\n")
    files = {
        "Red pandas_5_assignsubmission_file/x.ipynb": version(1),
        "Student 03_6_assignsubmission_file/x.ipynb": version(2),
        "Blue whales_7_assignsubmission_file/x.ipynb": version(3),
    }
    intake = find(as_zip(tmp_path, files), EXERCISES, roster=roster)
    assert [one.student for one in intake.submissions] == ["Blue whales", "Student 01", "Student 02", "Student 03"]
    assert "Student 01 and Student 02 (a group)" in reasons(intake)["Red pandas_5_assignsubmission_file/x.ipynb"]
    assert not intake.missing


def test_a_student_named_twice_in_the_same_words_is_one(tmp_path):
    rows = read_roster(table(tmp_path, "name,email\nStudent 01,one@example.org\nStudent 01,one@example.org\n"))
    assert [row.student for row in rows] == ["Student 01"]


def test_a_student_in_two_rows_for_two_groups_is_one_in_both(tmp_path):
    text = "name,email,group\nStudent 01,01@example.org,Red\nStudent 02,02@example.org,Red\nStudent 01,01@example.org,Blue\n"
    one, two = read_roster(table(tmp_path, text))
    assert (one.student, one.groups) == ("Student 01", {"Red", "Blue"}) and two.groups == {"Red"}


def test_nobody_hands_in_for_a_group_by_taking_its_name(tmp_path):
    roster = table(
        tmp_path, "name,canvas,group\nStudent 01,101,Red pandas\nStudent 02,102,Red pandas\nStudent 03,103,\n"
    )
    files = {"redpandas_103_1_x.ipynb": version(1), "student01_101_2_x.ipynb": version(2)}
    intake = find(as_zip(tmp_path, files), EXERCISES, roster=roster)
    assert [one.student for one in intake.submissions] == ["Student 01", "Student 03"]


def test_canvas_gives_a_groups_file_one_members_id_and_it_counts_for_all(tmp_path):
    roster = table(
        tmp_path, "name,canvas,group_name\nStudent 01,101,Red pandas\nStudent 02,102,Red pandas\nStudent 03,103,\n"
    )
    files = {"redpandas_102_1_x.ipynb": version(1), "student03_103_2_x.ipynb": version(2)}
    intake = find(as_zip(tmp_path, files), EXERCISES, roster=roster)
    assert [(one.student, one.ids["canvas"]) for one in intake.submissions] == [
        ("Student 01", "101"), ("Student 02", "102"), ("Student 03", "103")
    ]  # fmt: skip
    assert "from the group redpandas" in reasons(intake)["redpandas_102_1_x.ipynb"]


def test_the_same_student_in_two_folders_is_one_and_the_newer_counts(tmp_path):
    roster = table(tmp_path, "student,name,email\nstudent-01,Student One,one@example.org\n")
    files = {"Student One_1_assignsubmission_file/x.ipynb": version(1), "old/readme.md": ""}
    lay(tmp_path / "a", files)
    lay(tmp_path / "b", {"one/x.ipynb": version(2)})
    intake = find([tmp_path / "a", tmp_path / "b"], EXERCISES, roster=roster)
    assert students(intake) == [("student-01", "01_first_exercises")]
    assert sorted(outcomes(intake).values()) == ["ignored", "superseded", "taken"]


def test_clones_match_by_login_though_logins_hold_hyphens(tmp_path):
    roster = table(tmp_path, "student,github\nstudent-01,octo-cat\nstudent-02,cat\n")
    files = {f"hw-submissions/hw-octo-{name}/x.ipynb": version(name) for name in ("cat", "dog")}
    intake = find(lay(tmp_path, files) / "hw-submissions", EXERCISES, roster=roster)
    assert [one.student for one in intake.submissions] == ["octo-dog", "student-01"]
