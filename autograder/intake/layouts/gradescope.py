"""Gradescope: the zip of "Export Submissions" of a programming assignment, and its unpacked folder.

`submission_metadata.yml` says for each folder `submission_123456` who handed it in (name, sid, email; all members of a
group) and when (`:created_at`). It is Ruby's YAML, so it is read event by event, and no object is ever made of it.
"""

from collections import Counter
from collections.abc import Iterator

from autograder.intake.directory import ArchiveError
from autograder.intake.found import Found
from autograder.intake.layouts.placing import Given, LayoutError, Person, Place, Reading
from autograder.intake.when import utc

NAME = "gradescope"
SHORT = "Gradescope: submission_metadata.yml and submission_ID folders, a zip or its unpacked folder"
METADATA = "submission_metadata.yml"
MAX_METADATA = 300_000_000  # it holds the results of every earlier autograder run
FIELDS = ("name", "sid", "email")


def recognise(given: Given, forced: bool = False) -> Reading | None:
    """By submission_metadata.yml, which must be readable."""
    there = [found for found in given.files if found.name == METADATA]
    if not there:
        if forced:
            raise LayoutError(f"there is no {METADATA}, which says who handed in what")
        return None
    first = min(there, key=lambda found: len(found.parts))  # a student's own lies deeper
    depth = len(first.parts) - 1
    try:
        said = _read(first.read(MAX_METADATA))
    except (OSError, ArchiveError, ValueError) as error:
        if forced:
            raise LayoutError(f"{first.source} cannot be read: {error}") from None
        return None
    people = _people(said)
    folders = {found.parts[depth] for found in given.files if len(found.parts) > depth + 1}
    if not forced and not folders & set(said):
        return None
    before = first.parts[:-1]

    def place(found: Found) -> Place:
        if found is first:
            return Place((), found.name, ignore="Gradescope's own list; read")
        folder = found.parts[depth] if found.parts[:depth] == before and len(found.parts) > depth + 1 else ""
        if folder not in said:
            return Place((), found.name, otherwise=folder, remark=f"not in {METADATA}")
        return Place(people[folder], found.name, handed_in=said[folder]["created_at"])

    return Reading("a Gradescope export", f"{METADATA} names {len(said)} submissions", place)


def _people(said: dict[str, dict]) -> dict[str, tuple[Person, ...]]:
    """The submitters of each folder; two of one name are told apart by what else is known of them."""
    keys = {
        (one["name"], one["email"] or one["sid"]) for entry in said.values() for one in entry["submitters"].values()
    }
    namesakes = Counter(name for name, _ in keys)
    people = {}
    for folder, entry in said.items():
        members = []
        for one in entry["submitters"].values():
            known = one["email"] or one["sid"]
            name = one["name"] or known or folder
            if one["name"] and namesakes[one["name"]] > 1 and known:
                name = f"{name} ({known})"
            ids = {"name": one["name"], "email": one["email"], "gradescope": one["sid"]}
            members.append(Person(name, {kind: value for kind, value in ids.items() if value}, one["name"]))
        people[folder] = tuple(members) or (Person(folder),)
    return people


def _read(data: bytes) -> dict[str, dict]:
    """folder -> {"submitters": {number: {"name", "sid", "email"}}, "created_at": ISO UTC or ""}.

    Raises
    ------
    ValueError: it is no YAML.
    """
    said: dict[str, dict] = {}
    for path, value in _scalars(data):
        folder, *rest = path
        rest = [part.lstrip(":") if isinstance(part, str) else part for part in rest]
        entry = said.setdefault(folder, {"submitters": {}, "created_at": ""})
        if rest == ["created_at"]:
            entry["created_at"] = utc(value)
        elif len(rest) == 3 and rest[0] == "submitters" and rest[2] in FIELDS:
            one = entry["submitters"].setdefault(rest[1], dict.fromkeys(FIELDS, ""))
            one[rest[2]] = "" if value in ("", "~", "null") else value
    return said


def _scalars(data: bytes) -> Iterator[tuple[tuple, str]]:
    """(path, text) of every value at most four levels deep; tags are not looked at, an alias is its anchor's text."""
    import yaml  # only who grades a Gradescope export needs it

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    stack: list[list] = []  # of each open container: is it a list, the key or number that is being filled
    anchors: dict[str, str] = {}
    try:
        for event in yaml.parse(data, Loader=loader):
            if isinstance(event, (yaml.MappingStartEvent, yaml.SequenceStartEvent)):
                _count(stack)
                stack.append([isinstance(event, yaml.SequenceStartEvent), None])
            elif isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
                stack.pop()
                _filled(stack)
            elif isinstance(event, (yaml.ScalarEvent, yaml.AliasEvent)) and stack:
                scalar = isinstance(event, yaml.ScalarEvent)
                text = event.value if scalar else anchors.get(event.anchor, "")
                if scalar and event.anchor and len(stack) <= 4:
                    anchors[event.anchor] = text
                if not stack[-1][0] and stack[-1][1] is None:
                    stack[-1][1] = text  # a key
                    continue
                _count(stack)
                if len(stack) <= 4:
                    yield tuple(key for _, key in stack), text
                _filled(stack)
    except yaml.YAMLError as error:
        raise ValueError(f"it is not YAML ({str(error).splitlines()[0]})") from None


def _count(stack: list[list]) -> None:
    """Something stands in the open list next."""
    if stack and stack[-1][0]:
        stack[-1][1] = 0 if stack[-1][1] is None else stack[-1][1] + 1


def _filled(stack: list[list]) -> None:
    """A key has its value; the next text is a key again."""
    if stack and not stack[-1][0]:
        stack[-1][1] = None
