"""Many drawings at once as fitted pictures, by the rules of `ink.stroke_ink.drawing_ink` and `ink.normalise.fit`.

Where these draw discs on a fine grid and average, here every pixel takes the nearest place of the centre line: the
distance between both and the pen's radius tell its ink. That is the same to a few hundredths, and a hundred times
quicker.
"""

import numpy as np
import numpy.typing as npt

from lenet_app.ink.normalise import BOX_SIDE, CENTRE, SIDE
from lenet_app.penmanship.pens import MOST_UNEVEN, Pens
from lenet_app.penmanship.traces import Traces

Floats = npt.NDArray[np.float32]
Integers = npt.NDArray[np.intp]

_PEN_STEP_PIXELS = 0.5
_BOX_MARGIN = (SIDE - BOX_SIDE) // 2
_FIELD_WITHOUT_PEN = -1.0
"""Full ink is 1 and more."""
_DRAWINGS_AT_ONCE = 256
"""So few that what is worked on stays in the cache."""


def rendered(traces: Traces, pens: Pens, random: np.random.Generator) -> npt.NDArray[np.uint8]:
    """The drawings as fitted pictures.

    Args:
        traces: the drawings, in any unit.
        pens: one for each.
        random: the source of what pens and paper do; not asked for anything where they do nothing.

    Returns:
        uint8 (n, 1, 28, 28), ink 255 at the brightest pixel of each.
    """
    pictures = np.empty((traces.count, 1, SIDE, SIDE), np.uint8)
    # Pens of a like reach go together, as the widest of them costs the others time.
    order = np.argsort(pens.reach, kind="stable")
    for start in range(0, traces.count, _DRAWINGS_AT_ONCE):
        chosen = order[start : start + _DRAWINGS_AT_ONCE]
        pictures[chosen, 0] = _rendered(traces.take(chosen), pens.take(chosen), random)
    return pictures


def _rendered(traces: Traces, pens: Pens, random: np.random.Generator) -> npt.NDArray[np.uint8]:
    traces, sides = _in_boxes(traces, pens.width)
    places, owner = _dense(traces, _along(traces, pens, random))
    inked = places[:, 3] > 0
    field = _field(places[inked], owner[inked], pens)
    ink = _on_paper(field, pens, random)
    brightest = ink.max(axis=(1, 2), keepdims=True)
    ink /= np.maximum(brightest, np.finfo(np.float32).tiny)
    return np.asarray((255 * _centred(ink, sides) + np.float32(0.5)).astype(np.uint8))


def _in_boxes(traces: Traces, width: Floats) -> tuple[Traces, Integers]:
    """The drawings in pixels of boxes with a longer side of 20, and the boxes' whole sides (count, 2), x and y."""
    low, high = traces.boxes()
    extent = (high - low).max(axis=1)
    dot = extent <= np.finfo(np.float32).tiny
    unit = np.where(dot, 0, (BOX_SIDE - width) / np.where(dot, 1, extent))
    # What is taken off keeps rounding errors of float32 from adding a pixel.
    sides = np.ceil((high - low) * unit[:, None] + width[:, None] - 1e-3).astype(np.intp)
    sides = np.clip(sides, 1, BOX_SIDE)
    offset = (sides / 2 - (low + high) / 2 * unit[:, None]).astype(np.float32)
    owner = traces.owner
    return traces.moved(traces.points * unit[owner, None].astype(np.float32) + offset[owner]), sides


def _along(traces: Traces, pens: Pens, random: np.random.Generator) -> Floats:
    """The points with what the pen does there: x, y, width as a ratio, ink in [0, 1]; (n, 4)."""
    values = np.ones((len(traces.points), 4), np.float32)
    values[:, :2] = traces.points
    if pens.uneven.any() or pens.pale.any():
        slow = _slow_noise(len(values), random)
        values[:, 2] += pens.uneven[traces.owner] * slow[:, 0].clip(-MOST_UNEVEN, MOST_UNEVEN)
        values[:, 3] -= pens.pale[traces.owner] * slow[:, 1].clip(0, 1.6)
    if pens.gap.any():
        starts = traces.starts
        sizes = np.diff(np.append(starts, len(values)))
        chosen = starts + (random.random(traces.count) * sizes).astype(np.intp)
        away = np.hypot(*(traces.points - traces.points[chosen][traces.owner]).T)
        values[away < pens.gap[traces.owner], 3] = 0
    return values


def _slow_noise(count: int, random: np.random.Generator) -> Floats:
    """Noise (count, 2) of standard deviation 1 that changes within about six points."""
    noise = random.standard_normal((count + 5, 2), np.float32)
    total = np.cumsum(noise, axis=0, dtype=np.float64)
    total[5:] -= total[:-5].copy()
    return np.asarray(total[5:] / np.sqrt(5), np.float32)


