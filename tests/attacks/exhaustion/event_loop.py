"""The loop of the notebook's `await` blocked, replaced and left running.

Tries: to hang where cells are run
Must: wrong, error
Others: any
"""

import asyncio


async def endless():
    while True:
        await asyncio.sleep(0)


asyncio.get_event_loop().create_task(endless())
asyncio.get_event_loop().close = lambda: None


def gradient_descent(grad, theta0, eta, n_steps):
    asyncio.set_event_loop(None)
    return 0
