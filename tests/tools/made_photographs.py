"""Photographs of printed sheets, made: a sheet is painted, written on, bent, seen from aside, lit, blurred and pressed.

Nothing here knows how a sheet is read. What was written is told, to be compared with what is read.
"""

import gzip
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw, ImageFilter
from PySide6.QtGui import QImage, QPainter

from lenet_app.gui.digits.printed_sheet import paint_sheet
from lenet_app.samples.sheets.layout import Cell, Layout

Bytes = npt.NDArray[np.uint8]
Floats = npt.NDArray[np.float64]
Lines = Sequence[Sequence[tuple[float, float]]]
Hand = Lines | Bytes
"""A digit as it is written: pen strokes, y down, or a picture, uint8 (height, width), ink 255."""

STROKES = Path(__file__).resolve().parents[3] / "shared" / "data" / "handwriting" / "strokes_pendigits.jsonl.gz"
PER_MM = 8
PENS = ((24, 24, 28), (30, 52, 120), (92, 92, 96), (140, 30, 34))
"""Black, blue, pencil, red."""


@dataclass(frozen=True)
class Severity:
    """How a photograph is taken; each is drawn evenly up to what stands here.

    Args:
        name: of it.
        tilt: degrees from straight above, in any direction.
        roll: degrees beside a whole number of quarter turns.
        fill: of the picture's shorter side that the sheet's fills, at least.
        gradient: how much darker one side is, as a share.
        shadow: of the light that is taken away where a shadow lies.
        bend: millimetres that the sheet stands off the table in its middle.
        blur: deviation, in millimetres of the sheet.
        noise: deviation, of 255.
        quality: of the JPEG, at least.
        longest: pixels of the picture's longer side.
    """

    name: str
    tilt: float = 0
    roll: float = 0
    fill: float = 0.95
    gradient: float = 0
    shadow: float = 0
    bend: float = 0
    blur: float = 0.05
    noise: float = 1
    quality: int = 92
    longest: int = 3508


SEVERITIES = (
    Severity("scan", roll=1.5, fill=0.97, longest=2480),
    Severity("easy", 8, 5, 0.85, 0.15, 0, 0, 0.1, 3, 90, 3000),
    Severity("usual", 20, 12, 0.7, 0.35, 0.35, 3, 0.18, 5, 80, 3000),
    Severity("hard", 35, 25, 0.6, 0.5, 0.55, 8, 0.3, 8, 60, 2600),
)


def strokes_by_digit(most: int = 4000) -> Mapping[int, list[Lines]]:
    """Pen strokes of real writers, y down."""
    found: dict[int, list[Lines]] = {digit: [] for digit in range(10)}
    with gzip.open(STROKES, "rt") as lines:
        for _, line in zip(range(most), lines, strict=False):
            facts = json.loads(line)
            found[int(facts["label"])].append(facts["strokes"])
    return found


@dataclass(frozen=True, eq=False)
class Written:
    """A sheet that was written on.

    Args:
        layout: of it.
        page: uint8 (height, width, 3), `PER_MM` pixels to a millimetre.
        inks: of each cell that was written in, float32 (height, width), 1 where the pen was.
    """

    layout: Layout
    page: Bytes
    inks: Mapping[Cell, npt.NDArray[np.float32]]


def printed(layout: Layout) -> Bytes:
    """The sheet as it comes from the printer."""
    width, height = (round(side * PER_MM) for side in layout.size)
    image = QImage(width, height, QImage.Format.Format_RGB888)
    image.fill(0xFFFFFFFF)
    painter = QPainter(image)
    painter.scale(PER_MM, PER_MM)
    paint_sheet(painter, layout)
    painter.end()
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(height, image.bytesPerLine())
    return rows[:, : 3 * width].reshape(height, width, 3).copy()


def written(
    layout: Layout, hands: Mapping[int, Sequence[Hand]], rng: np.random.Generator, empty: float = 0.1
) -> Written:
    """Write into the cells of a sheet with one pen, and leave some of them empty."""
    page, inks = printed(layout).astype(np.float32), {}
    pen, width = np.array(PENS[rng.integers(len(PENS))], np.float32), rng.uniform(0.4, 0.9)
    for cell in layout.cells:
        if rng.random() < empty:
            continue
        some = hands[cell.digit]
        ink = _ink(some[int(rng.integers(len(some)))], cell, width, rng)
        left, top = (round(side * PER_MM) for side in cell.area[:2])
        part = page[top : top + ink.shape[0], left : left + ink.shape[1]]
        # A pen is not quite even.
        cover = ink[..., None] * rng.uniform(0.85, 1.0)
        part[:] = part * (1 - cover) + pen * cover * np.minimum(part / 255, 1)
        inks[cell] = ink
    return Written(layout, page.clip(0, 255).astype(np.uint8), inks)


