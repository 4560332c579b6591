"""The system call filter: a list of what CPython, NumPy and Matplotlib need; everything else is refused.

Three lists by name, compiled by libseccomp for the machine's own architecture; calls by another one's numbers (i386, x32)
end the process. What is on no list answers ENOSYS, which makes the C library fall back to an older call, so that a newer
library still works. The program is compiled once in the warm process and only loaded in each student's.
"""

import ctypes
import errno
import functools
import os

from .kernel import PR_SET_SECCOMP, SandboxError, prctl

_FILTER = 2  # SECCOMP_MODE_FILTER

ALLOWED = """
brk mmap munmap mremap mprotect madvise
read readv pread64 preadv write writev pwrite64 pwritev lseek close close_range dup dup2 dup3
stat lstat fstat newfstatat statx access faccessat faccessat2 readlink readlinkat getcwd getdents64 fadvise64
poll ppoll select pselect6 getsockname getsockopt
futex set_robust_list rseq set_tid_address gettid sched_yield sched_getaffinity getcpu membarrier
clock_gettime clock_getres clock_nanosleep nanosleep gettimeofday time times getrusage
rt_sigaction rt_sigprocmask rt_sigreturn sigaltstack restart_syscall
getpid getppid getuid geteuid getgid getegid getresuid getresgid getgroups getpgrp getpgid getsid getrlimit
getrandom uname sysinfo exit exit_group
"""

# Plain refusals: EPERM reads "Operation not permitted" in a student's traceback, ENOSYS would read as a broken Python.
REFUSED = """
fork vfork execve execveat kill tkill tgkill rt_sigqueueinfo rt_tgsigqueueinfo
socket socketpair connect bind listen accept accept4 sendmsg sendmmsg recvmsg recvmmsg setsockopt shutdown
creat truncate ftruncate fallocate rename renameat renameat2 link linkat symlink symlinkat unlink unlinkat
mkdir mkdirat rmdir mknod mknodat chmod fchmod fchmodat chown fchown lchown fchownat utime utimes utimensat futimesat
setxattr lsetxattr fsetxattr removexattr lremovexattr fremovexattr chdir fchdir flock memfd_create
pipe pipe2 eventfd2 epoll_create epoll_create1 inotify_init inotify_init1 pidfd_open pidfd_send_signal
shmget shmat shmctl shmdt semget semop semctl semtimedop msgget msgsnd msgrcv msgctl mq_open mq_unlink
setrlimit setpriority sched_setaffinity sched_setscheduler sched_setparam mlock mlock2 mlockall
setuid setgid setreuid setregid setresuid setresgid setfsuid setfsgid setgroups capset setsid setpgid
"""

# Nothing in a notebook calls these by accident.
DEADLY = """
ptrace process_vm_readv process_vm_writev pidfd_getfd kcmp bpf perf_event_open userfaultfd
io_uring_setup io_uring_enter io_uring_register add_key request_key keyctl
mount umount2 pivot_root chroot setns unshare open_tree move_mount fsopen fsconfig fsmount fspick mount_setattr
open_by_handle_at fanotify_init init_module finit_module delete_module kexec_load kexec_file_load
reboot swapon swapoff acct quotactl syslog settimeofday clock_settime clock_adjtime adjtimex iopl ioperm modify_ldt
"""

_CLONE_THREAD = 0x00010000
_CLONE_NAMESPACES = 0x7E020080  # every CLONE_NEW* bit
_THREAD_NAMES = (15, 16, 0x53564D41)  # PR_SET_NAME, PR_GET_NAME, PR_SET_VMA (names of memory areas)


def problem() -> str | None:
    """What is missing for the filter, as a sentence that names the package; None where it works."""
    try:
        import pyseccomp  # noqa: F401
    except ImportError:
        return 'the Python package pyseccomp is missing (install the extra "instructor", or pip install pyseccomp)'
    except (RuntimeError, OSError, AttributeError):
        return "the library libseccomp is missing (package libseccomp2 on Debian and Ubuntu, libseccomp elsewhere)"
    return None


def number(name: str) -> int:
    """The number of a system call here: libseccomp keeps the table, so that this package need not."""
    import pyseccomp

    return pyseccomp.resolve_syscall(pyseccomp.Arch.NATIVE, name)


