"""The probe: every forbidden thing is tried in every safe tier, as root and as an ordinary user, and must be stopped."""

import json
import sys
from dataclasses import asdict
from types import SimpleNamespace

import pytest
from confined import HOUSE, ROOT, confinable, refused, rehearse, root_and_user, run, safe_tiers

from autograder import sandbox
from autograder.sandbox import attempts, landlock, privileges, probes, seccomp


@confinable
@safe_tiers
@root_and_user
def test_every_attempt_is_stopped(tier, as_user):
    outcomes, reason = rehearse(tier, as_user=as_user)
    assert reason is None
    assert set(outcomes) == set(attempts.ATTEMPTS) and len(outcomes) >= 30
    assert all(stopped for stopped, _ in outcomes.values())


@confinable
@pytest.mark.parametrize("abi", [1, 2, 3])
@root_and_user
def test_older_landlocks_that_count_as_safe_stop_everything_too(abi, as_user):
    outcomes, reason = rehearse("landlock", abi, as_user)
    assert reason is None and all(stopped for stopped, _ in outcomes.values())


@confinable
def test_without_a_sandbox_the_attempts_succeed():
    """Otherwise they would prove nothing."""
    roomy = asdict(sandbox.Limits(memory_bytes=4 << 30))
    outcomes, reason = rehearse("none", limits=roomy)
    assert reason.startswith("not stopped")
    without_meaning = {"find the user's environment variables", "use an inherited descriptor"}  # tested below
    if not ROOT:  # what the host itself refuses its users, or may refuse
        without_meaning |= {
            "mount a file system",
            "make a namespace",
            "use the kernel's ring of requests",
            "trace another process",
        }
        without_meaning |= {"read another process's memory", "read another process's memory as a file"}
    if refused("namespaces", not ROOT):
        without_meaning |= {"make a namespace", "mount a file system"}
    left = {name: detail for name, (_, detail) in outcomes.items() if not detail.startswith("succeeded")}
    assert set(left) <= without_meaning, left


def test_the_attempts_that_no_tier_lets_through_can_succeed(monkeypatch, tmp_path):
    (tmp_path / "secret").write_text("x")
    monkeypatch.setenv("A_SECRET", "x")
    assert "A_SECRET" in attempts.inherited_environment(None)
    with open(tmp_path / "secret") as file:
        assert "1 bytes" in attempts.inherited_descriptor(SimpleNamespace(inherited=file.fileno()))


WITHOUT_A_WALL = """
    import json
    from autograder.sandbox import landlock, limits, probes, seccomp, tiers
    exec(sys.argv[1])
    sys.argv[1:] = ["", json.dumps({"tier": "landlock", "abi": None, "limits": None})]
    probes.main()
"""


@confinable
@root_and_user
@pytest.mark.parametrize(
    ("removed", "let_through"),
    [
        ("seccomp.load = lambda: None", ["send by UDP", "start a process", "make a namespace"]),
        ("landlock.restrict = lambda *_: None", ["read a secret file", "list other submissions", "write in /tmp"]),
        ("limits.apply = lambda *_, **__: None", ["take more memory than allowed", "start threads without end"]),
        ("tiers.close_from = lambda first: None", ["use an inherited descriptor"]),
    ],
    ids=["filter", "Landlock", "limits", "descriptors"],
)
def test_the_probe_notices_a_missing_wall(removed, let_through, as_user):
    answer = json.loads(run(WITHOUT_A_WALL, removed, as_user=as_user).stdout)
    expected = set(let_through) - ({"make a namespace"} if refused("namespaces", as_user) else set())
    assert {one["name"] for one in answer["outcomes"] if not one["stopped"]} >= expected