def _ink(hand: Hand, cell: Cell, width: float, rng: np.random.Generator) -> npt.NDArray[np.float32]:
    """A digit within a cell: 1 where the pen was."""
    return _pasted(hand, cell, rng) if isinstance(hand, np.ndarray) else _drawn(hand, cell, width, rng)


def _pasted(picture: Bytes, cell: Cell, rng: np.random.Generator) -> npt.NDArray[np.float32]:
    """A picture as if it were written with a felt pen."""
    rows, columns = np.nonzero(picture.any(axis=1))[0], np.nonzero(picture.any(axis=0))[0]
    cut = picture[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    room = np.array(cell.area[2:]) * PER_MM - 6
    size = np.array(cut.shape[::-1]) * min(room / cut.shape[::-1]) * rng.uniform(0.6, 0.9)
    width, height = size.round().astype(int).tolist()
    left, top = (3 + (room - size) * rng.uniform(0.2, 0.8, 2)).round().astype(int).tolist()
    large = np.asarray(Image.fromarray(cut).resize((width, height), Image.Resampling.BICUBIC), np.float32)
    ink = np.zeros([round(side * PER_MM) for side in cell.area[:1:-1]], np.float32)
    ink[top : top + height, left : left + width] = ((large - 96) / 64).clip(0, 1)
    return ink


def _drawn(lines: Lines, cell: Cell, width: float, rng: np.random.Generator) -> npt.NDArray[np.float32]:
    """Strokes within a cell: 1 where the pen was."""
    fine = 2 * PER_MM
    points = np.array([point for line in lines for point in line], np.float64)
    low, size = points.min(axis=0), np.ptp(points, axis=0).clip(1e-6)
    room = np.array(cell.area[2:]) - width - 0.6
    scale = min(room / size) * rng.uniform(0.55, 0.95)
    corner = width / 2 + 0.3 + (room - scale * size) * rng.uniform(0.15, 0.85, 2)
    image = Image.new("L", (round(cell.area.width * PER_MM) * 2, round(cell.area.height * PER_MM) * 2))
    draw, pen = ImageDraw.Draw(image), width * fine
    for line in lines:
        places = [tuple(((np.array(point) - low) * scale + corner) * fine) for point in line]
        draw.line(places, 255, round(pen), "curve")
        for x, y in places:
            draw.ellipse([x - pen / 2, y - pen / 2, x + pen / 2, y + pen / 2], 255)
    return np.asarray(image.reduce(2), np.float32) / np.float32(255)


def photograph(sheet: Written, severity: Severity, rng: np.random.Generator) -> bytes:
    """A JPEG of the sheet, lying on a table."""
    height, width = sheet.page.shape[:2]
    bent = _bent(sheet.page, rng.uniform(0, severity.bend) * PER_MM, rng)
    turn = int(rng.integers(4))
    corners = _seen(width, height, severity, 90 * turn + rng.uniform(-severity.roll, severity.roll), rng)
    longest = severity.longest
    size = (
        (longest, round(0.75 * longest)) if np.ptp(corners, axis=0).argmax() == 0 else (round(0.75 * longest), longest)
    )
    corners, per_mm = _placed(corners, size, rng.uniform(severity.fill, min(0.97, severity.fill + 0.15)), width, rng)
    back = _map(corners, np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float64))
    data = tuple(float(value) for value in back.ravel()[:8])
    shrink = PER_MM / per_mm
    fine = Image.fromarray(bent).filter(ImageFilter.GaussianBlur(max(0.0, 0.4 * (shrink - 1)))).convert("RGBA")
    seen = np.asarray(fine.transform(size, Image.Transform.PERSPECTIVE, data, Image.Resampling.BICUBIC), np.float32)
    cover = seen[..., 3:] / 255
    picture = seen[..., :3] * cover + _table(size, rng) * (1 - cover)
    picture *= _light(size, severity, rng)[..., None]
    picture *= np.array([1.0, rng.uniform(0.95, 1), rng.uniform(0.85, 1)], np.float32)
    image = Image.fromarray(picture.clip(0, 255).astype(np.uint8))
    image = image.filter(ImageFilter.GaussianBlur(rng.uniform(0.3, 1) * severity.blur * per_mm))
    noisy = np.asarray(image, np.float32) + rng.normal(0, severity.noise, (*image.size[::-1], 1))
    content = io.BytesIO()
    quality = int(rng.integers(severity.quality, 96))
    Image.fromarray(noisy.clip(0, 255).astype(np.uint8)).save(content, "JPEG", quality=quality)
    return content.getvalue()


