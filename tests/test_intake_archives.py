"""Hostile and odd archives: each is refused with a clear reason, and nothing of anybody else is lost by it."""

import io
import os
import re
import struct
import tracemalloc
import zipfile

import pytest
from handed_in import EXERCISES, FIRST, as_zip, lay, outcomes, reasons, students, version, zipped
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from zip_maker import Part, archive, deflated

from autograder.intake import ArchiveError, IntakeError, find
from autograder.intake.directory import entries
from autograder.intake.unpacking import unpacked
from course.workbook import NotebookError

GOOD = Part("good/01_first_exercises.ipynb", FIRST.encode())
BAD = FIRST.encode()
BOMB = b" " * 19_000_000
NESTED = zipped({"x.ipynb": FIRST})
for _ in range(3):
    NESTED = zipped({"inner.zip": NESTED})


def entry(name="bad/x.ipynb", **options):
    return Part(name, BAD, **options)


# name of the case: (the bad entry, what the report says of it)
ENTRIES = {
    "above the archive": (entry("../../x.ipynb"), "leads out of the archive"),
    "above the archive, on Windows": (entry("a\\..\\..\\x.ipynb"), "leads out of the archive"),
    "from the root": (entry("/etc/x.ipynb"), "begins at the root"),
    "from the root, on Windows": (entry("\\\\server\\x.ipynb"), "begins at the root"),
    "on a drive": (entry("C:\\x.ipynb"), "letter of a drive"),
    "on a drive, relative": (entry("c:x.ipynb"), "letter of a drive"),
    "a symbolic link": (entry(mode=0o120777), "a link"),
    "a device": (entry(mode=0o060644), "a device"),
    "a pipe": (entry(mode=0o010644), "a device"),
    "encrypted": (entry(flags=0x801), "encrypted"),
    "encrypted strongly": (entry(method=99, packed=BAD), "encrypted"),
    "with a NUL": (entry("bad/x.txt\0.ipynb"), "characters that no name has"),
    "with a line break": (entry("bad/x\n.ipynb"), "characters that no name has"),
    "with an escape": (entry("bad/\x1b[2Jx.ipynb"), "characters that no name has"),
    "a very long name": (entry("bad/" + "x" * 300 + ".ipynb"), "too long"),
    "a very long path": (entry("bad/" + "d/" * 600 + "x.ipynb"), "too long"),
    "a bomb": (entry(told={"size": len(BOMB)}, packed=deflated(BOMB)), "times its size"),
    "larger than a notebook": (entry(told={"size": 30_000_000}, packed=b"x" * 200_000), "larger than 20 MB"),
    "longer than it says": (entry(packed=deflated(BAD + b" " * 9_000)), "does not unpack to the"),
    "shorter than it says": (entry(told={"size": len(BAD) + 5}), "does not unpack to the"),
    "much longer than it says": (entry(packed=deflated(BOMB)), "does not unpack to the"),
    "a wrong checksum": (entry(told={"crc": 1}), "checksum"),
    "no compressed data": (entry(packed=b"\xff" * 50), "damaged"),
    "cut off": (entry(packed=deflated(BAD)[:-9]), "does not unpack to the"),
    "another way of packing": (entry(method=14, packed=BAD), "LZMA"),
    "an unknown way of packing": (entry(method=77, packed=BAD), "number 77"),
    "said in two ways": (entry(told={"method": 0, "packed": len(BAD)}, packed=BAD), "contradict"),
    "stored with two sizes": (entry(method=0, told={"size": 5}), "two sizes"),
}  # fmt: skip


