"""The kinds of made pages: where a sheet lies, how it is lit and what of it is seen."""

from collections.abc import Callable
from io import BytesIO

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from lenet_app.ink.files.decoding import reduced
from lenet_app.ink.files.pixels import LONGEST_SIDE
from lenet_app.ink.paper.perspective import homography
from tests.tools.made_pages.sheets import Bytes, Floats, Sheet, written

Random = np.random.Generator
Place = Callable[[Sheet, Random], Bytes]


def page_of(kind: str, seed: int, *, strokes: bool = False) -> tuple[Bytes, str]:
    """A made page, uint8 (height, width, 3), and the digits of its rows, a line each."""
    random = np.random.default_rng([seed, *kind.encode()])
    sheet = written(random, strokes=strokes, rows=1 if kind == "row" else 0, board=kind == "blackboard")
    seen = reduced(Image.fromarray(KINDS[kind](sheet, random)), LONGEST_SIDE)
    return _photographed(np.asarray(seen), random), sheet.text


def _plain(sheet: Sheet, random: Random) -> Bytes:
    return _lit(sheet.picture, random, random.uniform(0.75, 1))


def _shadow(sheet: Sheet, random: Random) -> Bytes:
    """A straight shadow over a part of the page, its edge more or less soft."""
    height, width = sheet.picture.shape[:2]
    down, across = np.mgrid[:height, :width]
    angle, soft = random.uniform(0, 2 * np.pi), random.uniform(2, 30)
    along = np.cos(angle) * (across - width * random.uniform(0.3, 0.7)) + np.sin(angle) * (down - height / 2)
    light = 1 - random.uniform(0.25, 0.55) / (1 + np.exp(-(along / soft).clip(-30, 30)))
    return np.asarray(sheet.picture * light[..., None], np.uint8)


def _on_table(table: Callable[[int, int, Random], Floats], *, turn: float = 14, cut: bool = False) -> Place:
    def place(sheet: Sheet, random: Random) -> Bytes:
        height, width = sheet.picture.shape[:2]
        share = random.uniform(0.5, 0.85)
        side = np.array([width, height]) / share
        size = int(side[0]), int(side[1])
        angle = np.radians(random.uniform(-turn, turn))
        spin = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
        corners = (np.array([(0, 0), (width, 0), (width, height), (0, height)]) - (width / 2, height / 2)) @ spin
        corners *= 1 + random.uniform(-0.06, 0.06, (4, 1))
        free = (np.array(size) - np.ptp(corners, axis=0)) / 2
        middle = np.array(size) / 2 + random.uniform(-0.8, 0.8, 2) * np.abs(free)
        if cut:  # so far out that its margin is cut off, but nothing that is written
            middle[0] = np.array(size)[0] / 2 + (abs(free[0]) + 0.025 * width) * random.choice([-1, 1])
        ground = table(size[1], size[0], random)
        return _lit(_laid(sheet.picture, corners + middle, ground, random), random, random.uniform(0.7, 1))

    return place


def _laid(picture: Bytes, corners: Floats, ground: Floats, random: Random) -> Bytes:
    """A sheet laid on a table by its four corners, with a small shadow beside it."""
    height, width = picture.shape[:2]
    own = np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float64)
    back = tuple(homography(corners, own).ravel()[:8].tolist())
    size = ground.shape[1], ground.shape[0]
    seen = Image.fromarray(picture).transform(size, Image.Transform.PERSPECTIVE, back, Image.Resampling.BICUBIC)
    mask = Image.new("L", size)
    ImageDraw.Draw(mask).polygon([(x, y) for x, y in corners.tolist()], fill=255)
    mask = mask.filter(ImageFilter.GaussianBlur(0.7))
    cast = np.asarray(mask.filter(ImageFilter.GaussianBlur(random.uniform(2, 6))), np.float64) / 255
    shade = np.roll(cast, (int(random.integers(-4, 5)), int(random.integers(-4, 5))), (0, 1))
    ground = ground * (1 - 0.35 * shade[..., None])
    opaque = np.asarray(mask, np.float64)[..., None] / 255
    return np.asarray((opaque * np.asarray(seen) + (1 - opaque) * ground).clip(0, 255), np.uint8)


