"""The folder of submissions watched: inotify and fanotify.

Tries: to learn when others hand in
Must: killed
Unconfined: succeeds
"""


def attempt():
    return every([lambda: syscall("inotify_init1", 0), lambda: syscall("fanotify_init", 0, 0)])