@pytest.mark.parametrize("case", ENTRIES)
@pytest.mark.parametrize("where", ["given", "a student's"])
def test_a_bad_entry_is_refused_by_name_and_the_good_one_beside_it_is_taken(tmp_path, case, where):
    bad, says = ENTRIES[case]
    data = archive(GOOD, bad, Part("good/answers.txt", b"hello"))
    if where == "given":
        root = tmp_path / "class.zip"
        root.write_bytes(data)
    else:
        root = lay(tmp_path / "class", {"mallory.zip": data, "ann/x.ipynb": version(1)})
    intake = find(root, EXERCISES)
    rows = [
        (path, outcome, reason) for path, outcome, reason in intake.files if "good" not in path and "ann/" not in path
    ]
    assert [outcome for _, outcome, _ in rows] == ["unmatched"], rows
    assert "refused" in rows[0][2] and says in rows[0][2]
    assert rows[0][0].isprintable() and len(rows[0][0]) < 400
    assert [path for path, outcome, _ in intake.files if outcome == "taken" and "good" in path]
    assert ("ann", "01_first_exercises") in students(intake) or where == "given"


ARCHIVES = {
    "no zip": (b"PK\3\4 hello", "not a zip archive"),
    "empty": (b"", "not a zip archive"),
    "cut off": (zipped({"x.ipynb": FIRST})[:-30], "not a zip archive"),
    "more entries than it has": (archive(GOOD, count=3), "impossible size|should list"),
    "fewer entries than it has": (archive(GOOD, entry(), count=1), "should list 1"),
    "an impossible list": (archive(GOOD, size=5), "impossible size"),
    "an enormous list": (archive(Part("x.ipynb", BAD, extra=b"\0\0\xfb\xff" + b"x" * 65_531), *[
        Part(f"{n}.txt", extra=b"\0\0\xfb\xff" + b"x" * 65_531) for n in range(9)]), "impossible size"),
    "a list outside": (archive(GOOD, start=1 << 30), "lies outside"),
    "entries upon each other": (
        archive(GOOD, entry(told={"offset": 0}), entry("bad/y.ipynb", told={"offset": 0})), "upon each other"),
    "an entry longer than the archive": (archive(GOOD, entry(told={"packed": 1 << 31})), "upon each other"),
    "an entry behind the archive": (archive(GOOD, entry(told={"offset": 1 << 31})), "upon each other"),
    "more files than anybody hands in": (zipped({f"{n}.txt": "" for n in range(5_001)}), "more than 5,000"),
    "more bytes than anybody hands in": (
        archive(*(Part(f"{n}.ipynb", BAD, told={"size": 19_000_000, "packed": 100_000}, packed=b"x" * 100_000)
                  for n in range(25))), "400 MB"),
    "archives in archives": (NESTED, "3 deep"),
    "a wide nest of archives": (
        zipped({f"{n}.zip": zipped({f"{m}.txt": "" for m in range(600)}) for n in range(10)}), "more than 5,000"),
    "a part of a split archive": (archive(GOOD).replace(b"PK\5\6\0\0", b"PK\5\6\3\0"), "split archive"),
    "an end that points nowhere": (
        archive(GOOD)[:-22] + b"PK\6\7" + struct.pack("<LQL", 0, 1 << 62, 1) + archive(GOOD)[-22:], "damaged"),
}  # fmt: skip


@pytest.mark.parametrize("case", ARCHIVES)
def test_an_archive_that_honest_programs_do_not_make_costs_its_student_only(tmp_path, case):
    data, says = ARCHIVES[case]
    files = {"ann_1_2_x.ipynb": version(1), "mallory_3_4_x.zip": data, "zoe_5_6_x.zip": zipped({"x.ipynb": FIRST})}
    intake = find(as_zip(tmp_path, files), EXERCISES)
    assert [student for student, _ in students(intake) if student != "mallory_3"] == ["ann_1", "zoe_5"]
    said = {path: reason for path, outcome, reason in intake.files if outcome == "unmatched"}
    assert said and all(path.startswith("mallory_3_4_x.zip") for path in said)
    assert any(re.search(says, reason) for reason in said.values()), said