def _bent(page: Bytes, height: float, rng: np.random.Generator) -> Bytes:
    """The page with its middle nearer to the camera: rows or columns wander, by so many pixels at most."""
    if height < 1:
        return page
    across = int(rng.integers(2))
    count = page.shape[across]
    wave = height * 0.35 * np.sin(np.pi * np.arange(count) / count)
    places = (np.arange(count) + wave * rng.choice((-1, 1))).round().clip(0, count - 1).astype(int)
    return np.ascontiguousarray(np.take(page, places, axis=across))


def _seen(width: float, height: float, severity: Severity, roll: float, rng: np.random.Generator) -> Floats:
    """The corners of a sheet, from a camera two sheets' lengths away that looks at its middle, in any unit."""
    corners = np.array([(-width, -height), (width, -height), (width, height), (-width, height)]) / 2
    turn = np.radians(roll)
    flat = corners @ np.array([(np.cos(turn), np.sin(turn)), (-np.sin(turn), np.cos(turn))])
    tilt, towards = np.radians(rng.uniform(0.4, 1) * severity.tilt), rng.uniform(0, 2 * np.pi)
    axis = np.array([np.cos(towards), np.sin(towards)])
    along = flat @ axis
    depth = along * np.sin(tilt)
    flat = flat + np.outer(along * (np.cos(tilt) - 1), axis)
    distance = rng.uniform(1.6, 2.4) * max(width, height)
    return np.asarray(flat * (distance / (distance + depth))[:, None])


def _placed(
    corners: Floats, size: tuple[int, int], fill: float, width: float, rng: np.random.Generator
) -> tuple[Floats, float]:
    """The corners within a picture, and its pixels to a millimetre of the sheet."""
    low, extent = corners.min(axis=0), np.ptp(corners, axis=0)
    scale = fill * min(np.array(size) / extent)
    room = np.array(size) - scale * extent
    placed = (corners - low) * scale + room * rng.uniform(0.1, 0.9, 2)
    upper = float(np.linalg.norm(placed[1] - placed[0]))
    return placed, upper / width * PER_MM


def _map(corners: Floats, targets: Floats) -> Floats:
    """The projective map between four points, by the null space of its equations."""
    rows = []
    for (x, y), (u, v) in zip(corners, targets, strict=True):
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y, -u], [0, 0, 0, x, y, 1, -v * x, -v * y, -v]]
    found = np.linalg.svd(np.array(rows))[2][-1]
    return np.asarray((found / found[8]).reshape(3, 3))


def _table(size: tuple[int, int], rng: np.random.Generator) -> npt.NDArray[np.float32]:
    """Wood, or cloth: smooth noise in a colour, finely streaked."""
    colour = rng.uniform(40, 215) * np.array([1, rng.uniform(0.7, 1), rng.uniform(0.5, 1)])
    coarse = rng.normal(1, 0.12, (max(2, size[1] // 40), max(2, size[0] // int(rng.choice((40, 400))))))
    streaks = Image.fromarray(coarse.astype(np.float32)).resize(size, Image.Resampling.BICUBIC)
    return np.asarray(np.asarray(streaks)[..., None] * colour, np.float32)


def _light(size: tuple[int, int], severity: Severity, rng: np.random.Generator) -> npt.NDArray[np.float32]:
    """What share of the light falls where: darker to one side, and in a shadow with a more or less soft edge."""
    width, height = size
    x, y = np.meshgrid(np.linspace(-1, 1, width, dtype=np.float32), np.linspace(-1, 1, height, dtype=np.float32))
    towards = rng.uniform(0, 2 * np.pi)
    even = 1 - rng.uniform(0, severity.gradient) * (0.5 + 0.35 * (x * np.cos(towards) + y * np.sin(towards)))
    if not severity.shadow:
        return np.asarray(even * rng.uniform(0.8, 1.0), np.float32)
    aside, place = rng.uniform(0, 2 * np.pi), rng.uniform(-0.5, 0.5)
    edge = (x * np.cos(aside) + y * np.sin(aside) - place) / rng.uniform(0.02, 0.2)
    shadow = rng.uniform(0, severity.shadow) / (1 + np.exp(-edge.clip(-30, 30)))
    return np.asarray(even * (1 - shadow) * rng.uniform(0.75, 1.0), np.float32)
