"""The gradebook in an instructor's hands: what is written from it, what is said about it, what is decided in it.

Its commands are `course gradebook ...`; the same rooms write the pages of a run and say what the run changed.
"""