def _dense(traces: Traces, values: Floats) -> tuple[Floats, Integers]:
    """The values at places at most a step apart, linear between the points, and whose drawing each belongs to."""
    steps = np.diff(values, axis=0, append=values[-1:])
    steps[np.diff(traces.stroke, append=-1) != 0] = 0
    counts = np.maximum(np.ceil(np.hypot(steps[:, 0], steps[:, 1]) / _PEN_STEP_PIXELS), 1).astype(np.intp)
    source = np.repeat(np.arange(len(values)), counts)
    within = np.arange(len(source)) - np.repeat(counts.cumsum() - counts, counts)
    share = (within / counts[source]).astype(np.float32)
    return values[source] + share[:, None] * steps[source], traces.owner[source]


def _field(places: Floats, owner: Integers, pens: Pens) -> Floats:
    """How deep every pixel lies in the ink, (n, 28, 28): (radius − distance) / edge + ½ at the nearest place."""
    reach = pens.reach.max(initial=0)
    span = np.arange(int(np.ceil(2 * reach)))
    x, y = places[:, 0] + _BOX_MARGIN, places[:, 1] + _BOX_MARGIN
    columns = np.ceil(x - reach - 0.5).astype(np.intp)[:, None] + span
    rows = np.ceil(y - reach - 0.5).astype(np.intp)[:, None] + span
    right, down = columns + np.float32(0.5) - x[:, None], rows + np.float32(0.5) - y[:, None]
    distance = _distances(right.astype(np.float32), down.astype(np.float32), owner, pens)
    radius = (pens.width[owner] * places[:, 2] / 2)[:, None, None]
    depth = radius - distance
    depth /= pens.edge[owner, None, None]
    depth += np.float32(0.5)
    if pens.pale.any():
        np.minimum(depth, places[:, 3, None, None], out=depth)
    field = np.full(len(pens) * SIDE * SIDE, _FIELD_WITHOUT_PEN, np.float32)
    rows, columns = rows.clip(0, SIDE - 1), columns.clip(0, SIDE - 1)
    pixels = ((owner[:, None] * SIDE + rows) * SIDE)[:, :, None] + columns[:, None, :]
    np.maximum.at(field, pixels.ravel(), depth.ravel())
    return field.reshape(-1, SIDE, SIDE)


def _distances(right: Floats, down: Floats, owner: Integers, pens: Pens) -> Floats:
    """From each place to the pixels around it, (k, rows, columns), longer across a nib's shorter side."""
    if (pens.narrow == 1).all():
        squares = np.square(right)[:, None, :] + np.square(down)[:, :, None]
    else:
        cos, sin = np.cos(pens.nib)[owner, None], np.sin(pens.nib)[owner, None]
        narrow = pens.narrow[owner, None]
        across = (down * cos / narrow)[:, :, None] - (right * sin / narrow)[:, None, :]
        along = (right * cos)[:, None, :] + (down * sin)[:, :, None]
        squares = np.square(across, out=across) + np.square(along, out=along)
    return np.asarray(np.sqrt(squares, out=squares))


def _on_paper(field: Floats, pens: Pens, random: np.random.Generator) -> Floats:
    """The ink in [0, 1] that a field leaves on its paper."""
    if pens.ragged.any():
        field = field + pens.ragged[:, None, None] * random.uniform(-0.5, 0.5, field.shape).astype(np.float32)
    ink = field.clip(0, 1)
    if pens.grain.any():
        ink *= 1 - pens.grain[:, None, None] * random.random(field.shape, np.float32)
    if pens.blur.any():
        blur = pens.blur[:, None, None]
        for axis in (1, 2):
            ink = (1 - 2 * blur) * ink + blur * (np.roll(ink, 1, axis) + np.roll(ink, -1, axis))
    return ink


def _centred(ink: Floats, sides: Integers) -> Floats:
    """The boxes, drawn within their margin, placed by their centres of mass in whole pixels, none of them cut off."""
    shift = np.empty((2, len(ink)), np.intp)
    middles = np.arange(SIDE, dtype=np.float32) + np.float32(0.5 - _BOX_MARGIN)
    total = np.maximum(ink.sum(axis=(1, 2)), np.finfo(np.float32).tiny)
    for axis, size in ((0, sides[:, 1]), (1, sides[:, 0])):
        centre = ink.sum(axis=2 - axis) @ middles / total
        shift[axis] = np.clip(np.rint(CENTRE - centre).astype(np.intp), 0, SIDE - size) - _BOX_MARGIN
    places = np.arange(SIDE)
    rows, columns = places - shift[0][:, None], places - shift[1][:, None]
    inside = ((rows >= 0) & (rows < SIDE))[:, :, None] & ((columns >= 0) & (columns < SIDE))[:, None, :]
    pixels = (np.arange(len(ink))[:, None] * SIDE + rows.clip(0, SIDE - 1))[:, :, None] * SIDE
    return np.asarray(np.where(inside, ink.ravel()[pixels + columns.clip(0, SIDE - 1)[:, None, :]], 0))
