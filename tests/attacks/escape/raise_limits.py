"""Its limits raised, and everyone else's lowered.

Tries: to have more time and memory
Must: refused
Unconfined: succeeds
"""

import os
import resource


def attempt():
    lower = resource.getrlimit(resource.RLIMIT_CORE)
    tries = [
        lambda: resource.setrlimit(resource.RLIMIT_CORE, lower) or "set it",
        lambda: resource.prlimit(os.getppid(), resource.RLIMIT_CORE, lower),
        lambda: resource.setrlimit(resource.RLIMIT_CPU, (resource.RLIM_INFINITY,) * 2) or "unlimited",
    ]

    def plainly(call):
        try:
            return call()
        except ValueError as error:
            raise OSError(str(error)) from None

    return every([lambda call=call: plainly(call) for call in tries])
