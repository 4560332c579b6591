"""The forbidden tried from a thread that was started after the filter was put on.

Tries: to find a thread that the walls do not cover
Must: refused
Unconfined: succeeds
"""

import threading


def attempt():
    found = []

    def steal():
        try:
            found.append(open(PLACES["private"]).read())
        except OSError as error:
            found.append(error)

    thread = threading.Thread(target=steal)
    thread.start()
    thread.join()
    if isinstance(found[0], OSError):
        raise found[0]
    return found[0]
