import contextlib
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from PIL import Image, ImageDraw

from lenet_app.errors import UserError
from lenet_app.ink.corrections import AUTOMATIC, Corrections
from lenet_app.ink.files.pixels import read_pixels
from lenet_app.ink.normalise import fit
from lenet_app.ink.paper.picture import picture_ink
from lenet_app.ink.prepared import PreparedPicture, prepared_picture
from lenet_app.ink.steps import LONGEST_SIDE, Step, StepKind, preparation_of

Bytes = npt.NDArray[np.uint8]
OF_DRAWINGS = (StepKind.STROKES, StepKind.PEN)
ALWAYS = [StepKind.GREY, StepKind.GROUND, StepKind.THRESHOLD, StepKind.BOX, StepKind.CENTRED]


def written(paper: int = 235, ink: int = 30, *, lines: bool = False, specks: bool = False) -> Bytes:
    """A slanted 1 on a page of 400 by 500 pixels."""
    image = Image.new("RGB", (400, 500), (paper, paper, paper))
    pen = ImageDraw.Draw(image)
    if lines:
        for y in range(30, 500, 60):
            pen.line([(0, y), (400, y + 4)], fill=(150, 170, 225), width=2)
    if specks:
        for x, y in ((30, 40), (350, 90), (60, 460)):
            pen.ellipse((x, y, x + 5, y + 5), fill=(ink, ink, ink))
    pen.line([(250, 100), (170, 380)], fill=(ink, ink, ink), width=18)
    return np.asarray(image.convert("RGBA"))


def prepared(pixels: Bytes, corrections: Corrections = AUTOMATIC) -> tuple[tuple[Step, ...], PreparedPicture]:
    made = prepared_picture(picture_ink(pixels, corrections), deslant=corrections.deslant)
    return preparation_of(made).steps, made


def test_the_steps_end_with_the_fitted_picture() -> None:
    steps, made = prepared(written())
    assert [step.kind for step in steps] == ALWAYS
    assert all(step.image.dtype == np.uint8 for step in steps)
    assert all(max(step.image.shape[:2]) <= LONGEST_SIDE for step in steps)
    picture = picture_ink(written())
    fitted = fit(picture.ink)
    assert fitted is not None
    assert made.fitted is not None
    assert np.array_equal(made.fitted.picture, fitted.picture)
    assert np.array_equal(steps[-1].image, (fitted.picture * 255 + 0.5).astype(np.uint8))
    assert made.fitted.box == fitted.box
    assert made.picture.inverted
    assert made.picture.threshold == picture.threshold == 0.2


def test_what_was_done_has_its_step() -> None:
    steps, made = prepared(written(lines=True, specks=True), Corrections(deslant=True))
    assert [step.kind for step in steps] == [kind for kind in StepKind if kind not in OF_DRAWINGS]
    assert made.picture.marks.has_lines
    assert made.picture.marks.specks == 3
    image = {step.kind: step.image.astype(int) for step in steps}
    threshold, lines, specks = (image[kind] for kind in (StepKind.THRESHOLD, StepKind.LINES, StepKind.SPECKS))
    assert threshold.sum() > lines.sum() > specks.sum() > 0
    assert made.fitted is not None
    assert made.fitted.slant == pytest.approx(-80 / 280, abs=0.03)


def test_a_blank_page_has_steps_too() -> None:
    steps, made = prepared(np.full((60, 50, 4), 255, np.uint8))
    assert [step.kind for step in steps] == ALWAYS[:3]
    assert made.fitted is None


def test_a_picture_without_pixels_is_refused() -> None:
    with pytest.raises(UserError, match="no pixels"):
        picture_ink(np.zeros((0, 5, 4), np.uint8))


def test_a_lower_threshold_finds_more_and_a_higher_one_less() -> None:
    rows, columns = np.mgrid[0:200, 0:200]
    shade = np.clip(1.3 - np.abs(columns - 100) / 30, 0, 1) * (np.abs(rows - 100) < 70)
    grey = (255 - 200 * shade).astype(np.uint8)
    pixels = np.dstack([grey, grey, grey, np.full_like(grey, 255)])
    areas = []
    for threshold in (0.05, 0.2, None, 0.5, 0.8):
        picture = picture_ink(pixels, Corrections(threshold=threshold))
        assert picture.threshold == (0.2 if threshold is None else threshold)
        areas.append(np.count_nonzero(picture.ink.marks))
    assert areas[0] > areas[1] == areas[2] > areas[3] > areas[4] > 0


