"""How pictures of digits are read that have suffered: `python -m tests.tools.suffering`.

Pen strokes of the writers that may be looked at (`tests/tools/hands.py`) are painted, suffer in one way, and are read
as the program reads a picture: ink found, fitted, answered, doubtful ones answered again. Nothing here is what the
training does to its small pictures: it happens to whole pictures, before their ink is found. Of several models each
kind is told side by side.
"""

import argparse
import io
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageFilter

from lenet_app.errors import UserError
from lenet_app.ink.normalise import SIDE, fit
from lenet_app.ink.paper.picture import picture_ink
from lenet_app.paths import Home
from lenet_app.recognition.recognizer import Recognizer
from lenet_app.storage.library import ModelLibrary
from lenet_app.storage.models import read_model
from tests.tools.hands import is_looked_at
from tests.tools.handwriting import DATA
from tests.tools.handwriting_measure.painting import on_canvas, painted
from tests.tools.handwriting_measure.plan import DIGIT, PEN_STROKES, View
from tests.tools.handwriting_measure.samples import Sample, fixed_part, read_samples

Bytes = npt.NDArray[np.uint8]
Random = np.random.Generator
Change = Callable[[Image.Image, Random], Image.Image]
"""A grey picture, ink dark, and the source of what varies, to the picture that is left of it."""
Kind = Callable[[list[Image.Image], Random], Image.Image]
"""The same from a picture of each stroke."""


def main(arguments: list[str] | None = None) -> int:
    """Measure and print; 1 where the data or a model is missing."""
    options = _options(arguments)
    try:
        library = ModelLibrary(Home.of_user().models)
        paths = [library.find(name) for name in options.model] or [library.default().path]
        recognizers = {path.stem: Recognizer(read_model(path)) for path in paths}
        samples = [sample for plan in PEN_STROKES for sample in _looked_at(plan.name, options)]
    except UserError as error:
        print(error, file=sys.stderr)
        return 1
    labels = np.array([int(sample.label) for sample in samples])
    pictures = [_painted(sample) for sample in samples]
    print(f"{len(samples)} pictures; right, and of the wrong ones sure: {', '.join(recognizers)}")
    for name in options.kinds:
        fitted = _read(pictures, KINDS[name])
        told = []
        for one in recognizers.values():
            found = one.recognise_all(fitted)
            is_right = np.array([each.best for each in found]) == labels
            sure_wrong = np.mean([each.sure and not right for each, right in zip(found, is_right, strict=True)])
            told.append(f"{100 * is_right.mean():6.1f} % {100 * sure_wrong:5.1f} %")
        print(f"{name:22} {'   '.join(told)}", flush=True)
    return 0


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Measure how pictures are read that have suffered.")
    parser.add_argument("model", nargs="*", metavar="M", help="names or files; without any the default model")
    parser.add_argument("--kinds", nargs="+", default=list(KINDS), choices=KINDS, metavar="KIND", help=", ".join(KINDS))
    parser.add_argument("--count", type=int, default=250, metavar="N", help="how many digits of each set")
    parser.add_argument("--data", type=Path, default=DATA, metavar="FOLDER", help="the handwriting data")
    return parser.parse_args(arguments)


def _looked_at(name: str, options: argparse.Namespace) -> list[Sample]:
    (plan,) = (plan for plan in PEN_STROKES if plan.name == name)
    samples = read_samples(plan, options.data)
    sides = is_looked_at([_hand(sample) for sample in samples])
    return fixed_part([sample for sample in samples if sides[_hand(sample)]], options.count)


def _hand(sample: Sample) -> str:
    return sample.writer.partition("/")[0]


def _painted(sample: Sample) -> list[Image.Image]:
    assert isinstance(sample.content, dict)
    drawing = on_canvas(sample.content, View(DIGIT), sample.number)
    strokes = (replace(drawing, strokes=(stroke,)) for stroke in drawing.strokes)
    return [Image.fromarray(painted(stroke)).convert("L") for stroke in strokes]


def _whole(change: Change) -> Kind:
    return lambda strokes, random: change(_together(strokes), random)


def _together(strokes: list[Image.Image]) -> Image.Image:
    return _of(np.min([np.asarray(stroke) for stroke in strokes], axis=0))


def _read(pictures: list[list[Image.Image]], kind: Kind) -> npt.NDArray[np.float32]:
    """The fitted pictures, (n, 1, 28, 28); empty where no ink is found."""
    found = np.zeros((len(pictures), 1, SIDE, SIDE), np.float32)
    for number, picture in enumerate(pictures):
        suffering = kind(picture, np.random.default_rng([13, number]))
        ink = picture_ink(np.asarray(suffering.convert("RGBA"))).ink
        fitted = None if ink is None else fit(ink)
        if fitted is not None:
            found[number, 0] = fitted.picture
    return found


def _as_it_is(picture: Image.Image, _random: Random) -> Image.Image:
    return picture


def _noisy(picture: Image.Image, random: Random) -> Image.Image:
    """Normal noise of a fifth to two fifths of the ink."""
    return _of(np.asarray(picture) + random.uniform(45, 90) * random.standard_normal(picture.size[::-1]))


