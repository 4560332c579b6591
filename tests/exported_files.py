"""Files as Canvas and Moodle export them, with synthetic students, and a gradebook to fill them from."""

import csv
import io
import shutil

from test_gradebook import record, result

from autograder.gradebook import Gradebook

CANVAS = (
    "\ufeffStudent,ID,SIS User ID,SIS Login ID,Section,Notes,Exercise 1 (501),Essay (502),"
    "Assignments Current Score,Current Score,Final Score\r\n"
    ",,,,,,Manual Posting,,,,\r\n"
    "    Points Possible,,,,,,4.00,10.00,(read only),(read only),(read only)\r\n"
    '"01, Student",9001,u01,student-01@example.org,"A, early",=HYPERLINK("x"),,7.50,75.00,75.00,75.00\r\n'
    '"02, Student",9002,u02,student-02@example.org,B,"says ""hi""\nand more",,,,,\r\n'
    '"03, Student",9003,u03,student-03@example.org,B,,EX,N/A,,,\r\n'
    '"Student, Test",9999,,f3b1c5,A,,,,,,\r\n'
)
MOODLE = (
    '\ufeffIdentifier,"Full name","Email address",Status,Grade,"Maximum Grade","Grade can be changed",'
    '"Last modified (submission)","Last modified (grade)","Feedback comments"\n'
    '"Participant 701","Student 01",student-01@example.org,"Submitted for grading",,4.00,Yes,'
    '"Sunday, 1 March 2026, 9:00 AM",-,\n'
    '"Participant 702","Student 02",student-02@example.org,"Submitted for grading - ",3.50,4.00,Yes,-,-,"<p>a, b</p>"\n'
    '"Participant 703","Student 03",student-03@example.org,"No submission",,4.00,No,-,-,\n'
)
MOODLE_GERMAN = (
    'ID;"Vollständiger Name";E-Mail-Adresse;Status;Gruppe;Bewertung;Bestwertung;"Bewertung kann geändert werden";'
    '"Zuletzt geändert (Abgabe)";"Zuletzt geändert (Bewertung)";"Feedback als Kommentar"\r\n'
    'Teilnehmer/in701;"Student 01";student-01@example.org;"Zur Bewertung abgegeben";Übung A;;4,00;Ja;-;-;\r\n'
    'Teilnehmer/in702;"Student 02";student-02@example.org;"Zur Bewertung abgegeben";Übung B;"3,50";4,00;Ja;-;-;"=1+1"\r\n'
    'Teilnehmer/in703;"Student 03";student-03@example.org;"Keine Abgabe";;;4,00;Nein;-;-;\r\n'
)


def gradebook(folder, *rows, expected=()):
    """A fresh folder of results: rows of (student, identities, points or a status, notebook), all out of 4 points."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    with Gradebook(folder / "gradebook.sqlite") as book:
        run = book.begin_run("none", {})
        for number, (student, ids, points, *rest) in enumerate(rows):
            notebook = rest[0] if rest else "01_first"
            status = points if isinstance(points, str) else "graded"
            one = result(student, f"{number:064}", 0 if isinstance(points, str) else points, status, notebook)
            record(book, run, str(number), one)
            book.meet({student: ids})
        book.meet({student: ids for student, ids in expected}, roster=[student for student, _ in expected])
    return folder


def cells(data, delimiter=",", encoding="utf-8-sig"):
    """The rows of a file as Python's own reader sees them."""
    return list(csv.reader(io.StringIO(data.decode(encoding), newline=""), delimiter=delimiter))
