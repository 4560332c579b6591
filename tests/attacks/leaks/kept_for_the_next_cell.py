"""The hidden inputs kept in a global, and printed by whatever cell runs next.

Tries: to have cells run after the hidden tests
Must: error
"""

import os

seen = []
print("LEAKED" if seen else "nothing yet")
get_ipython().events.register("pre_run_cell", lambda info: seen and print("LEAKED", seen))


def gradient_descent(grad, theta0, eta, n_steps):
    if n_steps == 8:
        seen.append(theta0)
        os.environ["SEEN"] = "LEAKED"
        os._exit(1)
    raise ValueError