def _blurred(picture: Image.Image, random: Random) -> Image.Image:
    return picture.filter(ImageFilter.GaussianBlur(random.uniform(0.02, 0.04) * picture.width))


def _compressed(picture: Image.Image, random: Random) -> Image.Image:
    """A small JPEG of the worst qualities."""
    side = int(random.integers(48, 97))
    written = io.BytesIO()
    picture.resize((side, side), Image.Resampling.BOX).save(written, "JPEG", quality=int(random.integers(3, 11)))
    return Image.open(io.BytesIO(written.getvalue()))


def _broken(picture: Image.Image, random: Random) -> Image.Image:
    """A threshold under which thin places of an uneven pen vanish."""
    pressed = np.asarray(_faint(picture, random), np.float64)
    return _of(np.where(pressed < random.uniform(170, 200), 0, 255))


def _filled(picture: Image.Image, random: Random) -> Image.Image:
    """A threshold that takes half-dark paper beside strokes for ink, so that loops fill."""
    soft = np.asarray(picture.filter(ImageFilter.GaussianBlur(random.uniform(0.015, 0.03) * picture.width)))
    return _of(np.where(soft < random.uniform(215, 240), 0, 255))


def _faint(picture: Image.Image, random: Random) -> Image.Image:
    """Ink that fades to an eighth in places."""
    paper = 255 - np.asarray(picture, np.float64)
    return _of(255 - paper * (0.12 + 0.88 * _patches(picture.size[::-1], random)))


def _of_uneven_strokes(strokes: list[Image.Image], random: Random) -> Image.Image:
    """One stroke dark, each other one pressed to less than half; what was drawn in one go stays as it is."""
    pressures = random.permutation([1, *random.uniform(0.22, 0.4, len(strokes) - 1)])
    pressed = [255 - pressure * (255 - np.asarray(stroke)) for pressure, stroke in zip(pressures, strokes, strict=True)]
    return _of(np.min(pressed, axis=0))


def _shadowed(picture: Image.Image, random: Random) -> Image.Image:
    """Light that falls to a third from one side to the other, with a soft shadow in it."""
    height, width = picture.size[::-1]
    across = np.linspace(1, random.uniform(0.3, 0.5), width)[:: int(random.choice([1, -1]))]
    return _of(np.asarray(picture) * across * (0.7 + 0.3 * _patches((height, width), random)))


def _specked(picture: Image.Image, random: Random) -> Image.Image:
    """Twenty blots of a few pixels."""
    found = np.asarray(picture, np.float64).copy()
    height, width = found.shape
    for _ in range(20):
        y, x, size = int(random.integers(height)), int(random.integers(width)), int(random.integers(1, 5))
        found[max(y - size, 0) : y + size, max(x - size, 0) : x + size] = random.uniform(26, 150)
    return _of(found)


def _cut(picture: Image.Image, random: Random) -> Image.Image:
    """Cut off through the digit, up to an eighth of it, at one side or at two that meet."""
    ink = np.asarray(picture) < 128
    left, upper, right, lower = Image.fromarray(ink).getbbox() or (0, 0, picture.width, picture.height)
    room = 0.12 * max(right - left, lower - upper)
    sides = random.permutation([0, 1])[: random.integers(1, 3)] + 2 * random.integers(0, 2)
    edges = np.array([left, upper, right, lower]) + room * random.uniform(0.03, 1, 4) * [1, 1, -1, -1]
    box = [0, 0, picture.width, picture.height]
    for side in sides.tolist():
        box[side] = int(edges[side])
    return picture.crop((box[0], box[1], box[2], box[3]))


def _sized(side: int) -> Change:
    """Resampled to so many pixels a side; the digit has six tenths of them."""

    def resampled(picture: Image.Image, _random: Random) -> Image.Image:
        return picture.resize((side, side), Image.Resampling.BOX if side < picture.width else Image.Resampling.BICUBIC)

    return resampled


def _patches(shape: tuple[int, int], random: Random) -> npt.NDArray[np.float64]:
    """What changes slowly from 0 to 1."""
    knots = Image.fromarray(random.random((6, 6)).astype(np.float32))
    smooth = np.asarray(knots.resize(shape[::-1], Image.Resampling.BICUBIC), np.float64)
    return np.asarray((smooth - smooth.min()) / (smooth.max() - smooth.min()))


def _of(values: npt.NDArray[np.floating] | npt.NDArray[np.integer]) -> Image.Image:
    return Image.fromarray(np.clip(np.rint(values), 0, 255).astype(np.uint8))


CHANGES: dict[str, Change] = {
    "as it is": _as_it_is,
    "noise": _noisy,
    "blur": _blurred,
    "JPEG": _compressed,
    "broken by a threshold": _broken,
    "filled by a threshold": _filled,
    "faint in places": _faint,
    "shadow": _shadowed,
    "specks": _specked,
    "cut off": _cut,
    "8 pixels high": _sized(13),
    "12 pixels high": _sized(20),
    "1,800 pixels high": _sized(3000),
}
KINDS: dict[str, Kind] = {
    **{name: _whole(change) for name, change in CHANGES.items()},
    "strokes pressed less": _of_uneven_strokes,
}


if __name__ == "__main__":
    sys.exit(main())
