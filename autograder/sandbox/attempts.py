"""What no student's process may do, each as a function that tries to. One that returns has succeeded, and says in what.

Each runs in a process of its own, with a `Stage`. One that cannot be tried raises `NotTried`, which never counts as stopped.
"""

import _thread
import ctypes
import mmap
import os
import resource
import signal
import socket
from pathlib import Path

from .kernel import call, syscall
from .seccomp import number
from .tiers import ENVIRONMENT

ATTEMPTS = {}  # name -> function(stage) -> what was achieved


class NotTried(Exception):
    """The attempt has no meaning here, or went wrong for a reason that proves nothing."""


def attempt(name: str):
    def enter(function):
        ATTEMPTS[name] = function
        return function

    return enter


def _read(path, stage) -> str:
    if stage.token not in Path(path).read_text():
        raise NotTried(f"{path} does not hold what was put there")
    return "read it"


@attempt("read a secret file")
def read_secret(stage):
    return _read(stage.folder / "secret.txt", stage)


@attempt("read a hidden test")
def read_hidden_test(stage):
    return _read(stage.folder / "hidden" / "test_secret.py", stage)


@attempt("list other submissions")
def list_submissions(stage):
    return f"found {os.listdir(stage.folder / 'submissions')}"


@attempt("read the list of users")
def read_users(stage):
    return f"read {len(Path('/etc/passwd').read_text())} characters"


def _write(folder, stage) -> str:
    path = Path(folder, stage.trace)
    path.write_text("x")  # the stage removes it: an unlink refused here must not look as if the writing had been
    return f"wrote {path}"


@attempt("write in the home folder")
def write_home(stage):
    return _write(stage.home, stage)


@attempt("write in /tmp")
def write_tmp(stage):
    return _write("/tmp", stage)


@attempt("write in /dev/shm")
def write_shared(stage):
    return _write("/dev/shm", stage)


@attempt("write a new file beside readable ones")
def write_readable(stage):
    return _write(stage.readable, stage)


@attempt("make a file by opening it for reading")
def create_by_reading(stage):
    os.close(os.open(stage.readable / "made", os.O_RDONLY | os.O_CREAT, 0o666))
    return "made it"


@attempt("overwrite a readable file")
def overwrite(stage):
    with open(stage.readable / "overwrite", "r+") as file:
        file.write("x")
    return "changed it"


@attempt("truncate a readable file")
def truncate(stage):
    os.truncate(stage.readable / "truncate", 0)
    return "emptied it"


@attempt("truncate a file by opening it for reading")
def truncate_by_reading(stage):
    os.close(os.open(stage.readable / "cut", os.O_RDONLY | os.O_TRUNC))
    return "emptied it"


@attempt("delete a readable file")
def delete(stage):
    os.unlink(stage.readable / "delete")
    return "deleted it"


@attempt("rename a readable file")
def rename(stage):
    os.rename(stage.readable / "rename", stage.readable / "renamed")
    return "renamed it"


@attempt("change a file's mode")
def change_mode(stage):
    os.chmod(stage.readable / "mode", 0o600)
    return "changed it"


@attempt("change a file's times")
def change_times(stage):
    os.utime(stage.readable / "times", (0, 0))
    return "changed them"


@attempt("make a link")
def make_link(stage):
    os.symlink("/", stage.readable / "link")
    return "made it"


def _connect(family, kind, address) -> str:
    with socket.socket(family, kind) as door:
        door.settimeout(2)
        door.connect(address)
        door.send(b"x")
    return "connected"


@attempt("connect by TCP")
def connect_tcp(stage):
    return _connect(socket.AF_INET, socket.SOCK_STREAM, stage.tcp)


@attempt("send by UDP")
def send_udp(stage):
    return _connect(socket.AF_INET, socket.SOCK_DGRAM, stage.udp)


@attempt("connect to a local socket")
def connect_path(stage):
    return _connect(socket.AF_UNIX, socket.SOCK_STREAM, stage.socket_path)