@pytest.mark.parametrize("names", [("x.ipynb", "x.ipynb"), ("A/x.ipynb", "a/X.ipynb"), ("é.ipynb", "e\u0301.ipynb")])
def test_of_two_entries_of_one_name_none_is_guessed(tmp_path, names):
    data = archive(*(entry(name) for name in names), GOOD)
    (tmp_path / "class.zip").write_bytes(data)
    intake = find(tmp_path / "class.zip", EXERCISES)
    assert sorted(outcomes(intake).values()) == ["taken", "unmatched", "unmatched"]
    assert sum("which one is meant" in reason for reason in reasons(intake).values()) == 2


def test_a_damaged_archive_given_by_the_instructor_stops_with_what_to_do(tmp_path):
    for number, data in enumerate((b"", ARCHIVES["entries upon each other"][0])):
        path = tmp_path / f"{number}.zip"
        path.write_bytes(data)
        with pytest.raises(IntakeError, match="Download it again"):
            find(path, EXERCISES)


@pytest.mark.skipif(os.name != "posix", reason="needs links")
def test_a_link_that_the_instructor_gives_is_followed_and_what_cannot_be_read_is_said(tmp_path):
    path = as_zip(tmp_path, {"ann_1_2_x.ipynb": FIRST})
    (tmp_path / "link.zip").symlink_to(path)
    (tmp_path / "link.ipynb").symlink_to(lay(tmp_path / "b", {"y.ipynb": FIRST}) / "b.ipynb")
    assert students(find(tmp_path / "link.zip", EXERCISES)) == [("ann_1", "01_first_exercises")]
    with pytest.raises(IntakeError, match="cannot be read"):
        find(tmp_path / "link.ipynb", EXERCISES)


def test_an_archive_taken_away_while_it_is_looked_at_costs_nobody_else(tmp_path, monkeypatch):
    lay(tmp_path, {"ann.zip": zipped({"x.ipynb": FIRST}), "bob.ipynb": FIRST})
    from autograder.intake import archives

    whole = archives.opened
    monkeypatch.setattr(archives, "opened", lambda path: whole(path.with_name("gone.zip")))
    intake = find(tmp_path, EXERCISES)
    assert outcomes(intake) == {"ann.zip": "unmatched", "bob.ipynb": "taken"}
    assert "cannot be read" in reasons(intake)["ann.zip"]


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        ("Müller/x.ipynb".encode(), "Müller"),  # not marked as UTF-8: Ruby's and macOS's way
        ("Müller/x.ipynb".encode("cp437"), "Müller"),
        ("王小明/x.ipynb".encode(), "王小明"),
        ("محمد/x.ipynb".encode(), "محمد"),
        (b"folder\\x.ipynb", "folder"),  # old programs on Windows
        (b"./folder//x.ipynb", "folder"),
        ("Mu\u0308ller/x.ipynb".encode(), "Müller"),
        ("\u202eann\u200b/x.ipynb".encode(), "ann"),
    ],
)
def test_names_are_read_as_they_were_meant(tmp_path, raw, name):
    (tmp_path / "class.zip").write_bytes(archive(entry(raw, flags=0)))
    assert [one.student for one in find(tmp_path / "class.zip", EXERCISES).submissions] == [name]


def test_what_stands_before_or_behind_an_archive_does_no_harm(tmp_path):
    (tmp_path / "class.zip").write_bytes(archive(GOOD, before=b"#!/bin/sh\n", comment=b"PK\5\6" + b"a" * 90))
    with pytest.raises(IntakeError):  # the comment looks like an end: nothing is guessed
        find(tmp_path / "class.zip", EXERCISES)
    (tmp_path / "class.zip").write_bytes(archive(GOOD, before=b"#!/bin/sh\n", comment=b"a" * 90))
    (one,) = find(tmp_path / "class.zip", EXERCISES).submissions
    assert one.read() == FIRST.encode()


