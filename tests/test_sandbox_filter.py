"""The system call filter: every name on its lists, its conditions one by one, other architectures."""

import os
import signal

import pytest
from confined import confinable, run, student

from autograder.sandbox import seccomp

TRY_EACH = """
    import os, sys
    from autograder import sandbox
    from autograder.sandbox import kernel, seccomp
    sandbox.prepare("landlock")
    for name in getattr(seccomp, sys.argv[1]).split():
        if seccomp.number(name) < 0: continue  # not on this machine
        child = os.fork()
        if child == 0:
            sandbox.enter("landlock", sandbox.Limits())
            try: kernel.syscall(seccomp.number(name), 0, 0, 0, 0, 0, 0)
            except OSError as error: os._exit(error.errno)
            os._exit(0)
        print(name, os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
"""


@confinable
@pytest.mark.parametrize(("names", "status"), [("REFUSED", 1), ("DEADLY", -signal.SIGSYS)])
def test_every_call_on_a_list_meets_its_fate(names, status):
    fates = dict(line.split() for line in run(TRY_EACH, names).stdout.splitlines())
    assert len(fates) > 20 and set(fates.values()) == {str(int(status))}, fates


def test_no_call_is_on_two_lists():
    names = [*seccomp.ALLOWED.split(), *seccomp.REFUSED.split(), *seccomp.DEADLY.split()]
    assert len(names) == len(set(names))


@confinable
@pytest.mark.parametrize(
    ("call", "said"),
    [
        ("os.fork()", "[Errno 1]"),
        ("kernel.syscall(435, b'', 88)", "[Errno 38]"),  # clone3
        ("kernel.syscall(seccomp.number('clone'), 0x10000000 | 17, 0, 0, 0, 0)", "[Errno 1]"),  # a user namespace
        ("kernel.syscall(seccomp.number('clone'), 0x40010f00, 0, 0, 0, 0)", "[Errno 38]"),  # a thread in a new network
        ("kernel.syscall(seccomp.number('sendto'), 1, b'x', 1, 0, b'address', 7)", "[Errno 38]"),
        ("kernel.syscall(seccomp.number('sendto'), 1, b'x', 1, 1, None, 0)", "[Errno 38]"),  # urgent data
        ("kernel.syscall(seccomp.number('recvfrom'), 1, bytes(1), 1, 1, None, None)", "[Errno 38]"),
        ("kernel.syscall(seccomp.number('recvfrom'), 1, bytes(1), 1, 0x40, None, None)", "[Errno 88]"),  # not a socket
        ("fcntl.fcntl(1, fcntl.F_SETOWN, os.getppid())", "[Errno 38]"),
        ("fcntl.ioctl(1, termios.TIOCSTI, b'x')", "[Errno 38]"),
        ("kernel.prctl(1, 0)", "[Errno 38]"),  # no longer die with the parent
        ("kernel.prctl(kernel.PR_SET_DUMPABLE, 1)", "[Errno 38]"),
        ("os.open(os.__file__, os.O_RDONLY | os.O_TRUNC)", "[Errno 1]"),
        ("os.open('/usr/lib', os.O_TMPFILE | os.O_RDWR)", "[Errno 13]"),
        ("resource.prlimit(os.getppid(), resource.RLIMIT_CPU)", "[Errno 38]"),
    ],
)
def test_calls_are_judged_by_their_arguments(call, said):
    done = student(
        f"try: {call}\nexcept OSError as error: print(error)",
        warm="import fcntl, resource, termios; from autograder.sandbox import kernel, seccomp",
    )
    assert done.stdout.startswith(said), done


@confinable
@pytest.mark.skipif(os.uname().machine != "x86_64" if hasattr(os, "uname") else True, reason="machine code of x86-64")
@pytest.mark.parametrize("door", ["b814000000cd80c3", "b8270000400f05c3"], ids=["i386", "x32"])
def test_other_doors_into_the_kernel_are_shut(door):
    """getpid by the numbers of another ABI: int 0x80, and a number of x32."""
    code = f"""
        import ctypes, mmap
        page = mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
        page.write(bytes.fromhex("{door}"))
        print("through", ctypes.CFUNCTYPE(ctypes.c_int)(ctypes.addressof(ctypes.c_char.from_buffer(page)))())
    """
    assert "through" in student(code, "none").stdout
    done = student(code)
    assert done.returncode == -signal.SIGSYS and "through" not in done.stdout


@confinable
def test_the_filter_can_be_built_for_arm(tmp_path):
    import pyseccomp

    with open(tmp_path / "filter", "w+b") as file:
        seccomp.build(pyseccomp.Arch.AARCH64).export_pfc(file)
    text = (tmp_path / "filter").read_text()
    assert "filter for arch aarch64" in text
    for name in ("openat", "clone", "futex", "ptrace", "execve"):
        assert f'filter for syscall "{name}"' in text
    assert "filter for arch x86_64" not in text
