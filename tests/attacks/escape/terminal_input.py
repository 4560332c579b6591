"""Keystrokes pushed into the grader's terminal.

Tries: to type commands for the instructor
Must: refused
Unconfined: not tried, it would type into a terminal
"""

import fcntl
import termios


def attempt():
    return every([lambda number=number: fcntl.ioctl(number, termios.TIOCSTI, b"\n") for number in (0, 1, 2, 3)])
