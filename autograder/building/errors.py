class BuildError(Exception):
    """A source from which no notebook can be built; the message names file, cell and what to change."""
