"""The path through the course: counted from the notebooks, at most ten hours, and true in the map and in `course progress`."""

import json
import math
import re
from pathlib import Path

import pytest

from course.workbook import path, read_notebook, standing
from course.workbook.cells import answer_cells, course_metadata
from course.workbook.checking import OFF, PASSED

ROOT = Path(__file__).resolve().parents[1]
LESSONS = sorted((ROOT / "notebooks").glob("*.ipynb"))
EXERCISES = sorted((ROOT / "exercises").glob("*.ipynb"))
MOST = 600
NUMBERED = re.compile(r"^## (\d+\. .*?) +\*\((\d+) minutes(, further)?\)\*$", re.MULTILINE)


def name(file):
    return file.stem


def about(file):
    return course_metadata(read_notebook(file))


def measured(file):
    """[(minutes said, further, minutes counted)] of a lesson's numbered sections, and its number of votes.

    Counted: 150 words a minute, 3 for a prediction with its outcome, 3 for a picture to move, 2 for each further one of
    them, 1 for a question.
    """
    parts, votes = [], 0
    for cell in read_notebook(file)["cells"]:
        text = cell["source"]
        if cell["cell_type"] == "markdown" and re.search(r"^## ", text, re.MULTILINE):
            heading = NUMBERED.search(text)
            parts.append([heading, 0, 0, 0, 0])
        if not parts:
            continue
        if cell["cell_type"] == "markdown":
            parts[-1][1] += len(re.findall(r"[\w'-]+", re.sub(r"(?s)<details>.*?</details>", "", text)))
        else:
            votes += len(re.findall(r"\bvote\(", text))
            parts[-1][2] += len(re.findall(r"^predict\(", text, re.MULTILINE))
            shown = re.findall(r"^(?:[A-Z]\w+|presets\.\w+)\(", text, re.MULTILINE)
            parts[-1][3] += max(len(shown), "widget" in cell["id"])
            parts[-1][4] += len(re.findall(r"^quiz\(", text, re.MULTILINE))
    counted = []
    for heading, words, predictions, widgets, quizzes in parts:
        if heading:
            several = sum(3 + 2 * (n - 1) for n in (predictions, widgets) if n)
            counted.append((int(heading[2]), bool(heading[3]), words / 150 + several + quizzes))
    return counted, votes


def test_the_core_path_takes_ten_hours_at_most():
    core = {file.stem: about(file)["core"] for file in LESSONS + EXERCISES}
    assert len(core) == 12 + 11
    assert sum(core.values()) <= MOST, core


@pytest.mark.parametrize("file", LESSONS[1:], ids=name)
def test_a_lessons_minutes_are_those_of_its_sections(file):
    """And of opening and verdicts, a minute and a quarter of a minute for each."""
    sections, votes = measured(file)
    frame = 1 + math.ceil(votes / 4)
    said = about(file)
    assert said["minutes"] == frame + sum(minutes for minutes, _, _ in sections)
    assert said["core"] == frame + sum(minutes for minutes, further, _ in sections if not further)
    for minutes, _, counted in sections:
        assert abs(minutes - counted) <= 3, "the heading says other minutes than words, pictures and questions take"


@pytest.mark.parametrize("file", EXERCISES, ids=name)
def test_an_exercise_has_time_enough(file):
    said, answers = about(file), answer_cells(read_notebook(file))
    core = sum(not answer.extra for answer in answers)
    assert 8 * core <= said["core"] <= 20 * core
    assert said["minutes"] == said["core"] + 10 * (len(answers) - core)


@pytest.mark.parametrize("file", LESSONS + EXERCISES, ids=name)
def test_a_notebook_opens_with_its_minutes(file):
    said, text = about(file), read_notebook(file)["cells"][0]["source"]
    of_them = f", {said['core']} of them on the core path." if said["core"] != said["minutes"] else "."
    assert f"*{said['minutes']} minutes{of_them}" in text


def test_the_map_has_every_notebook_with_its_minutes():
    text = next(cell["source"] for cell in read_notebook(LESSONS[0])["cells"] if cell.get("id") == "map")
    rows = [line for line in text.splitlines() if re.match(r"\| \[?\d", line)]
    assert len(rows) == 12
    for line, file in zip(rows[1:], LESSONS[1:], strict=True):
        shown = [
            f"{one['core']} of {one['minutes']}" if one["core"] != one["minutes"] else str(one["core"])
            for one in (about(file), about(ROOT / "exercises" / f"{file.stem}_exercises.ipynb"))
        ]
        assert f"]({file.name}) |" in line and line.endswith(f"| {shown[0]} | {shown[1]} |")