@attempt("connect to an abstract local socket")
def connect_abstract(stage):
    return _connect(socket.AF_UNIX, socket.SOCK_STREAM, stage.socket_abstract)


@attempt("start a process")
def fork(stage):
    if os.fork() == 0:
        os._exit(0)
    return "started one"


@attempt("run a program")
def execute(stage):
    os.execv("/bin/true", ["true"])  # on success this process ends without a word, which the prober takes as success


@attempt("signal the process that started it")
def signal_parent(stage):
    os.kill(os.getppid(), signal.SIGCONT)
    return "signalled it"


@attempt("trace another process")
def trace(stage):
    call("ptrace", 0x4206, stage.victim, 0, 0)  # PTRACE_SEIZE
    return "traced it"


@attempt("read another process's memory")
def read_memory(stage):
    class Span(ctypes.Structure):
        _fields_ = [("start", ctypes.c_void_p), ("length", ctypes.c_size_t)]

    mine = ctypes.create_string_buffer(len(stage.token))
    there = Span(ctypes.addressof(stage.memory), len(stage.token))
    here = Span(ctypes.addressof(mine), len(stage.token))
    call("process_vm_readv", stage.victim, ctypes.byref(here), 1, ctypes.byref(there), 1, 0)
    return "read it"


@attempt("read another process's memory as a file")
def read_memory_file(stage):
    with open(f"/proc/{stage.victim}/mem", "rb", buffering=0) as file:
        file.seek(ctypes.addressof(stage.memory))
        return f"read {len(file.read(len(stage.token)))} bytes"


@attempt("read the environment of the process that started it")
def read_parent_environment(stage):
    return f"read {len(Path(f'/proc/{os.getppid()}/environ').read_bytes())} bytes"


@attempt("find the user's environment variables")
def inherited_environment(stage):
    foreign = set(os.environ) - set(ENVIRONMENT)
    if not foreign:
        raise PermissionError("only the fixed list is there")
    return f"found {sorted(foreign)}"


@attempt("use an inherited descriptor")
def inherited_descriptor(stage):
    return f"read {len(os.pread(stage.inherited, 100, 0))} bytes"


@attempt("attach shared memory of another process")
def attach_shared_memory(stage):
    if stage.shared_memory is None:
        raise PermissionError("this kernel has no System V shared memory")
    call("shmat", stage.shared_memory, None, 0)
    return "attached it"


@attempt("read named shared memory of another process")
def read_shared_file(stage):
    return _read(stage.shared_file, stage)


@attempt("change its own limits")
def change_limits(stage):
    call("setrlimit", resource.RLIMIT_CORE, ctypes.create_string_buffer(16))  # both to zero
    return "changed them"


@attempt("start threads without end")
def start_threads(stage):
    latch = _thread.allocate_lock()
    latch.acquire()
    _thread.stack_size(64 * 1024)
    try:
        for _ in range(stage.too_many_threads):
            _thread.start_new_thread(latch.acquire, ())
    except RuntimeError as error:  # how Python says EAGAIN
        raise PermissionError(str(error)) from error
    return f"started {stage.too_many_threads}"


@attempt("take more memory than allowed")
def take_memory(stage):
    try:
        taken = mmap.mmap(-1, stage.too_much_memory, mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
    except OSError:
        raise MemoryError from None
    return f"took {len(taken) >> 20} MiB"


@attempt("make a namespace")
def make_namespace(stage):
    call("unshare", 0x10000000)  # CLONE_NEWUSER
    return "made one"


@attempt("mount a file system")
def mount(stage):
    call("unshare", 0x20000)  # CLONE_NEWNS, so that a success harms no one
    call("mount", b"none", b"/proc", b"tmpfs", 0, None)
    return "mounted one"


@attempt("use the kernel's ring of requests")
def io_uring(stage):
    os.close(syscall(number("io_uring_setup"), 1, ctypes.create_string_buffer(120)))
    return "opened one"


@attempt("kill another process")  # the last, because the victim is needed until here
def kill(stage):
    os.kill(stage.victim, signal.SIGKILL)
    return "killed it"
