"""What a student process may read: this Python, its packages, shared libraries, fonts, time zones. Nothing of anyone's."""

import os
import site
import stat
import sys
import sysconfig
from pathlib import Path

SYSTEM = (
    "/lib",
    "/lib64",
    "/usr/lib",
    "/usr/lib64",
    "/usr/share/zoneinfo",
    "/usr/share/fonts",
    "/usr/local/share/fonts",
    "/etc/fonts",
    "/etc/ld.so.cache",
    "/etc/localtime",
    "/etc/alternatives",
)
DEVICES = ("/dev/zero", "/dev/urandom", "/dev/random")
NULL = ("/dev/null",)  # the one thing that may also be written to


def python() -> list[str]:
    """The folders this Python imports from. Not sys.path: a source checkout there would show the hidden tests beside it."""
    found = [sysconfig.get_path(name) for name in ("stdlib", "platstdlib", "purelib", "platlib")]
    found += site.getsitepackages()
    if site.ENABLE_USER_SITE:
        found.append(site.getusersitepackages())
    # lib itself holds libpython and, with conda, the numerical libraries.
    found += [str(Path(prefix, name)) for prefix in (sys.prefix, sys.base_prefix) for name in ("lib", "lib64")]
    return found


def paths(extra=()) -> list[str]:
    """Everything readable that exists here, outermost folders only. extra: folders to add (the course package)."""
    wanted = {os.path.abspath(path) for path in (*python(), *SYSTEM, *DEVICES, *extra) if os.path.exists(path)}
    return sorted(path for path in wanted if not any(str(parent) in wanted for parent in Path(path).parents))


def visible(path, extra=()) -> bool:
    """Could a student read this path? For the grader to check, before it starts, that no test or grade lies inside."""
    path = Path(path).resolve()
    return any(path.is_relative_to(Path(root).resolve()) for root in paths(extra))


def closed_to_others(places, parents: bool = True) -> str | None:
    """The first path that an ordinary user could not read, among some folders, what lies directly in them, and their parents."""
    for place in map(Path, places):
        above = list(place.resolve().parents) if parents else []
        inside = list(place.iterdir()) if place.is_dir() else []
        for path in (*above, place, *inside):
            try:
                mode = path.stat().st_mode
            except OSError:
                continue  # a dangling link
            needed = 0o005 if stat.S_ISDIR(mode) else 0o004
            if path in above:
                needed = 0o001
            if mode & needed != needed:
                return str(path)
    return None
