"""Sums over accounts and scenarios in a fixed order: the same bits for any number of threads, blocks and parts."""

import numpy as np

from calc.compile import inlined_kernel, kernel, parallel_kernel, prange

ABREAST = 4  # accounts that share one walk through the moves; instruments taken in one step of it
LANES = 256  # scenarios of a tile: the sums of four accounts stay next to the processor
BELOW = -1e300  # any loss is larger; infinity is no number to fast mathematics
SELECTED = 64  # tails longer than this are sorted whole


@kernel
def tiled(moves: np.ndarray) -> np.ndarray:
    """Return value changes, instruments x scenarios, as tiles x instruments x LANES, the last one filled with zeros."""
    instruments, scenarios = moves.shape
    tiles = np.zeros(((scenarios + LANES - 1) // LANES, instruments, LANES))
    for t in range(tiles.shape[0]):
        for i in range(instruments):
            for s in range(t * LANES, min(scenarios, (t + 1) * LANES)):
                tiles[t, i, s - t * LANES] = moves[i, s]
    return tiles


@kernel
def in_fours(weights: np.ndarray) -> np.ndarray:
    """Return weights, accounts x instruments, as fours x ABREAST x instruments; who is not there holds nothing."""
    accounts, instruments = weights.shape
    fours = np.zeros(((accounts + ABREAST - 1) // ABREAST, ABREAST, instruments))
    for row in range(accounts):
        for i in range(instruments):
            fours[row // ABREAST, row % ABREAST, i] = weights[row, i]
    return fours


@kernel
def walk(four: np.ndarray, tile: np.ndarray, sums: np.ndarray) -> None:
    """Fill the gains of four accounts in the scenarios of a tile: each a sum over the instruments in their order.

    Four instruments are a step, so that a sum is fetched and put back once for four products.
    """
    instruments, whole = tile.shape[0], tile.shape[0] // ABREAST * ABREAST
    for a in range(ABREAST):
        for s in range(LANES):
            sums[a, s] = 0.0
    for i in range(0, whole, ABREAST):
        a0, a1, a2, a3 = four[0, i], four[0, i + 1], four[0, i + 2], four[0, i + 3]
        b0, b1, b2, b3 = four[1, i], four[1, i + 1], four[1, i + 2], four[1, i + 3]
        c0, c1, c2, c3 = four[2, i], four[2, i + 1], four[2, i + 2], four[2, i + 3]
        d0, d1, d2, d3 = four[3, i], four[3, i + 1], four[3, i + 2], four[3, i + 3]
        for s in range(LANES):
            m0, m1, m2, m3 = tile[i, s], tile[i + 1, s], tile[i + 2, s], tile[i + 3, s]
            sums[0, s] = (((sums[0, s] + a0 * m0) + a1 * m1) + a2 * m2) + a3 * m3
            sums[1, s] = (((sums[1, s] + b0 * m0) + b1 * m1) + b2 * m2) + b3 * m3
            sums[2, s] = (((sums[2, s] + c0 * m0) + c1 * m1) + c2 * m2) + c3 * m3
            sums[3, s] = (((sums[3, s] + d0 * m0) + d1 * m1) + d2 * m2) + d3 * m3
    for i in range(whole, instruments):
        a0, b0, c0, d0 = four[0, i], four[1, i], four[2, i], four[3, i]
        for s in range(LANES):
            move = tile[i, s]
            sums[0, s] += a0 * move
            sums[1, s] += b0 * move
            sums[2, s] += c0 * move
            sums[3, s] += d0 * move


@kernel
def fill_gains(four: np.ndarray, tiles: np.ndarray, gains: np.ndarray) -> None:
    """Fill the gains of the accounts of a four, accounts x scenarios."""
    sums = np.empty((ABREAST, LANES))
    for t in range(tiles.shape[0]):
        walk(four, tiles[t], sums)
        for a in range(gains.shape[0]):
            for s in range(t * LANES, min(gains.shape[1], (t + 1) * LANES)):
                gains[a, s] = sums[a, s - t * LANES]


@parallel_kernel
def account_moves(weights: np.ndarray, moves: np.ndarray) -> np.ndarray:
    """Return the gain of each account in each scenario: accounts x scenarios.

    `weights` are notionals times factor, accounts x instruments; `moves` value changes, instruments x scenarios.
    Each account's sum runs over the instruments in their order, whoever walks beside it.
    """
    gains, tiles, fours = np.empty((weights.shape[0], moves.shape[1])), tiled(moves), in_fours(weights)
    for four in prange(fours.shape[0]):
        fill_gains(fours[four], tiles, gains[four * ABREAST : (four + 1) * ABREAST])
    return gains


@kernel
def account_moves_alone(weights: np.ndarray, moves: np.ndarray) -> np.ndarray:
    """Return what `account_moves` returns, on the thread that asks: where several do, each has one of its own."""
    gains, tiles, fours = np.empty((weights.shape[0], moves.shape[1])), tiled(moves), in_fours(weights)
    for four in range(fours.shape[0]):
        fill_gains(fours[four], tiles, gains[four * ABREAST : (four + 1) * ABREAST])
    return gains


@kernel
def largest(losses: np.ndarray, number: int) -> np.ndarray:
    """Return the `number` largest losses, the largest first."""
    if number > SELECTED:
        return np.sort(losses)[::-1][:number].copy()
    found = np.full(number, BELOW)
    for s in range(losses.size):
        loss = losses[s]
        if loss > found[number - 1]:
            place = number - 1
            while place > 0 and found[place - 1] < loss:
                found[place] = found[place - 1]
                place -= 1
            found[place] = loss
    return found


@kernel
def ordered_mean(ordered: np.ndarray, number: float) -> float:
    """Return the mean of the first `number` losses, the last one counted with the fraction that is left."""
    left, total = number, 0.0
    for place in range(min(ordered.size, int(np.ceil(number)))):
        part = min(left, 1.0)
        total += part * ordered[place]
        left -= part
    return total / number


@kernel
def tail_mean(losses: np.ndarray, number: float) -> float:
    """Return the mean of the `number` largest losses, as `ordered_mean`."""
    return ordered_mean(largest(losses, min(losses.size, int(np.ceil(number)))), number)


@inlined_kernel
def is_worse(loss: float, place: int, other: float, other_place: int) -> bool:
    """Return whether one loss comes before another: the larger, of equal ones the earlier scenario."""
    return loss > other or (loss == other and place < other_place)


@kernel
def put_worst_first(losses: np.ndarray, places: np.ndarray, filled: int, number: int) -> None:
    """Move the worst `number` of the filled losses to the front, the last of them to its end; no two places are equal.

    Pivots are the worst but one of three, so that it takes as long as there are losses, whatever their order.
    """
    low, high, aim = 0, filled - 1, number - 1
    while low < high:
        pivot = middle_of(losses, places, low, high)
        loss, place, left, right = losses[pivot], places[pivot], low, high
        while left <= right:
            while is_worse(losses[left], places[left], loss, place):
                left += 1
            while is_worse(loss, place, losses[right], places[right]):
                right -= 1
            if left <= right:
                losses[left], losses[right] = losses[right], losses[left]
                places[left], places[right] = places[right], places[left]
                left += 1
                right -= 1
        if aim <= right:
            high = right
        elif aim >= left:
            low = left
        else:
            break


@kernel
def middle_of(losses: np.ndarray, places: np.ndarray, low: int, high: int) -> int:
    """Return which of the first, the middle and the last loss of a stretch stands between the other two."""
    middle = (low + high) // 2
    first, second, third = low, middle, high
    if is_worse(losses[second], places[second], losses[first], places[first]):
        first, second = second, first
    if is_worse(losses[third], places[third], losses[second], places[second]):
        second, third = third, second
    if is_worse(losses[second], places[second], losses[first], places[first]):
        second = first
    return second


@kernel
def take_worst(
    gains: np.ndarray, scenarios: np.ndarray, kept: int, losses: np.ndarray, places: np.ndarray, filled: int
) -> int:
    """Put every loss that may be among the worst `kept` behind them, and return how many losses are there then.

    When there is no room left, only the worst stay. The last of them stands at the end of the first `kept`.
    """
    limit, limit_place = losses[kept - 1], places[kept - 1]
    for s in range(scenarios.size):
        loss = -gains[s]
        if loss >= limit and is_worse(loss, scenarios[s], limit, limit_place):
            losses[filled], places[filled] = loss, scenarios[s]
            filled += 1
            if filled == losses.size:
                put_worst_first(losses, places, filled, kept)
                filled, limit, limit_place = kept, losses[kept - 1], places[kept - 1]
    return filled


@kernel
def push_block(
    weights: np.ndarray,
    tiles: np.ndarray,
    scenarios: np.ndarray,
    kept: int,
    losses: np.ndarray,
    places: np.ndarray,
    filled: np.ndarray,
) -> None:
    """Walk all accounts through a block of scenarios and take what may be among each one's worst `kept`.

    `weights` are fours of accounts x ABREAST x instruments, `tiles` as `tiled` makes them, `scenarios` their numbers.
    `losses` and `places` hold accounts x room, more than `kept`; they begin with `kept` losses that are none.
    """
    sums = np.empty((ABREAST, LANES))
    for t in range(tiles.shape[0]):
        told = scenarios[t * LANES : (t + 1) * LANES]
        for four in range(weights.shape[0]):
            walk(weights[four], tiles[t], sums)
            for row in range(four * ABREAST, min(filled.size, (four + 1) * ABREAST)):
                gains = sums[row - four * ABREAST]
                filled[row] = take_worst(gains, told, kept, losses[row], places[row], filled[row])


@kernel
def put_in_order(kept: int, losses: np.ndarray, places: np.ndarray, filled: np.ndarray) -> None:
    """Leave each account's worst `kept` losses at the front, the worst first, of equal ones the earlier scenario."""
    for row in range(filled.size):
        put_worst_first(losses[row], places[row], filled[row], kept)
        early = np.argsort(places[row, :kept])
        front, told = losses[row, :kept][early], places[row, :kept][early]
        order = np.argsort(-front, kind="mergesort")  # equal ones stay as they are
        losses[row, :kept], places[row, :kept] = front[order], told[order]