def _plain_table(low: float, high: float) -> Callable[[int, int, Random], Floats]:
    def table(height: int, width: int, random: Random) -> Floats:
        colour = random.uniform(low, high) + random.uniform(-12, 12, 3)
        return np.asarray(colour + random.normal(0, 4, (height, width, 1)) + 0 * np.zeros((1, 1, 3)))

    return table


def _wood(height: int, width: int, random: Random) -> Floats:
    """Boards with a grain."""
    down, across = np.mgrid[:height, :width]
    bend = 6 * np.sin(across / random.uniform(60, 200) + random.uniform(0, 6))
    rings = np.sin((down + bend) / random.uniform(2, 6)) + 0.7 * np.sin((down + 2 * bend) / random.uniform(9, 25))
    grain = random.normal(0, 1, (height, 1)) + 0.5 * random.normal(0, 1, (height, width))
    board = (down // random.integers(60, 160)) % 2
    tone = np.array([150, 105, 65]) * random.uniform(0.55, 1.1)
    return np.asarray(tone + (9 * rings + 7 * grain + 10 * board)[..., None])


def _clutter(height: int, width: int, random: Random) -> Floats:
    """Things of all colours on a dark or brown table."""
    ground = Image.fromarray(_wood(height, width, random).clip(0, 255).astype(np.uint8))
    pen = ImageDraw.Draw(ground)
    for _ in range(int(random.integers(4, 12))):
        x, y, w, h = random.integers(0, [width, height, width // 3, height // 3])
        colour = tuple(int(value) for value in random.integers(20, 200, 3))
        shape = pen.ellipse if random.random() < 0.5 else pen.rectangle
        shape([x, y, x + w + 5, y + h + 5], fill=colour)
    return np.asarray(ground, np.float64)


def _punched(sheet: Sheet, random: Random) -> Bytes:
    """Holes in a margin at the left, on a dark ground or a shadowed one."""
    height, width = sheet.picture.shape[:2]
    radius = random.uniform(8, 20)
    margin = int(4 * radius)
    page = Image.new("RGB", (width + margin, height), sheet.paper)
    page.paste(Image.fromarray(sheet.picture), (margin, 0))
    large = page.resize((4 * page.width, 4 * page.height))
    pen, dark = ImageDraw.Draw(large), int(random.integers(20, 130))
    for share in np.linspace(0.15, 0.85, int(random.integers(2, 6))).tolist():
        x, y = 4 * (margin / 2 + random.normal(0, 1)), 4 * (share * height + random.normal(0, 1))
        pen.ellipse([x - 4 * radius, y - 4 * radius, x + 4 * radius, y + 4 * radius], (dark, dark, dark))
    return _lit(np.asarray(large.resize(page.size, Image.Resampling.BOX)), random, random.uniform(0.75, 1))


def _scan_frame(sheet: Sheet, random: Random) -> Bytes:
    """The black border of a scanner, on all sides or on some."""
    wide = int(random.integers(6, 25))
    sides = random.random(4) < 0.7
    sides[random.integers(4)] = True
    picture = sheet.picture
    top, right, bottom, left = (wide * int(side) for side in sides)
    framed = np.full(
        (picture.shape[0] + top + bottom, picture.shape[1] + left + right, 3), int(random.integers(0, 25)), np.uint8
    )
    framed[top : top + picture.shape[0], left : left + picture.shape[1]] = picture
    return framed


def _letterbox(sheet: Sheet, random: Random) -> Bytes:
    """Bars at two sides: black, white, or the picture itself, blurred."""
    height, width = sheet.picture.shape[:2]
    wide = int(random.uniform(0.1, 0.4) * width)
    kind = random.integers(3)
    if kind == 2:
        large = Image.fromarray(sheet.picture).resize((width + 2 * wide, height)).filter(ImageFilter.GaussianBlur(30))
        framed = np.asarray(large.point(lambda value: value * 0.6), np.uint8).copy()
    else:
        framed = np.full((height, width + 2 * wide, 3), 0 if kind == 0 else 255, np.uint8)
    framed[:, wide : wide + width] = sheet.picture
    return framed


def _footer(sheet: Sheet, random: Random) -> Bytes:
    """A dark bar with a line of small print below."""
    height, width = sheet.picture.shape[:2]
    high = int(random.uniform(0.06, 0.14) * height) + 12
    bar = Image.new("RGB", (width, high), (12, 18, 30))
    ImageDraw.Draw(bar).text((8, high // 2 - 6), "www.example.org   picture 83620714", fill=(235, 235, 235))
    return np.concatenate([sheet.picture, np.asarray(bar)])


def _board(sheet: Sheet, random: Random) -> Bytes:
    """A board with a frame on a wall."""
    height, width = sheet.picture.shape[:2]
    frame, wall = int(random.integers(8, 22)), int(random.integers(5, 60))
    colours = ((120, 85, 50), (70, 70, 75), (170, 172, 176), (30, 30, 30))
    size = width + 2 * (frame + wall), height + 2 * (frame + wall)
    seen = Image.new("RGB", size, tuple(int(v) for v in random.integers(150, 225) + random.integers(-10, 10, 3)))
    edge = [wall, wall, size[0] - wall - 1, size[1] - wall - 1]
    ImageDraw.Draw(seen).rectangle(edge, fill=colours[random.integers(len(colours))])
    seen.paste(Image.fromarray(sheet.picture), (wall + frame, wall + frame))
    return _lit(np.asarray(seen), random, random.uniform(0.7, 1))


def _turned(quarters: int, base: Place) -> Place:
    return lambda sheet, random: np.ascontiguousarray(np.rot90(base(sheet, random), quarters))


def _skewed(low: float, high: float) -> Place:
    """The paper goes on beyond the picture, and lies askew."""

    def place(sheet: Sheet, random: Random) -> Bytes:
        angle = random.uniform(low, high) * random.choice([-1, 1])
        turned = Image.fromarray(sheet.picture).rotate(
            angle, Image.Resampling.BICUBIC, expand=True, fillcolor=sheet.paper
        )
        return _lit(np.asarray(turned), random, random.uniform(0.75, 1))

    return place


def _lit(picture: Bytes, random: Random, least: float) -> Bytes:
    """The light fades towards a side."""
    height, width = picture.shape[:2]
    down, across = np.mgrid[:height, :width]
    angle = random.uniform(0, 2 * np.pi)
    along = np.cos(angle) * across / width + np.sin(angle) * down / height
    light = least + (1 - least) * (along - along.min()) / max(np.ptp(along), 1e-9)
    return np.asarray((picture * light[..., None]).clip(0, 255), np.uint8)


def _photographed(picture: Bytes, random: Random) -> Bytes:
    """The camera's noise, and JPEG."""
    noisy = (picture + random.normal(0, random.uniform(0, 4), picture.shape)).clip(0, 255).astype(np.uint8)
    file = BytesIO()
    Image.fromarray(noisy).save(file, "JPEG", quality=int(random.integers(60, 95)))
    return np.asarray(Image.open(file))


_DARK, _PALE = _plain_table(15, 90), _plain_table(110, 170)
KINDS: dict[str, Place] = {
    "plain": _plain,
    "row": _plain,
    "shadow": _shadow,
    "dark table": _on_table(_DARK),
    "pale table": _on_table(_PALE),
    "wood": _on_table(_wood),
    "clutter": _on_table(_clutter),
    "cut off": _on_table(_DARK, turn=6, cut=True),
    "punched": _punched,
    "scan frame": _scan_frame,
    "letterbox": _letterbox,
    "footer": _footer,
    "framed board": _board,
    "blackboard": _board,
    "turned 90": _turned(3, _plain),
    "turned 180": _turned(2, _plain),
    "turned 270": _turned(1, _plain),
    "turned on wood": _turned(3, _on_table(_wood)),
    "skewed to 5": _skewed(1, 5),
    "skewed to 15": _skewed(8, 15),
    "skewed to 30": _skewed(15, 30),
    "askew on wood": _on_table(_wood, turn=30),
}
"""Where a sheet lies, by name; the first three fill the picture and lie upright."""
