"""What pen, paper and the finding of ink do to made rows: strokes thick and thin, pale and broken, hard and soft."""

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]

_KNOT = 7  # pixels along the line between two knots of what changes slowly
_KNOTS_DOWN = 6
_FAINTEST = 0.1  # of full ink
_DIRTY = 0.13  # of the rows


def inked(rows: Floats, random: np.random.Generator) -> Floats:
    """Rows as they are found on paper.

    Args:
        rows: float32 (n, height, width) in [0, 1], as they were drawn.
        random: the source of everything that varies.

    Returns:
        The same shape and range; faint ink is gone, as the threshold between paper and ink leaves it.
    """
    count = len(rows)
    slow, patchy = _slow(rows.shape, random), _slow(rows.shape, random)

    def some(share: float, values: npt.NDArray[np.floating]) -> Floats:
        return np.where(random.random(count) < share, values, 0).astype(np.float32)[:, None, None]

    evenly = random.normal(-0.05, 0.4, count).clip(-0.75, 1.0).astype(np.float32)[:, None, None]
    rows = _thickened(rows, evenly + some(0.5, random.gamma(2, 0.1, count)) * slow)
    rows = rows * (1 - some(0.45, random.gamma(2, 0.14, count).clip(0, 0.9)) * patchy.clip(0, 2)).clip(0, 1)
    rows = _blurred(rows, some(0.35, random.uniform(0.02, 0.22, count)))
    full = np.square(rows).sum(axis=(1, 2), keepdims=True) / np.maximum(rows.sum(axis=(1, 2), keepdims=True), 1)
    rows = (rows / full.clip(0.4, 1)).clip(0, 1)
    level = random.uniform(0.3, 0.6, (count, 1, 1)).astype(np.float32)
    gain = np.exp(random.uniform(0.1, 1.5, (count, 1, 1))).astype(np.float32)
    ragged = some(0.2, random.uniform(0.05, 0.2, count)) * random.standard_normal(rows.shape, np.float32)
    found = ((rows + ragged * (rows > 0.05) - level) * gain + np.float32(0.5)).clip(0, 1)
    found[(found < _FAINTEST) | (rows < _FAINTEST)] = 0
    return np.asarray(found, np.float32)


def sprinkle(row: Floats, random: np.random.Generator) -> None:
    """Sprinkle one row in eight, float32 (height, width), with dirt, in place."""
    if random.random() >= _DIRTY:
        return
    height, width = row.shape
    for _ in range(int(random.integers(1, 6))):
        y, x = int(random.integers(6, height - 6)), int(random.integers(0, width - 2))
        high, wide = int(random.integers(1, 3)), int(random.integers(1, 3))
        row[y : y + high, x : x + wide] = random.uniform(0.3, 1)


def _slow(shape: tuple[int, ...], random: np.random.Generator) -> Floats:
    """Noise of about standard deviation 1 that changes slowly over each row."""
    count, height, width = shape
    across = width // _KNOT + 2
    knots = random.standard_normal((count, _KNOTS_DOWN, across), np.float32)
    spread = _linear(height, _KNOTS_DOWN) @ knots
    return np.asarray(spread @ _linear(width, across).T * np.float32(1.5))


def _linear(size: int, knots: int) -> Floats:
    """The matrix (size, knots) that draws straight lines between the knots."""
    places = np.linspace(0, knots - 1, size)[:, None]
    return np.asarray((1 - np.abs(places - np.arange(knots))).clip(0), np.float32)


def _thickened(rows: Floats, amount: Floats) -> Floats:
    """Strokes grown by `amount` pixels on each side where it is above 0, shrunk where it is below."""
    framed = np.pad(rows, ((0, 0), (1, 1), (1, 1)))
    grown, shrunk = rows.copy(), rows.copy()
    for around in (framed[:, :-2, 1:-1], framed[:, 2:, 1:-1], framed[:, 1:-1, :-2], framed[:, 1:-1, 2:]):
        np.maximum(grown, around, out=grown)
        np.minimum(shrunk, around, out=shrunk)
    return np.asarray(rows + np.where(amount > 0, grown - rows, rows - shrunk) * amount).clip(0, 1)


def _blurred(rows: Floats, amount: Floats) -> Floats:
    for axis in (1, 2):
        rows = (1 - 2 * amount) * rows + amount * (np.roll(rows, 1, axis) + np.roll(rows, -1, axis))
    return rows