# ---- what is seen, what is left, what comes next


def answered(work, *keys):
    (work / "answers.json").write_text(
        json.dumps({"answers": {key: {"said": "yes"} for key in keys}}), encoding="utf-8"
    )


@pytest.fixture
def work(tmp_path, monkeypatch):
    monkeypatch.delenv("COURSE_ANSWERS", raising=False)
    return tmp_path


def rows(*solved):
    """Every exercise as a `Row`, with these notebooks' exercises solved."""
    found = []
    for file in EXERCISES:
        state = PASSED if file.stem.removesuffix("_exercises") in solved else OFF
        cells = answer_cells(read_notebook(file))
        exercises = tuple((one.exercise, one.points, one.extra, state) for one in cells)
        said = about(file)
        found.append(standing.Row(file.stem, said["title"], said["minutes"], exercises, core=said["core"]))
    return found


def total(lessons, rows):
    return sum(path.left(*step) for step in path.steps(lessons, rows))


def test_at_the_beginning_all_is_left_and_00_comes_first(work):
    found = path.lessons(work, ROOT / "notebooks")
    whole = sum(about(file)["core"] for file in LESSONS + EXERCISES)
    assert whole - 30 <= total(found, rows()) <= whole
    assert path.next_step(found, rows()) == ("00_start_here", "Is everything here?")


def test_a_section_is_seen_when_all_its_predictions_are_made(work):
    answered(work, "00.hello", "01.fog")
    first = path.lessons(work, ROOT / "notebooks")[:2]
    keys = re.findall(r'^predict\(\s*"(.*?)"', (ROOT / "lessons" / "01_intuition.py").read_text(), re.MULTILINE)
    assert first[0].done and not first[1].done
    answered(work, "00.hello", *keys[:2])  # the compass asks twice
    assert [part.seen for part in path.lessons(work, ROOT / "notebooks")[1].sections][:2] == [True, False]
    answered(work, "00.hello", *keys[:3])
    found = path.lessons(work, ROOT / "notebooks")
    assert [part.seen for part in found[1].sections][:3] == [True, True, False]
    assert path.next_step(found, rows()) == ("01_intuition", "3. One step")
    further = [part.title for part in found[1].sections if part.further]
    assert further == ["4. Zigzag", "5. Pits"]


def test_00_is_behind_who_has_answered_anything(work):
    answered(work, "03a.few")
    assert [lesson.done for lesson in path.lessons(work, ROOT / "notebooks")][:2] == [True, False]


def test_after_a_lesson_come_its_exercises_and_then_the_next_lesson(work):
    keys = re.findall(r'(?:predict|vote)\(\s*"(.*?)"', (ROOT / "lessons" / "01_intuition.py").read_text())
    answered(work, "00.hello", *keys)
    found = path.lessons(work, ROOT / "notebooks")
    assert path.next_step(found, rows()) == ("01_intuition_exercises", "numerical_gradient")
    assert path.next_step(found, rows("01_intuition"))[0] == "02_core_concept"
    assert total(found, rows("01_intuition")) < total(found, rows()) < total(path.lessons(work / "none"), rows())


def test_who_solved_a_lessons_exercises_is_not_sent_back_to_it(work):
    found = path.lessons(work, ROOT / "notebooks")[1:]
    assert path.next_step(found, rows("01_intuition"))[0] == "02_core_concept"
    everything = rows(*(file.stem for file in LESSONS))
    assert total(found, everything) == 0 and path.next_step(found, everything) is None


def test_without_lessons_the_exercises_are_the_path(work):
    assert path.next_step([], rows()) == ("01_intuition_exercises", "numerical_gradient")
    assert total([], rows()) == sum(about(file)["core"] for file in EXERCISES)


@pytest.mark.parametrize("text", ["", "[]", '{"answers": 3}', '{"answers": {"00.hello": 1}}', "[" * 100_000])
def test_damaged_answers_count_as_none(work, text):
    (work / "answers.json").write_text(text, encoding="utf-8")
    assert not any(part.seen for lesson in path.lessons(work, ROOT / "notebooks") for part in lesson.sections)