def test_archives_of_more_than_four_gigabytes_have_another_end(tmp_path):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made, made.open("ann/x.ipynb", "w", force_zip64=True) as file:
        file.write(FIRST.encode())
    data, end = out.getvalue(), out.getvalue()[-22:]
    size, start = struct.unpack_from("<LL", end, 12)
    end64 = b"PK\6\6" + struct.pack("<QHHLLQQQQ", 44, 45, 45, 0, 0, 1, 1, size, start)
    find64 = b"PK\6\7" + struct.pack("<LQL", 0, len(data) - 22, 1)
    (tmp_path / "class.zip").write_bytes(
        data[:-22]
        + end64
        + find64
        + b"PK\5\6"
        + struct.pack("<HHHHLLH", 0, 0, 0xFFFF, 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF, 0)
    )
    (one,) = find(tmp_path / "class.zip", EXERCISES).submissions
    assert one.read() == FIRST.encode()


def test_a_bomb_takes_no_memory(tmp_path):
    data = archive(entry(packed=deflated(b" " * 300_000_000)), GOOD)
    (tmp_path / "class.zip").write_bytes(data)
    tracemalloc.start()
    intake = find(tmp_path / "class.zip", EXERCISES)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 5_000_000 and len(intake.submissions) == 1


def test_an_archive_changed_meanwhile_is_noticed(tmp_path):
    path = as_zip(tmp_path, {"a_1_2_x.zip": zipped({"x.ipynb": FIRST}), "b_3_4_x.ipynb": FIRST})
    nested, plain = find(path, EXERCISES).submissions
    assert nested.read() == plain.read() == FIRST.encode()
    as_zip(tmp_path, {"a_1_2_x.zip": zipped({"x.ipynb": version(1)}), "b_3_4_x.ipynb": version(2)})
    for one in (nested, plain):
        with pytest.raises(NotebookError, match="changed"):
            one.read()
    path.unlink()
    with pytest.raises(NotebookError, match="cannot be read"):
        plain.read()


NAMES = st.text(st.characters(codec="utf-8", exclude_characters="/\\:", exclude_categories=("Cc", "Cs", "Cf")), min_size=1, max_size=20).filter(
    lambda name: name.strip(" .") == name
)  # fmt: skip


@settings(deadline=None)
@given(st.dictionaries(st.lists(NAMES, min_size=1, max_size=3).map("/".join), st.binary(max_size=2_000), max_size=6))
def test_honest_archives_are_read_as_the_standard_library_reads_them(files):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for number, (name, data) in enumerate(files.items()):
            made.writestr(name, data, (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)[number % 2])
    found = entries(out, 100)
    with zipfile.ZipFile(out) as made:
        assert [(one.name, one.size, one.crc) for one in found] == [
            (info.filename, info.file_size, info.CRC) for info in made.infolist()
        ]
    assert [unpacked(out, one, 10_000) for one in found] == list(files.values())


HONEST = archive(GOOD, Part("a/notes.txt", b"some text " * 30), Part("b/y.ipynb", FIRST.encode(), method=0))


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=300)
@given(
    st.lists(st.tuples(st.integers(0, len(HONEST) - 1), st.integers(0, 255)), max_size=4), st.integers(0, len(HONEST))
)
@example([(len(HONEST) - 6, 255)], 0)
def test_damaged_archives_are_refused_or_harmless(tmp_path, changes, cut):
    data = bytearray(HONEST)
    for place, byte in changes:
        data[place] = byte
    (tmp_path / "class.zip").write_bytes(bytes(data[: len(data) - cut // 40]))
    try:
        intake = find(tmp_path / "class.zip", EXERCISES)
    except IntakeError:
        return
    assert {outcome for _, outcome, _ in intake.files} <= {"taken", "superseded", "ignored", "unmatched"}
    assert len({path for path, _, _ in intake.files}) == len(intake.files)
    for one in intake.submissions:
        one.read()


@settings(deadline=None)
@given(st.binary(max_size=300), st.binary(max_size=100))
def test_any_bytes_are_no_archive_or_one(before, behind):
    try:
        found = entries(io.BytesIO(before + b"PK\5\6" + behind), 10)
    except ArchiveError:
        return
    for one in found:
        try:
            unpacked(io.BytesIO(before), one, 1_000)
        except ArchiveError:
            pass
