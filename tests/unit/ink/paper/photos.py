"""Pictures as people take them, of paper, light and pens made up here, so that it is known where the ink is."""

import io
from collections.abc import Callable

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw

from lenet_app.ink.raster import discs
from lenet_app.ink.strokes import prints

Floats = npt.NDArray[np.float64]
Bytes = npt.NDArray[np.uint8]
Photo = Callable[[Floats, np.random.Generator], Floats]

HEIGHT, WIDTH = 420, 360
Y, X = np.mgrid[0:HEIGHT, 0:WIDTH].astype(float)
WHITE = np.array([0.93, 0.92, 0.89])
INK = np.array([0.12, 0.14, 0.3])
BLUE, GREY = np.array([0.45, 0.6, 0.85]), np.array([0.5, 0.5, 0.5])

TURN = np.linspace(0, 2 * np.pi, 60)
DIGITS: dict[str, list[Floats]] = {
    "0": [np.stack([0.3 * np.sin(TURN), 0.5 * np.cos(TURN)], axis=1)],
    "1": [np.array([[-0.2, -0.3], [0, -0.5], [0, 0.5]]), np.array([[-0.25, 0.5], [0.25, 0.5]])],
    "2": [np.array([[-0.3, -0.3], [-0.1, -0.5], [0.2, -0.45], [0.25, -0.2], [-0.3, 0.5], [0.35, 0.5]])],
    "4": [np.array([[0.05, -0.5], [-0.3, 0.15], [0.35, 0.15]]), np.array([[0.15, -0.2], [0.15, 0.5]])],
    "5": [
        np.array([[-0.25, -0.45], [-0.3, 0], [0.2, 0], [0.25, 0.4], [-0.3, 0.5]]),
        np.array([[-0.2, -0.5], [0.3, -0.5]]),
    ],
    "7": [np.array([[-0.3, -0.5], [0.3, -0.5], [-0.1, 0.5]]), np.array([[-0.15, 0.05], [0.25, 0.05]])],
}


def ink_of(digit: str, size: float = 190, pen: float = 14, at: tuple[float, float] = (175, 205)) -> Floats:
    """How far each pixel is covered with ink."""
    lines = [line * (size - pen) + at for line in DIGITS[digit]]
    centres = np.concatenate([prints(line * 2, 2) for line in lines])
    fine = discs(centres, pen, (2 * HEIGHT, 2 * WIDTH))
    return fine.reshape(HEIGHT, 2, WIDTH, 2).mean(axis=(1, 3))


def on(paper: Floats, cover: Floats, colour: Floats = INK) -> Floats:
    return paper * (1 - cover[..., None]) + colour * cover[..., None]


def taken(picture: Floats, random: np.random.Generator, noise: float = 0.012) -> Bytes:
    """The picture as a camera keeps it, with noise and JPEG's losses."""
    noisy = picture + random.normal(0, noise, picture.shape[:2])[..., None]
    file = io.BytesIO()
    Image.fromarray((noisy.clip(0, 1) * 255).astype(np.uint8)).save(file, "JPEG", quality=80)
    return np.asarray(Image.open(file).convert("RGBA"))


def stripes(step: float, width: float, tilt: float = 0.0, *, down: bool = False) -> Floats:
    """Cover of printed lines, `step` pixels apart."""
    along = (X - tilt * Y) if down else (Y + tilt * X)
    return np.clip(width / 2 + 0.5 - np.abs((along + step / 3) % step - step / 2), 0, 1)


def drawn(paint: Callable[[ImageDraw.ImageDraw], None]) -> Floats:
    image = Image.new("L", (WIDTH, HEIGHT), 0)
    paint(ImageDraw.Draw(image))
    return np.asarray(image) / 255


