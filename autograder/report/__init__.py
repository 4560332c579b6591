"""The class report: one self-contained page with pictures, for the instructor or, without names, for the class.

Light to import, because the command line does: the page itself is in `autograder.report.page`.
"""

NAME, ANONYMOUS = "report.html", "report-for-class.html"