@pytest.mark.parametrize("inverted", [True, False])
def test_inversion_by_hand(inverted: bool) -> None:
    """A bold stroke that fills most of the picture is taken for paper until somebody says so."""
    paper, ink = (240, 20) if inverted else (20, 240)
    grey = np.full((120, 60), ink, np.uint8)
    grey[:, :12] = grey[:70, 45:] = paper
    picture = picture_ink(np.dstack([grey, grey, grey, np.full_like(grey, 255)]), Corrections(inverted=inverted))
    assert picture.inverted is inverted
    assert np.array_equal(picture.ink.marks > 0.5, grey == ink)


def test_the_right_inversion_by_hand_changes_nothing() -> None:
    for paper, ink in ((235, 30), (30, 220)):
        automatic = picture_ink(written(paper, ink))
        chosen = picture_ink(written(paper, ink), Corrections(inverted=automatic.inverted))
        assert np.abs(automatic.ink.marks - chosen.ink.marks).mean() < 0.005


def test_inversion_of_what_was_drawn_on_nothing() -> None:
    """A stencil: the card is opaque, the digit is cut out of it."""
    opacity = np.full((100, 80), 255, np.uint8)
    opacity[20:80, 30:45] = 0
    pixels = np.dstack([np.zeros((100, 80, 3), np.uint8), opacity])
    marks = picture_ink(pixels, Corrections(inverted=False)).ink.marks
    assert np.array_equal(marks > 0.5, opacity == 0)


def refusal(path: Path, content: bytes) -> str:
    path.write_bytes(content)
    with pytest.raises(UserError) as caught:
        picture_ink(read_pixels(path))
    return str(caught.value)


def test_photos_and_documents_that_cannot_be_decoded_say_what_to_do(tmp_path: Path) -> None:
    for brands in (b"heic\0\0\0\0mif1heic", b"mif1\0\0\0\0mif1heic", b"msf1\0\0\0\0hevcmsf1"):
        content = (len(brands) + 8).to_bytes(4, "big") + b"ftyp" + brands + bytes(200)
        sentence = "IMG_1.jpg is a HEIC photo; save or share it as JPEG first."
        assert refusal(tmp_path / "IMG_1.jpg", content) == sentence
    expected = "scan.png is a PDF; open it, and save or paste the page as a picture."
    assert refusal(tmp_path / "scan.png", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n") == expected


@pytest.mark.parametrize("suffix", ["png", "jpg", "gif", "tiff", "bmp", "webp", "ppm", "tga", "pcx"])
def test_damaged_files_of_every_kind_end_in_a_picture_or_a_sentence(suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"damaged.{suffix}"
    Image.fromarray(written()[::4, ::4, :3]).save(path)
    whole = path.read_bytes()
    random = np.random.default_rng(17)
    for _ in range(25):
        content = bytearray(whole[: random.integers(len(whole) // 2, len(whole) + 1)])
        for place in random.integers(0, min(len(content), 400), 3):
            content[place] = random.integers(256)
        path.write_bytes(content)
        # Anything but the one sentence, a warning included, fails the test.
        with contextlib.suppress(UserError):
            fit(picture_ink(read_pixels(path)).ink, deslant=True)


@pytest.mark.parametrize("suffix", ["gif", "png", "tiff"])
def test_of_very_many_frames_only_the_first_is_read(suffix: str, tmp_path: Path) -> None:
    first = Image.fromarray(written()[::4, ::4, :3]).convert("P" if suffix == "gif" else "RGB")
    others = [Image.new(first.mode, (8, 8) if suffix == "tiff" else first.size, number % 256) for number in range(300)]
    first.save(tmp_path / f"many.{suffix}", save_all=True, append_images=others)
    assert picture_ink(read_pixels(tmp_path / f"many.{suffix}")).shown.shape == (125, 100, 3)
