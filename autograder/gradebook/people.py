"""The students: what platforms call them, who is expected, what they predicted and voted in the lessons."""

import json
from collections.abc import Iterable, Mapping

from autograder.gradebook.store import Store

MOST_ANSWERS = 2_000_000  # bytes of an answers.json, accents spelt out: all that the intake lets through


class People(Store):
    """What the gradebook knows of students apart from their work."""

    def meet(
        self,
        ids: Mapping[str, Mapping[str, str]],
        answers: Iterable[tuple[str, bytes]] = (),
        roster: Iterable[str] = (),
    ) -> list[tuple[str, str]]:
        """Keep what an intake learned of students; (student, why) for the answers that are not kept.

        New ids are added to those known; a student's new answers take the place of earlier ones.
        """
        refused = []
        with self._transaction():
            for student in roster:
                self._db.execute(
                    "INSERT INTO student (name, expected) VALUES (?, 1) ON CONFLICT (name) DO UPDATE SET expected = 1",
                    (student,),
                )
            for student, known in ids.items():
                if not known:
                    continue
                self._db.execute("INSERT OR IGNORE INTO student (name) VALUES (?)", (student,))
                whole = self.ids(student) | {
                    kind: str(value) for kind, value in known.items() if value not in ("", None)
                }
                text = json.dumps(whole, sort_keys=True, ensure_ascii=False)
                self._db.execute("UPDATE student SET ids = ? WHERE name = ?", (text, student))
            for student, data in answers:
                text, why = _answers(data)
                if why:
                    refused.append((student, why))
                    continue
                self._db.execute(
                    "INSERT INTO student (name, answers) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET answers = ?2",
                    (student, text),
                )
        return refused

    def ids(self, student: str) -> dict[str, str]:
        """What platforms call this student: any of name, email, login, canvas, moodle, gradescope, github."""
        row = self._row("SELECT ids FROM student WHERE name = ?", student)
        return {} if row is None else json.loads(row["ids"])

    def answers(self, student: str) -> dict:
        """The student's predictions, outcomes and votes, as last handed in; empty where there are none.

        A student wrote them: their form is whatever JSON object it was.
        """
        row = self._row("SELECT answers FROM student WHERE name = ?", student)
        return {} if row is None or row["answers"] is None else json.loads(row["answers"])

    def roster(self) -> list[str]:
        """The students who are expected to hand in, by the rosters that were given."""
        return [row["name"] for row in self._rows("SELECT name FROM student WHERE expected ORDER BY name")]

    def students(self) -> list[str]:
        """Everyone who is expected or has handed in, in order of names."""
        query = "SELECT name FROM student UNION SELECT student FROM attempt ORDER BY 1"
        return [row[0] for row in self._rows(query)]


def _answers(data: bytes) -> tuple[str, str]:
    """The answers as JSON text, and why they are not kept, if so."""
    if len(data) > MOST_ANSWERS:
        return "", f"its answers.json has more than {MOST_ANSWERS:,} bytes"
    try:
        found = json.loads(data)
        text = json.dumps(found, sort_keys=True, allow_nan=False)
    except (ValueError, RecursionError):  # UnicodeDecodeError is a ValueError
        return "", "its answers.json cannot be read"
    return (text, "") if isinstance(found, dict) else ("", "its answers.json is no JSON object")
