"""Pictures as people take them, of paper, light and pens made up here: the ink must be that of the bare digit."""

import io
from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import pytest
from PIL import Image, ImageDraw

from lenet_app.ink.corrections import AUTOMATIC, Corrections
from lenet_app.ink.ink import Ink
from lenet_app.ink.normalise import Picture, fit
from lenet_app.ink.paper.picture import picture_ink
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


def fitted(picture: Bytes) -> Picture:
    result = fit(picture_ink(picture).ink)
    assert result is not None
    return result.picture


def likeness(one: Picture, other: Picture) -> float:
    """The correlation of two pictures where they agree best, at most one pixel apart."""
    shifts = [(rows, columns) for rows in (-1, 0, 1) for columns in (-1, 0, 1)]
    return max(float(np.corrcoef(np.roll(one, by, (0, 1)).ravel(), other.ravel())[0, 1]) for by in shifts)


def bare(ink: Floats) -> Picture:
    result = fit(Ink(ink.astype(np.float32)))
    assert result is not None
    return result.picture


@pytest.mark.parametrize("kind", KINDS)
def test_the_ink_is_that_of_the_bare_digit(kind: str) -> None:
    random = np.random.default_rng(11)
    for digit in ("2", "4", "7"):
        ink = ink_of(digit)
        assert likeness(fitted(taken(KINDS[kind](ink, random), random)), bare(ink)) > 0.85, digit


def test_strong_noise_is_averaged_away() -> None:
    ink = ink_of("5")
    picture = taken(on(0.8 * WHITE, ink, np.full(3, 0.3)), np.random.default_rng(12), noise=0.12)
    assert likeness(fitted(picture), bare(ink)) > 0.85


def test_a_digit_that_is_small_in_its_photo() -> None:
    ink = ink_of("4", size=40, pen=5, at=(300, 60))
    photo = on(WHITE, ink) * (0.7 + 0.3 * X / WIDTH)[..., None]
    assert likeness(fitted(taken(photo, np.random.default_rng(13))), bare(ink)) > 0.85


@pytest.mark.parametrize("digit", DIGITS)
@pytest.mark.parametrize(("pen", "room"), [(5, 0), (5, 6), (5, 20), (16, 20)])
def test_strokes_are_not_taken_for_lines_of_the_paper(digit: str, pen: float, room: int) -> None:
    """Cut out close to the ink, a 7's top and a 2's foot cross the whole picture."""
    ink = ink_of(digit, size=300, pen=pen)
    rows, columns = np.nonzero(ink.any(axis=1))[0], np.nonzero(ink.any(axis=0))[0]
    close = ink[max(rows[0] - room, 0) : rows[-1] + 1 + room, max(columns[0] - room, 0) : columns[-1] + 1 + room]
    grey = (255 - 255 * close).astype(np.uint8)
    marks = picture_ink(np.dstack([grey, grey, grey, np.full_like(grey, 255)])).ink.marks
    assert np.abs(marks - close).sum() < 0.1 * close.sum()


def shaded(light: float, blur: float) -> Floats:
    """The light where a shadow lies across the digits, its edge soft over `blur` pixels."""
    return light + (1 - light) / (1 + np.exp((0.8 * X + 0.5 * Y - 250) / blur))


@pytest.mark.parametrize("digit", DIGITS)
@pytest.mark.parametrize(("light", "blur"), [(0.5, 1), (0.45, 2), (0.4, 1), (0.4, 10)])
def test_a_digit_half_under_a_dark_shadow_stays_whole(digit: str, light: float, blur: float) -> None:
    ink = ink_of(digit)
    picture = on(WHITE, ink) * shaded(light, blur)[..., None]
    assert likeness(fitted(taken(picture, np.random.default_rng(17))), bare(ink)) > 0.85


@pytest.mark.parametrize("grey", [0.2, 0.3, 0.4])
@pytest.mark.parametrize("step", [30, 36])
def test_dark_squares_are_not_taken_for_noise(grey: float, step: float) -> None:
    lines = np.maximum(stripes(step, 3), stripes(step, 3, down=True))
    paper, random = on(np.broadcast_to(WHITE, (HEIGHT, WIDTH, 3)), lines, np.full(3, grey)), np.random.default_rng(18)
    for digit in DIGITS:
        ink = ink_of(digit, size=240)
        picture = taken(on(paper, ink), random)
        for corrections in (AUTOMATIC, Corrections(threshold=0.3)):
            result = fit(picture_ink(picture, corrections).ink)
            assert result is not None
            assert likeness(result.picture, bare(ink)) > 0.8, digit
    assert fit(picture_ink(taken(paper, random)).ink) is None


def _bar(width: float) -> Callable[[ImageDraw.ImageDraw], None]:
    return lambda pen: pen.line([(180 - width / 2, 200), (180 + width / 2, 200)], 255, 8)


def test_a_minus_sign_is_ink() -> None:
    for width in (150, 250, 340):
        sign = drawn(_bar(width))
        marks = picture_ink(taken(on(WHITE, sign), np.random.default_rng(14))).ink.marks
        assert marks[sign > 0.5].mean() > 0.9


def test_a_page_of_lines_has_no_ink() -> None:
    for squared in (False, True):
        page = taken(ruled(np.zeros((HEIGHT, WIDTH)), BLUE, 40, squared=squared), np.random.default_rng(15))
        assert fit(picture_ink(page).ink) is None


def test_what_was_written_across_a_line_stays_whole() -> None:
    ink = ink_of("0")
    marks = picture_ink(taken(ruled(ink, GREY, 62), np.random.default_rng(16))).ink.marks
    assert (marks[ink > 0.99] > 0.3).mean() > 0.99
    assert (marks[ink == 0] > 0.3).mean() < 0.01
