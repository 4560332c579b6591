"""What must never be tracked: addresses of package registries, paths of somebody's machine, files that grew too long or nameless."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]

# Each pattern is written so that it does not match its own text here.
FORBIDDEN = {
    "the address of a package registry": re.compile(
        r"pypi[.](org|python)|pythonhosted[.]|[.]anaconda[.](org|com)|//anaconda[.]|conda[.]anaconda|prefix[.]dev"
        r"|registry[.](npmjs|yarnpkg)|npmjs[.]|unpkg[.]com|jsdelivr[.]|cdnjs[.]|(deb|ftp|security)[.]debian[.]org"
        r"|(archive|ports|security)[.]ubuntu[.]com|crates[.]io|rubygems[.]|proxy[.]golang"
        r"|--(extra-)?index[-]url|--find[-]links",
        re.IGNORECASE,
    ),
    "a path of somebody's machine": re.compile(
        r"(?<![\w.])/(home|Users)/(?!runner\b)\w|(?<![\w.])/root[/]|file[:]//|(?<![\w.])/tmp[/]\w"
        r"|(?<![\w.])/(var/folders|private/tmp)[/]|\b[A-Z]:[\\]+Users[\\]+\w|(?<![\w.])/mnt/[a-z][/]"
    ),
}

# Their subject is such paths.
EXEMPT = ("tests/attacks/", "tests/test_house_rules.py")

PICTURE = re.compile(r"[A-Za-z0-9+/=\\n]{300,}")  # base64 contains everything sooner or later
NAMELESS = {"utils", "util", "helpers", "helper", "common", "misc"}
LONGEST = 300


def tracked(root):
    """The files that belong to the course: git's list, or all but what tools leave behind where there is no git."""
    command = ["git", "ls-files", "-z"]
    listed = shutil.which("git") and subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    if listed and listed.returncode == 0 and listed.stdout:
        names = listed.stdout.split("\0")
    else:
        left = {".git", ".venv", "work", "dist", "__pycache__", ".pytest_cache", ".hypothesis", ".ruff_cache"}
        paths = (path.relative_to(root) for path in root.rglob("*"))
        names = [path.as_posix() for path in paths if not left & set(path.parts)]
    return [root / name for name in names if name and (root / name).is_file() and not (root / name).is_symlink()]


def findings(root, paths):
    """`file:line: what` for every forbidden thing in the files that are text."""
    found = []
    for path in paths:
        name = path.relative_to(root).as_posix()
        content = path.read_bytes()
        if b"\0" in content or name.startswith(EXEMPT):
            continue
        for number, line in enumerate(content.decode("utf-8").splitlines(), start=1):
            bare = PICTURE.sub("", line)
            found += [
                f"{name}:{number}: {what}: {match[0]!r}"
                for what, pattern in FORBIDDEN.items()
                if (match := pattern.search(bare))
            ]
    return found


def test_no_tracked_file_holds_a_registry_or_a_machine():
    found = findings(ROOT, tracked(ROOT))
    assert not found, "Take these out; whoever installs decides where from:\n" + "\n".join(found)


@pytest.mark.parametrize(
    "text",
    [
        "https://" + "pypi" + ".org/simple",
        "files." + "python" + "hosted.org",
        "https://conda." + "anaconda" + ".org/conda-forge",
        "https://cdn." + "jsdelivr" + ".net/npm/x",
        "--index" + "-url https://mirror",
        "see /" + "home/student-01/course",
        "/" + "root/.cache",
        "file:" + "///opt/simple",
        "open('/" + "tmp/x')",
        "C:" + "\\Users\\student-01",
        "C:" + "\\\\Users\\\\student-01",
        "/" + "Users/student-01/course",
    ],
)
def test_the_guard_sees(tmp_path, text):
    (tmp_path / "note.md").write_text(f"first line\n{text}\n", encoding="utf-8")
    (found,) = findings(tmp_path, [tmp_path / "note.md"])
    assert found.startswith("note.md:2: ")


@pytest.mark.parametrize(
    "text",
    [
        "a link https://github.com/jupyter/nbclient",
        "conda-forge",
        "notebooks/home/page.md",
        "temporary: /tmp",
        "~/course",
    ],
)
def test_the_guard_lets_pass(tmp_path, text):
    (tmp_path / "note.md").write_text(text, encoding="utf-8")
    assert findings(tmp_path, [tmp_path / "note.md"]) == []


def test_hostile_submissions_are_exempt_by_name_and_pictures_by_shape(tmp_path):
    (tmp_path / "tests/attacks").mkdir(parents=True)
    hostile, picture = tmp_path / "tests/attacks/reads_home.py", tmp_path / "figure.ipynb"
    hostile.write_text("open('/" + "home/student/x')", encoding="utf-8")
    picture.write_text('"image/png": "' + "iVBORw0KGgo" * 40 + "/" + "tmp/a" + "A" * 20 + '"', encoding="utf-8")
    assert findings(tmp_path, [hostile, picture]) == []


def test_files_stay_small_and_named():
    modules = [path for path in tracked(ROOT) if path.suffix == ".py"]
    lines = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in modules}
    rooms = ("course", "autograder", "start.py")
    long = [
        f"{path.relative_to(ROOT)}: {n} lines"
        for path, n in lines.items()
        if n > LONGEST and path.relative_to(ROOT).parts[0] in rooms
    ]
    assert not long, f"Over {LONGEST} lines is two rooms built as one: " + ", ".join(long)
    nameless = [str(path.relative_to(ROOT)) for path in modules if path.stem in NAMELESS]
    assert not nameless, f"A name that says what is inside, please: {nameless}"
