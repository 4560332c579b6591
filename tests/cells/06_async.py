# A loop runs while a cell does, as in the kernel.

# %% await
import asyncio

await asyncio.sleep(0.001)

# %% await a value
async def double(x):
    await asyncio.sleep(0)
    return 2 * x


await double(4)

# %% gather
await asyncio.gather(double(1), double(2))

# %% for
async def count():
    for i in range(3):
        yield i


async for i in count():
    print(i)

# %% with
import contextlib


@contextlib.asynccontextmanager
async def room():
    print("in")
    yield 1
    print("out")


async with room() as inside:
    print(inside)

# %% a task made in a cell without await
task = asyncio.get_running_loop().create_task(double(21))
type(task).__name__

# %% is done in a later one
await task

# %% run is refused while the loop runs
try:
    asyncio.run(double(1))
except RuntimeError as error:
    print(error)

# %% an error in a coroutine
async def fails():
    raise ValueError("in a coroutine")


await fails()

# %% a thread
await asyncio.to_thread(sum, [1, 2, 3])

# %% time out
try:
    await asyncio.wait_for(asyncio.sleep(10), timeout=0.01)
except TimeoutError:
    print("timed out")

# %% comprehension
[i async for i in count()]
