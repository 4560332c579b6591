"""The gradebook as files: for the class, and in the form that another system asks for.

`course grade` writes results.jsonl and grades.csv with what is here; `course export` (command.py) does the rest:

- canvas, moodle, csv: the instructor's own exported file with one column filled (sheet, matching, filling);
- gradescope, classroom, nbgrader: what those systems take an assignment from.
"""

from autograder.exports.class_files import FIRST, safe_text, write_class, write_files, written

__all__ = ["FIRST", "safe_text", "write_class", "write_files", "written"]
