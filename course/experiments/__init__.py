"""The experiments of the lessons, a file a step: each is a function that returns its numbers.

    from course.experiments import step01
    step01.eta_slider().after

Defaults are the ones the lessons use; seeds are arguments.  Nothing is drawn or printed here.
"""