def build(architecture: int | None = None):
    """The filter as a libseccomp object; `architecture` (a pyseccomp.Arch) other than the machine's is for tests."""
    import fcntl
    import socket
    import termios

    import pyseccomp as sc

    eq, masked = sc.EQ, sc.MASKED_EQ
    wall = sc.SyscallFilter(sc.ERRNO(errno.ENOSYS))
    if architecture is not None and architecture != sc.system_arch():
        wall.add_arch(architecture)
        wall.remove_arch(sc.system_arch())
    wall.set_attr(sc.Attr.ACT_BADARCH, sc.KILL_PROCESS)

    def rule(action, name, *conditions):
        # A name that libseccomp does not know yet has no number and needs no rule: the default refuses it.
        found = sc.resolve_syscall(sc.Arch.NATIVE, name)
        if found != -1:
            wall.add_rule(action, found, *(sc.Arg(*condition) for condition in conditions))

    for action, names in ((sc.ALLOW, ALLOWED), (sc.ERRNO(errno.EPERM), REFUSED), (sc.KILL_PROCESS, DEADLY)):
        for name in names.split():
            rule(action, name)

    # A thread, never a process and never with a new namespace. clone3 hides its flags from a filter: ENOSYS, then glibc uses clone.
    rule(sc.ALLOW, "clone", (0, masked, _CLONE_THREAD | _CLONE_NAMESPACES, _CLONE_THREAD))
    rule(sc.ERRNO(errno.EPERM), "clone", (0, masked, _CLONE_THREAD, 0))
    # Opening with O_TRUNC needs write access here: before its ABI 3, Landlock lets a file opened for reading be cut to nothing.
    for name, flags in (("open", 1), ("openat", 2)):
        rule(sc.ALLOW, name, (flags, masked, os.O_TRUNC, 0))
        for mode in (os.O_WRONLY, os.O_RDWR):
            rule(sc.ALLOW, name, (flags, masked, os.O_TRUNC | os.O_ACCMODE, os.O_TRUNC | mode))
        rule(sc.ERRNO(errno.EPERM), name, (flags, masked, os.O_TRUNC | os.O_ACCMODE, os.O_TRUNC))
    # Sending to an address would reach any datagram socket on the machine. Urgent data (MSG_OOB) and whatever other flags
    # there are lead into corners of the kernel out of which sandboxes have been left (CVE-2025-38236).
    others = 0xFFFFFFFF & ~(socket.MSG_DONTWAIT | socket.MSG_NOSIGNAL | socket.MSG_PEEK | socket.MSG_WAITALL)
    rule(sc.ALLOW, "sendto", (3, masked, others, 0), (4, eq, 0))
    rule(sc.ALLOW, "recvfrom", (3, masked, others, 0))
    # F_SETOWN could send a signal to any process of the user.
    for command in (fcntl.F_DUPFD, fcntl.F_DUPFD_CLOEXEC, fcntl.F_GETFD, fcntl.F_SETFD, fcntl.F_GETFL, fcntl.F_SETFL):
        rule(sc.ALLOW, "fcntl", (1, eq, command))
    for request in (
        termios.TCGETS,
        termios.TIOCGWINSZ,
        termios.FIOCLEX,
        termios.FIONCLEX,
        termios.FIONBIO,
        termios.FIONREAD,
    ):
        rule(sc.ALLOW, "ioctl", (1, eq, request))
    # Limits may be read, one's own, and never set.
    rule(sc.ALLOW, "prlimit64", (0, eq, 0), (2, eq, 0))
    rule(sc.ERRNO(errno.EPERM), "prlimit64", (2, sc.NE, 0))
    for option in _THREAD_NAMES:
        rule(sc.ALLOW, "prctl", (0, eq, option))
    return wall


@functools.cache
def program() -> bytes:
    """The compiled filter: instructions of 8 bytes each. Call it in the warm process; forks inherit the result."""
    trouble = problem()
    if trouble:
        raise SandboxError(f"The system call filter cannot be built: {trouble}.")
    with open(os.memfd_create("filter"), "w+b", buffering=0) as file:
        build().export_bpf(file)
        file.seek(0)
        return file.read()


def load() -> None:
    """Put the filter on this thread and all it starts, for ever. no_new_privs must be set."""

    class Program(ctypes.Structure):
        _fields_ = [("length", ctypes.c_ushort), ("instructions", ctypes.c_char_p)]

    code = program()
    prctl(PR_SET_SECCOMP, _FILTER, ctypes.byref(Program(len(code) // 8, code)))
