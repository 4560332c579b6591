"""What the probe sets up for its attempts: things worth stealing, things worth breaking, doors that are open."""

import contextlib
import ctypes
import os
import pwd
import secrets
import signal
import socket
import tempfile
from pathlib import Path

from .kernel import call

_IPC_CREATE, _IPC_REMOVE = 0o1000, 0


class Stage:
    """Files, sockets, a process and shared memory of the prober; a context manager that takes them away again.

    Every file is open to every user, so that what stops an attempt is the sandbox and not a file's permissions.
    """

    def __enter__(self):
        self.token = secrets.token_hex(16)
        self._folder = tempfile.TemporaryDirectory(prefix="probe-")
        self.folder = Path(self._folder.name)
        self.readable = self.folder / "readable"  # will be in the readable set
        for name in ("readable", "hidden", "submissions"):
            (self.folder / name).mkdir()
        self._file("secret.txt"), self._file("hidden/test_secret.py"), self._file("submissions/student-01.ipynb")
        for name in ("lesson", "overwrite", "truncate", "cut", "delete", "rename", "mode", "times"):
            self._file(f"readable/{name}")
        for folder in (self.folder, *self.folder.iterdir()):
            if folder.is_dir():
                folder.chmod(0o777)
        self.shared_name = f"probe-{self.token}"
        self.trace = f"{self.shared_name}-new"
        self.shared_file = Path("/dev/shm", self.shared_name)
        with contextlib.suppress(OSError):  # a host without it: the attempt then finds nothing, as it should
            self.shared_file.write_text(self.token)
            self.shared_file.chmod(0o666)
        self._listen()
        self.memory = ctypes.create_string_buffer(self.token.encode())  # at the same address in the victim
        self.victim = self._start_victim()
        self.shared_memory = self._share_memory()
        self.home = self._home()
        self.too_much_memory, self.too_many_threads = 512 << 20, 800
        self.inherited = os.dup2(os.open(self.folder / "secret.txt", os.O_RDONLY), 50)
        return self

    def __exit__(self, *_):
        for door in self._doors:
            door.close()
        os.close(self.inherited)
        os.kill(self.victim, signal.SIGKILL)
        os.waitpid(self.victim, 0)
        if self.shared_memory is not None:
            call("shmctl", self.shared_memory, _IPC_REMOVE, None)
        for left in (self.shared_file, *(Path(place, self.trace) for place in (self.home, "/tmp", "/dev/shm"))):
            left.unlink(missing_ok=True)
        self._folder.cleanup()

    def _file(self, name: str) -> None:
        path = self.folder / name
        path.write_text(self.token)
        path.chmod(0o666)

    def _home(self) -> str:
        """A folder that the prober itself may write to, its home if it has one."""
        try:
            home = pwd.getpwuid(os.getuid()).pw_dir
        except KeyError:
            home = ""
        return home if os.access(home, os.W_OK) else "/var/tmp"

    def _listen(self) -> None:
        tcp, udp = socket.socket(), socket.socket(type=socket.SOCK_DGRAM)
        for door in (tcp, udp):
            door.bind(("127.0.0.1", 0))
        path, abstract = socket.socket(socket.AF_UNIX), socket.socket(socket.AF_UNIX)
        self.socket_path = str(self.folder / "socket")
        path.bind(self.socket_path)
        os.chmod(self.socket_path, 0o777)
        self.socket_abstract = f"\0{self.shared_name}"
        abstract.bind(self.socket_abstract)
        for door in (tcp, path, abstract):
            door.listen(64)
        self.tcp, self.udp = tcp.getsockname(), udp.getsockname()
        self._doors = (tcp, udp, path, abstract)

    def _start_victim(self) -> int:
        parent = os.getpid()
        child = os.fork()
        if child:
            return child
        try:  # waits to be harmed, and ends with the prober
            while os.getppid() == parent:
                signal.sigtimedwait([], 0.2)
        finally:
            os._exit(0)

    def _share_memory(self) -> int | None:
        try:
            return call("shmget", 0, 4096, _IPC_CREATE | 0o666)
        except OSError:
            return None  # a kernel without it
