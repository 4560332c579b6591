"""Canvas's downloads: every name that Canvas gives a file, in the zip and in its unpacked folder."""

import pytest
from handed_in import EXERCISES, FIRST, as_zip, lay, notebook, outcomes, reasons, students, version, zipped

from autograder.intake import LayoutError, find

CLASS = {
    "student01_101_9001_01_first_exercises.ipynb": version(1),
    "student02_LATE_102_9002_01_first_exercises.ipynb": version(2),
    "müllerannalena_103_9003_01_first_exercises-1.ipynb": version(3),
    "obrien_104_9004_my_02_work_7.ipynb": version(4),
    "王小明_105_9005_01_first_exercises.ipynb": version(5),
    "محمد_106_9006_01_first_exercises.ipynb": version(6),
    "student07_107_text.html": "<p>see my notebook</p>",
    "student08_108_link.html": "<a></a>",
    "student01_101_9010_photo.jpg": b"\xff\xd8",
}


@pytest.mark.parametrize("as_folder", [False, True], ids=["zip", "folder"])
def test_a_download_is_recognised_and_every_name_is_read(tmp_path, as_folder):
    root = lay(tmp_path / "unpacked", CLASS) if as_folder else as_zip(tmp_path, CLASS)
    intake = find(root, EXERCISES)
    assert intake.layout.startswith("a Canvas download (6 of ")
    assert [(one.student, one.ids, one.marked_late) for one in intake.submissions] == [
        ("müllerannalena_103", {"canvas": "103"}, False),
        ("obrien_104", {"canvas": "104"}, False),
        ("student01_101", {"canvas": "101"}, False),
        ("student02_102", {"canvas": "102"}, True),
        ("محمد_106", {"canvas": "106"}, False),
        ("王小明_105", {"canvas": "105"}, False),
    ]
    assert {one.clock for one in intake.submissions} == {"file" if as_folder else "archive"}
    assert outcomes(intake) == {name: "taken" if name.endswith("ipynb") else "ignored" for name in CLASS}
    assert "text box" in reasons(intake)["student07_107_text.html"]
    assert "late" in reasons(intake)["student02_LATE_102_9002_01_first_exercises.ipynb"]
    assert {one.read() for one in intake.submissions} == {version(number).encode() for number in range(1, 7)}


def test_anonymous_students_stay_apart(tmp_path):
    files = {
        "anon_Ab12c_11_x.ipynb": version(1),
        "LATE_anon_zZ9xY_12_x.ipynb": version(2),
        "anon_00Abc_13_x.ipynb": FIRST,
    }
    intake = find(as_zip(tmp_path, files), EXERCISES)
    assert [(one.student, one.marked_late) for one in intake.submissions] == [
        ("anon_00Abc", False),
        ("anon_Ab12c", False),
        ("anon_zZ9xY", True),
    ]


@pytest.mark.parametrize(
    ("name", "student", "late"),
    [
        ("smithLATE_12_34_x.ipynb", "smith_12", True),  # as older versions wrote it
        ("smith_late_12_34_x.ipynb", "smith_12", True),
        ("chocolate_12_34_x.ipynb", "chocolate_12", False),
        ("smith_jr_12_34_5_6_x.ipynb", "smith_jr_12", False),
        ("4711_12_34_x.ipynb", "4711_12", False),
    ],
)
def test_odd_names(tmp_path, name, student, late):
    (one,) = find(as_zip(tmp_path, {name: FIRST}), EXERCISES).submissions
    assert (one.student, one.marked_late, one.ids) == (student, late, {"canvas": "12"})


def test_of_two_files_the_later_upload_counts_though_the_zip_gives_both_the_same_time(tmp_path):
    files = {"a_1_900_z.ipynb": version(1), "a_1_1000_a.ipynb": version(2), "a_1_80_k-1.ipynb": version(3)}
    intake = find(as_zip(tmp_path, files), EXERCISES)
    assert [one.source for one in intake.submissions] == ["a_1_1000_a.ipynb"]
    assert outcomes(intake)["a_1_900_z.ipynb"] == outcomes(intake)["a_1_80_k-1.ipynb"] == "superseded"


def test_a_student_may_hand_in_a_zip(tmp_path):
    inner = zipped({"work/01_first_exercises.ipynb": FIRST, "work/plan.docx": "x", "__MACOSX/work/._a.ipynb": "x"})
    intake = find(as_zip(tmp_path, {"a_1_2_hw.zip": inner, "b_3_4_x.ipynb": version(2)}), EXERCISES)
    assert students(intake) == [("a_1", "01_first_exercises"), ("b_3", "01_first_exercises")]
    assert intake.submissions[0].read() == FIRST.encode()
    assert outcomes(intake) == {
        "a_1_2_hw.zip/work/01_first_exercises.ipynb": "taken",
        "a_1_2_hw.zip/work/plan.docx": "ignored",
        "a_1_2_hw.zip/__MACOSX/": "ignored",
        "b_3_4_x.ipynb": "taken",
    }


def test_what_only_looks_like_canvas_is_not(tmp_path):
    files = {"student-01_2026_01_first_exercises.ipynb": FIRST, "student-02_2026_01_first_exercises.ipynb": FIRST}
    assert find(lay(tmp_path / "a", files), EXERCISES).layout == "a folder of notebooks"
    same = {"ann_2026_7_a.ipynb": FIRST, "bob_2026_7_a.ipynb": FIRST}  # no two uploads have one id
    assert find(lay(tmp_path / "b", same), EXERCISES).layout == "a folder of notebooks"


def test_a_layout_can_be_forced_and_must_then_fit(tmp_path):
    files = {
        "ann_7_8_a.ipynb": FIRST,
        "notebook.ipynb": notebook("def walk(): ..."),
        "b.ipynb": FIRST,
        "c.ipynb": FIRST,
    }
    root = lay(tmp_path, files)
    assert find(root, EXERCISES).layout == "a folder of notebooks"
    intake = find(root, EXERCISES, layout="canvas")
    assert students(intake)[0] == ("ann_7", "01_first_exercises")
    assert "not named as Canvas" in reasons(intake)["b.ipynb"]
    (root / "ann_7_8_a.ipynb").unlink()
    with pytest.raises(LayoutError, match="lastfirst_1234_5678"):
        find(root, EXERCISES, layout="canvas")
