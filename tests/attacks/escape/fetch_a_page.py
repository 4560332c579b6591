"""urllib, http.client and pip's own way out.

Tries: to download the solution
Must: refused
Unconfined: succeeds
"""

import urllib.request


def attempt():
    host, port = PLACES["tcp"]
    try:
        return urllib.request.urlopen(f"http://{host}:{port}/", timeout=0.2).read()
    except TimeoutError:
        return "connected, and nobody answered"
    except OSError as error:
        if isinstance(getattr(error, "reason", None), TimeoutError):
            return "connected, and nobody answered"
        raise