@confinable
def test_an_attempt_that_breaks_does_not_count_as_stopped():
    program = """
        from autograder import sandbox
        from autograder.sandbox import probes
        def wrong(stage): raise ValueError("typing error in the attempt")
        def busy(stage): raise OSError(16, "busy")
        def crash(stage): import ctypes; ctypes.string_at(0)
        sandbox.prepare("landlock")
        for function in (wrong, busy, crash):
            outcome = probes._try_one("landlock", sandbox.Limits(), "", function, None)
            print(outcome.stopped, outcome.detail)
    """
    lines = run(program).stdout.splitlines()
    assert len(lines) == 3 and all(line.startswith("False") for line in lines), lines


@pytest.fixture
def probe():
    probes.probe.cache_clear()
    yield probes.probe
    probes.probe.cache_clear()


@confinable
@pytest.mark.parametrize(("abi", "safe"), [(0, False), (1, True), (3, True)])
def test_probe_with_an_older_landlock(probe, abi, safe):
    found = probe(abi)
    assert (found.tier in sandbox.SAFE) == safe and found.abi == min(abi, landlock.abi())
    assert probe(abi) is found  # once per process


def refusal(found) -> str:
    assert found.tier is None and set(found.missing) == set(sandbox.SAFE)
    sentence = sandbox.explain(found)
    for help_ in ("WSL2", "Linux container", "libseccomp2", "--trusted-class"):
        assert help_ in sentence
    return sentence


def test_no_landlock_is_refused_with_a_sentence_that_helps(probe, monkeypatch):
    monkeypatch.setattr(landlock, "abi", lambda: 0)
    monkeypatch.setattr(sys, "platform", "linux")
    assert "Linux 5.13" in refusal(probe())


@pytest.mark.parametrize("system", ["darwin", "win32"])
def test_other_systems_are_refused_with_a_sentence_that_helps(probe, monkeypatch, system):
    monkeypatch.setattr(sys, "platform", system)
    assert "needs Linux" in refusal(probe())


def test_missing_libseccomp_is_named(probe, monkeypatch, tmp_path):
    monkeypatch.setattr(sys, "platform", "linux")
    (tmp_path / "pyseccomp.py").write_text("raise RuntimeError('Unable to find libseccomp')")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "pyseccomp", raising=False)
    assert "the library libseccomp is missing (package libseccomp2 on Debian" in refusal(probe())
    monkeypatch.setitem(sys.modules, "pyseccomp", None)
    assert "pip install pyseccomp" in seccomp.problem()


DOCKER = """
    import pyseccomp
    filter = pyseccomp.SyscallFilter(pyseccomp.ALLOW)
    filter.add_rule(pyseccomp.ERRNO(1), "unshare")
    filter.load()
    from autograder import sandbox
    found = sandbox.probe()
    print(found.tier, all(one.stopped for one in found.outcomes), sandbox.explain(found))
"""


@confinable
@root_and_user
def test_where_namespaces_are_refused_as_in_docker_the_foundation_holds(as_user):
    said = run(DOCKER, as_user=as_user).stdout
    assert said.startswith("landlock True"), said
    assert 'Tier "namespaces" cannot be used: This host does not allow namespaces' in said


@confinable
def test_the_chosen_tier_is_told_with_what_was_tried(probe):
    found = probe()
    sentence = sandbox.explain(found)
    assert f'"{found.tier}"' in sentence and f"{len(attempts.ATTEMPTS)} forbidden things tried" in sentence


def test_the_package_can_be_imported_where_there_is_no_linux():
    program = """
        import sys
        for name in ("resource", "fcntl", "termios", "pwd", "pyseccomp"):
            sys.modules[name] = None
        sys.platform = "win32"
        from autograder import sandbox
        print(sandbox.probe().tier)
    """
    done = run(program)
    assert done.stdout == "None\n", done.stderr


def test_the_threat_model_tells_what_is_tried_and_what_is_needed():
    text = (HOUSE / "docs" / "threat-model.md").read_text()
    assert [name for name in attempts.ATTEMPTS if name not in text] == []
    assert f"counts as safe: ABI {landlock.LOWEST}\n" in text and f"status {sandbox.FAILED}" in text
    assert f"{privileges.FIRST_UID:,}" in text and all(f"| `{tier}` |" in text for tier in sandbox.TIERS)