def ruled(ink: Floats, colour: Floats, step: float, *, squared: bool = False, tilt: float = 0.012) -> Floats:
    lines = stripes(step, 2, tilt)
    if squared:
        lines = np.maximum(lines, stripes(step, 2, tilt, down=True))
    return on(on(np.broadcast_to(WHITE, (*ink.shape, 3)), 0.85 * lines, colour), ink)


def sheet_on_a_table(ink: Floats, random: np.random.Generator) -> Floats:
    wood = np.array([0.45, 0.3, 0.18]) * (1 + 0.2 * np.repeat(random.normal(0, 1, (HEIGHT, 1)), WIDTH, 1))[..., None]
    sheet = drawn(lambda pen: pen.polygon([(40, 50), (320, 40), (335, 370), (30, 380)], fill=255))[..., None]
    return on(np.broadcast_to(WHITE, wood.shape), ink) * sheet + wood * (1 - sheet)


def dithered(ink: Floats, random: np.random.Generator) -> Floats:
    return (on(WHITE, ink) * (0.8 + 0.2 * X / WIDTH)[..., None] > random.uniform(0, 1, (HEIGHT, WIDTH, 1))).astype(
        float
    )


def folded(ink: Floats, _: np.random.Generator) -> Floats:
    light = np.ones_like(ink)
    for angle, place in ((0.4, 120), (1.9, 150)):
        off = (X - place) * np.cos(angle) + (Y - 200) * np.sin(angle)
        light *= 1 - 0.15 * np.exp(-np.abs(off) / 3) * np.sign(off) - 0.06 * np.sign(off)
    return on(0.9 * WHITE, ink) * light[..., None]


KINDS: dict[str, Photo] = {
    "ruled in blue": lambda ink, _: ruled(ink, BLUE, 62),
    "ruled darkly": lambda ink, _: ruled(ink, np.array([0.25, 0.25, 0.3]), 75),
    "squared in grey": lambda ink, _: ruled(ink, GREY, 48, squared=True),
    "squared darkly": lambda ink, _: ruled(ink, np.array([0.25, 0.3, 0.4]), 55, squared=True, tilt=0.03),
    "in pencil on squares": lambda ink, _: ruled(0.7 * ink, BLUE, 60, squared=True),
    "in a printed frame": lambda ink, _: on(
        WHITE, np.maximum(ink, drawn(lambda pen: pen.rectangle((40, 60, 310, 350), outline=255, width=3)))
    ),
    "in a drawn frame": lambda ink, _: on(
        WHITE,
        np.maximum(
            ink, drawn(lambda pen: pen.line([(38, 62), (312, 50), (318, 352), (44, 360), (36, 60)], fill=255, width=10))
        ),
    ),
    "a frame at the edge": lambda ink, _: on(
        WHITE, np.maximum(ink, drawn(lambda pen: pen.rectangle((0, 0, 359, 419), outline=255, width=5)))
    ),
    "a sheet on a table": sheet_on_a_table,
    "a finger in the corner": lambda ink, _: on(
        on(WHITE, ink), np.clip(60 - np.hypot(X - 350, (Y - 420) / 1.5), 0, 1), np.array([0.75, 0.55, 0.45])
    ),
    "a pen lying by": lambda ink, _: on(
        on(WHITE, ink),
        drawn(lambda pen: pen.line([(362, 330), (280, 422)], fill=255, width=18)),
        np.array([0.1, 0.2, 0.6]),
    ),
    "a shadow across": lambda ink, _: on(WHITE, ink) * np.where(X + 0.4 * Y > 250, 0.5, 1)[..., None],
    "folded": folded,
    "one bit": dithered,
    "yellow ink": lambda ink, _: on(WHITE, ink, np.array([0.95, 0.85, 0.1])),
    "chalk": lambda ink, random: on(
        np.array([0.16, 0.24, 0.2]) + random.normal(0, 0.02, (HEIGHT, WIDTH, 1)),
        ink * (random.uniform(0, 1, ink.shape) > 0.25),
        np.array([0.85, 0.85, 0.8]),
    ),
}
