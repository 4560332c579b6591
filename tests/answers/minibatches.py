"""Right and wrong answers to minibatches(n, batch_size, rng)."""

import numpy as np


def right_generator(n, batch_size, rng):
    """a generator over a shuffled copy"""
    order = np.arange(n)
    rng.shuffle(order)
    for start in range(0, n, batch_size):
        yield order[start : start + batch_size]


def right_lists(n, batch_size, rng):
    """plain lists, cut off a shuffled list"""
    left = rng.permutation(n).tolist()
    batches = []
    while left:
        batches.append(left[:batch_size])
        left = left[batch_size:]
    return batches


def wrong_replacement(n, batch_size, rng):
    """batches drawn with replacement: some examples twice, others never"""
    return [rng.integers(0, n, size=min(batch_size, n - start)) for start in range(0, n, batch_size)]


def wrong_drops_last(n, batch_size, rng):
    """a deal that drops the short last batch"""
    order = rng.permutation(n)
    return [order[start : start + batch_size] for start in range(0, n - batch_size + 1, batch_size)]


def wrong_in_order(n, batch_size, rng):
    """a deal without a shuffle"""
    return [np.arange(start, min(start + batch_size, n)) for start in range(0, n, batch_size)]


def wrong_own_seed(n, batch_size, rng):
    """a shuffle with a seed of its own: every epoch the same order"""
    order = np.random.default_rng(0).permutation(n)
    return [order[start : start + batch_size] for start in range(0, n, batch_size)]


def wrong_block_shuffle(n, batch_size, rng):
    """a shuffle of the batches only: neighbours stay together for ever"""
    starts = np.arange(0, n, batch_size)
    blocks = [np.arange(start, min(start + batch_size, n)) for start in starts]
    short = blocks.pop() if n % batch_size else None
    blocks = [blocks[i] for i in rng.permutation(len(blocks))]
    return blocks if short is None else [*blocks, short]


def wrong_equal_split(n, batch_size, rng):
    """a split into parts of about equal size instead of batches of batch_size"""
    return np.array_split(rng.permutation(n), -(-n // batch_size))


def wrong_own_chance(n, batch_size, rng):
    """chance from elsewhere: the generator that was given is never asked"""
    order = np.random.default_rng().permutation(n)
    return [order[start : start + batch_size] for start in range(0, n, batch_size)]


def wrong_empty_last(n, batch_size, rng):
    """an empty batch at the end where the batch size divides n"""
    order = rng.permutation(n)
    return [order[start : start + batch_size] for start in range(0, n + 1, batch_size)]


def wrong_flat(n, batch_size, rng):
    """one shuffled row of indices, not cut into batches"""
    return rng.permutation(n)


def wrong_cut_pack(n, batch_size, rng):
    """a pack that is cut, not shuffled: neighbours stay together"""
    order = np.roll(np.arange(n), int(rng.integers(n)))
    return [order[start : start + batch_size] for start in range(0, n, batch_size)]
