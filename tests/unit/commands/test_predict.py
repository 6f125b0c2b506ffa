import gzip
import json
import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from lenet_app.data import catalogue
from lenet_app.ink.deslant_drawing import deslanted_drawing
from lenet_app.ink.files.pixels import read_pixels
from lenet_app.ink.normalise import fit
from lenet_app.ink.paper.picture import picture_ink
from lenet_app.ink.stroke_ink import drawing_ink
from lenet_app.ink.stroke_json import drawing_from_json
from lenet_app.paths import Home
from lenet_app.recognition.recognizer import Recognizer
from lenet_app.storage.library import ModelLibrary
from lenet_app.storage.models import write_model
from tests.unit.commands.running import Command, as_process
from tests.unit.samples import DISTANCES, LENET5, ODD, model
from tests.unit.whole_models import PRIMARIES, halves, primaries

ONE = [[[5, 0], [5, 5], [5, 10]]]
ZERO = [[[10 + 6 * math.sin(t / 10), 10 - 9 * math.cos(t / 10)] for t in range(64)]]
SEVEN = [[[0, 0], [10, 0], [4, 16]]]
KEYS = ["digit", "best", "label", "sure", "confidence", "probabilities", "readings", "model"]


def drawing_line(strokes: object, **others: object) -> str:
    return json.dumps({"strokes": strokes, **others})


def save_digit(path: Path, number: int) -> Path:
    """A test picture of MNIST as dark ink on light paper, eight times as large."""
    pixels = 255 - catalogue.load("mnist", Home.of_user().data).test.images[number, 0]
    Image.fromarray(pixels).resize((224, 224), Image.Resampling.BICUBIC).save(path)
    return path


def check_answer(answer: dict[str, Any], key: str) -> None:
    """The form of an answer, and that its parts belong together."""
    assert list(answer) == [key, *KEYS, *(["first"] if answer["readings"] > 1 else [])]
    probabilities = answer["probabilities"]
    assert len(probabilities) == 10
    assert all(type(value) is float and 0 <= value <= 1 for value in probabilities)
    assert sum(probabilities) == pytest.approx(1, abs=1e-5)
    assert type(answer["best"]) is int
    assert answer["confidence"] == max(probabilities) == probabilities[answer["best"]]
    assert answer["label"] == str(answer["best"])
    assert type(answer["sure"]) is bool
    assert answer["digit"] == (answer["best"] if answer["sure"] else None)


def test_pictures(command: Command, tmp_path: Path) -> None:
    paths = [save_digit(tmp_path / f"{number}.png", number) for number in range(6)]
    result = command("predict", "--json", *paths)
    assert (result.status, result.err) == (0, "")
    assert [answer["path"] for answer in result.lines] == [str(path) for path in paths]
    for answer in result.lines:
        check_answer(answer, "path")
    assert [answer["digit"] for answer in result.lines] == [7, 2, 1, 0, 4, 1]


def test_below_the_threshold_an_answer_is_not_sure(command: Command, tmp_path: Path) -> None:
    path = save_digit(tmp_path / "digit.png", 8)
    (answer,) = command("predict", "--json", path).lines
    just = answer["confidence"]
    (sure,) = command("predict", "--json", "--sure-from", str(math.nextafter(just, 0)), path).lines
    (unsure,) = command("predict", "--json", "--sure-from", str(math.nextafter(just, 1)), path).lines
    assert (sure["sure"], sure["digit"]) == (True, answer["best"])
    assert (unsure["sure"], unsure["digit"], unsure["best"]) == (False, None, answer["best"])
    ranking = np.argsort(answer["probabilities"])[::-1]
    text = command("predict", "--sure-from", "1", path).out
    assert text == f"{path}: not sure; {ranking[0]} or {ranking[1]}\n"


def test_an_impossible_threshold_is_refused(command: Command, tmp_path: Path) -> None:
    result = command("predict", "--sure-from", "1.5", save_digit(tmp_path / "digit.png", 8))
    assert (result.status, result.out) == (1, "")
    assert "must lie between 0 and 1, not at 1.5" in result.err


def test_pictures_go_the_one_way_of_all_ink(command: Command, tmp_path: Path) -> None:
    path = save_digit(tmp_path / "digit.png", 8)
    fitted = fit(picture_ink(read_pixels(path)).ink)
    assert fitted is not None
    (expected,) = Recognizer(ModelLibrary(Home.of_user().models).open(None)).recognise_all([fitted.picture[None]])
    (answer,) = command("predict", "--json", path).lines
    np.testing.assert_allclose(answer["probabilities"], expected.probabilities, atol=1e-6)


def test_text_for_people(command: Command, tmp_path: Path) -> None:
    path = save_digit(tmp_path / "digit.png", 0)
    result = command("predict", path)
    (answer,) = command("predict", "--json", path).lines
    assert result.out == f"{path}: 7 ({100 * answer['confidence']:.1f} %)\n"


def test_an_unreadable_picture_among_good_ones(command: Command, tmp_path: Path) -> None:
    good = [save_digit(tmp_path / f"{number}.png", number) for number in range(2)]
    broken = tmp_path / "broken.png"
    broken.write_bytes(good[0].read_bytes()[:300])
    text = tmp_path / "text.png"
    text.write_text("not a picture")
    blank = tmp_path / "blank.png"
    Image.new("L", (60, 60), 255).save(blank)
    paths = [good[0], broken, tmp_path / "none.png", text, blank, tmp_path, good[1]]
    result = command("predict", "--json", *paths)
    assert result.sentence == "4 of the items could not be read."
    answers = result.lines
    assert [answer["path"] for answer in answers] == [str(path) for path in paths]
    for number in (1, 2, 3, 5):
        assert list(answers[number]) == ["path", "error"]
        assert answers[number]["error"].endswith(".")
    for number, digit in ((0, 7), (6, 2)):
        check_answer(answers[number], "path")
        assert answers[number]["digit"] == digit
    assert answers[4] == {
        "path": str(blank),
        **{"digit": None, "best": None, "label": None, "sure": False, "confidence": 0.0, "probabilities": None},
        "readings": 0,
        "model": "LeNet-5",
    }
    people = command("predict", *paths).out.splitlines()
    assert people[1].startswith(f"{broken}: ")
    assert people[4] == f"{blank}: no ink found"
    assert len(people) == len(paths)


def test_drawings(command: Command, tmp_path: Path) -> None:
    path = tmp_path / "drawings.jsonl"
    lines = [drawing_line(ONE, label=1), drawing_line(ZERO, writer="x"), drawing_line(SEVEN), drawing_line([])]
    path.write_text("\n".join(lines), encoding="utf-8")
    result = command("predict", "--json", "--strokes", path)
    assert (result.status, result.err) == (0, "")
    answers = result.lines
    assert [answer["index"] for answer in answers] == [0, 1, 2, 3]
    for answer in answers[:3]:
        check_answer(answer, "index")
    assert [answer["digit"] for answer in answers] == [1, 0, 7, None]
    assert answers[3]["probabilities"] is answers[3]["best"] is answers[3]["label"] is None
    assert command("predict", "--strokes", path).out.splitlines()[3] == "3: nothing drawn"


MALFORMED = [
    "nonsense",
    "[1, 2",
    "null",
    "17",
    "[]",
    "{}",
    '{"strokes": 5}',
    '{"strokes": [5]}',
    '{"strokes": [[[1]]]}',
    '{"strokes": [[["a", "b"]]]}',
    '{"strokes": [[[NaN, 1], [2, 3]]]}',
    '{"strokes": [[[1e999, 1], [2, 3]]]}',
    '{"strokes": [[[' + "9" * 5000 + ", 1]]]}",
    "[" * 100_000,
]


def test_malformed_lines_among_good_ones(command: Command, tmp_path: Path) -> None:
    path = tmp_path / "drawings.jsonl"
    lines = [drawing_line(ONE)]
    for bad in MALFORMED:
        lines += [bad, drawing_line(SEVEN)]
    path.write_text("\n".join(lines), encoding="utf-8")
    result = command("predict", "--json", "--strokes", path)
    assert result.sentence == f"{len(MALFORMED)} of the items could not be read."
    answers = result.lines
    assert [answer["index"] for answer in answers] == list(range(len(lines)))
    for answer in answers[1::2]:
        assert list(answer) == ["index", "error"]
        assert answer["error"].endswith(".")
    for answer in answers[2::2]:
        check_answer(answer, "index")
        assert answer["digit"] == 7


def test_blank_lines_are_no_drawings(command: Command, tmp_path: Path) -> None:
    path = tmp_path / "drawings.jsonl"
    path.write_text(f"\n{drawing_line(ONE)}\n\n  \t\n{drawing_line(SEVEN)}\n\n", encoding="utf-8")
    answers = command("predict", "--json", "--strokes", path).lines
    assert [(answer["index"], answer["digit"]) for answer in answers] == [(0, 1), (1, 7)]
    path.write_text("\n\n")
    assert (command("predict", "--strokes", path).out, command("predict", "--strokes", path).status) == ("", 0)


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_files_of_other_systems(command: Command, tmp_path: Path, newline: str, mark: str) -> None:
    path = tmp_path / "drawings.jsonl"
    text = mark + newline.join([drawing_line(ONE, writer="Zoë"), drawing_line(SEVEN)]) + newline
    path.write_bytes(text.encode())
    assert [answer.get("digit") for answer in command("predict", "--json", "--strokes", path).lines] == [1, 7]


def test_gzipped_drawings(command: Command, tmp_path: Path) -> None:
    path = tmp_path / "drawings.jsonl.gz"
    path.write_bytes(gzip.compress(f"{drawing_line(ONE)}\n{drawing_line(ZERO)}\n".encode()))
    assert [answer["digit"] for answer in command("predict", "--json", "--strokes", path).lines] == [1, 0]


DAMAGED: dict[str, tuple[str, bytes]] = {
    "half a gzip": ("x.jsonl.gz", gzip.compress(drawing_line(ZERO).encode() * 50)[:-20]),
    "junk in a gzip": ("x.jsonl.gz", gzip.compress(b"x" * 100)[:10] + b"\xff" * 50),
    "no gzip": ("x.jsonl.gz", drawing_line(ONE).encode()),
    "gzip without its name": ("x.jsonl", gzip.compress(drawing_line(ONE).encode())),
    "UTF-16": ("x.jsonl", drawing_line(ONE).encode("utf-16")),
}


@pytest.mark.parametrize(("name", "content"), DAMAGED.values(), ids=DAMAGED.keys())
def test_damaged_files_of_drawings(command: Command, tmp_path: Path, name: str, content: bytes) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    result = command("predict", "--json", "--strokes", path)
    assert result.sentence == f"{path} cannot be read: it is damaged or not text."


def test_no_file_of_drawings(command: Command, tmp_path: Path) -> None:
    missing = tmp_path / "none.jsonl"
    result = command("predict", "--strokes", missing)
    assert result.sentence == f"{missing} cannot be read: No such file or directory."
    assert command("predict", "--strokes", tmp_path).sentence.startswith(f"{tmp_path} cannot be read: ")
    assert command("predict", "--strokes", "").sentence.startswith(" cannot be read: ")


def test_drawings_from_standard_input() -> None:
    result = as_process("predict", "--json", "--strokes", "-", stdin=f"{drawing_line(ONE)}\n{drawing_line(ZERO)}\n")
    assert (result.status, result.err) == (0, "")
    assert [answer["digit"] for answer in result.lines] == [1, 0]
    assert as_process("predict", "--strokes", "-").out == ""


def test_thousands_of_drawings_are_each_answered_in_their_place(command: Command, tmp_path: Path) -> None:
    kinds = [(ONE, 1), (ZERO, 0), (SEVEN, 7), ([], None)]
    order = np.random.default_rng(1).integers(0, 4, 2000)
    path = tmp_path / "drawings.jsonl"
    path.write_text("\n".join(drawing_line(kinds[kind][0]) for kind in order), encoding="utf-8")
    answers = command("predict", "--json", "--strokes", path).lines
    assert [answer["index"] for answer in answers] == list(range(2000))
    assert [answer["digit"] for answer in answers] == [kinds[kind][1] for kind in order]


def test_drawings_go_the_one_way_of_all_ink(command: Command, tmp_path: Path) -> None:
    path = tmp_path / "drawings.jsonl"
    path.write_text(drawing_line(SEVEN), encoding="utf-8")
    ink = drawing_ink(drawing_from_json({"strokes": SEVEN}))
    assert ink is not None
    fitted = fit(ink)
    assert fitted is not None
    (expected,) = Recognizer(ModelLibrary(Home.of_user().models).open(None)).recognise_all([fitted.picture[None]])
    (answer,) = command("predict", "--json", "--strokes", path).lines
    np.testing.assert_allclose(answer["probabilities"], expected.probabilities, atol=1e-6)


def test_another_model_answers(command: Command, tmp_path: Path) -> None:
    path = tmp_path / "mine.bin"
    write_model(model(LENET5, class_names=tuple("abcdefghij")), path)
    drawings = tmp_path / "drawings.jsonl"
    drawings.write_text(drawing_line(ONE), encoding="utf-8")
    (answer,) = command("predict", "--json", "--model", path, "--strokes", drawings).lines
    assert answer["label"] == "abcdefghij"[answer["best"]]
    (default,) = command("predict", "--json", "--strokes", drawings).lines
    assert answer["probabilities"] != default["probabilities"]


def test_a_model_for_other_pictures_is_told(command: Command, tmp_path: Path) -> None:
    path = tmp_path / "odd.safetensors"
    write_model(model(ODD), path)
    drawings = tmp_path / "drawings.jsonl"
    drawings.write_text(drawing_line(ONE), encoding="utf-8")
    result = command("predict", "--model", path, "--strokes", drawings)
    assert result.sentence == "Pictures of 1 × 28 × 28 do not fit a network input of 2 × 11 × 9."


def test_slanted_writing_is_set_upright_on_demand(command: Command, tmp_path: Path) -> None:
    strokes, picture = tmp_path / "drawings.jsonl", save_digit(tmp_path / "digit.png", 0)
    leaning = [[[6, 0], [16, 0], [0, 16]]]
    strokes.write_text(drawing_line(leaning), encoding="utf-8")
    upright, slant = deslanted_drawing(drawing_from_json({"strokes": leaning}))
    assert abs(slant) > 0.3
    for arguments, ink in (
        (("--strokes", strokes), drawing_ink(upright)),
        ((picture,), picture_ink(read_pixels(picture)).ink),
    ):
        assert ink is not None
        fitted = fit(ink, deslant=ink.scale is None)
        assert fitted is not None
        (expected,) = Recognizer(ModelLibrary(Home.of_user().models).open(None)).recognise_all([fitted.planes])
        (plain,) = command("predict", "--json", *arguments).lines
        (answer,) = command("predict", "--json", "--deslant", *arguments).lines
        np.testing.assert_allclose(answer["probabilities"], expected.probabilities, atol=1e-6)
        assert answer["probabilities"] != plain["probabilities"]


# Models for whole pictures


@pytest.fixture
def colour_model(tmp_path: Path) -> Path:
    path = tmp_path / "primaries.safetensors"
    write_model(primaries(), path)
    return path


def save_thing(path: Path, colour: tuple[int, int, int], size: tuple[int, int] = (400, 300)) -> Path:
    """A thing of a colour on a grey ground."""
    image = Image.new("RGB", size, (120, 120, 120))
    image.paste(colour, (size[0] // 3, size[1] // 3, 2 * size[0] // 3, 2 * size[1] // 3))
    image.save(path)
    return path


def test_a_colour_model_tells_classes_by_their_names(command: Command, colour_model: Path, tmp_path: Path) -> None:
    colours = [(0, 0, 255), (255, 0, 0), (0, 255, 0)]
    names = ["a.png", "b.jpg", "c.gif"]
    paths = [save_thing(tmp_path / name, colour) for name, colour in zip(names, colours, strict=True)]
    Image.new("RGB", (60, 60), "white").save(tmp_path / "blank.png")
    result = command("predict", "--json", "--model", colour_model, *paths, tmp_path / "blank.png")
    assert (result.status, result.err) == (0, "")
    *answers, blank = result.lines
    assert [answer["label"] for answer in answers] == [PRIMARIES[k] for k in (2, 0, 1)]
    for answer, best in zip(answers, (2, 0, 1), strict=True):
        assert list(answer) == ["path", *KEYS]
        assert answer["digit"] == answer["best"] == best
        assert len(answer["probabilities"]) == 3
    assert blank["label"] is None
    (line,) = command("predict", "--model", colour_model, paths[0]).out.splitlines()
    assert line.startswith(f"{paths[0]}: blue thing (")


def test_a_picture_is_taken_whole_as_a_data_sets(command: Command, colour_model: Path, tmp_path: Path) -> None:
    """One of the size of the input is answered as it is."""
    pixels = np.random.default_rng(3).integers(0, 256, (32, 32, 3), np.uint8)
    Image.fromarray(pixels).save(tmp_path / "small.png")
    (expected,) = Recognizer(primaries()).recognise_all(pixels.transpose(2, 0, 1)[None])
    (answer,) = command("predict", "--json", "--model", colour_model, tmp_path / "small.png").lines
    np.testing.assert_allclose(answer["probabilities"], expected.probabilities, atol=1e-6)


def test_a_grey_model_for_whole_pictures(command: Command, tmp_path: Path) -> None:
    path = tmp_path / "halves.safetensors"
    write_model(halves(), path)
    for name, ground, thing in (("light.png", 0, 255), ("dark.png", 255, 0)):
        image = Image.new("L", (90, 90), ground)
        image.paste(thing, (30, 10, 60, 30))
        image.save(tmp_path / name)
        (answer,) = command("predict", "--json", "--model", path, tmp_path / name).lines
        assert answer["label"] == "hat"


def test_unreadable_pictures_for_a_colour_model(command: Command, colour_model: Path, tmp_path: Path) -> None:
    (tmp_path / "text.png").write_text("not a picture")
    good = save_thing(tmp_path / "good.png", (255, 0, 0))
    result = command("predict", "--json", "--model", colour_model, tmp_path / "text.png", good, tmp_path / "none.png")
    assert result.sentence == "2 of the items could not be read."
    assert ["error" in answer for answer in result.lines] == [True, False, True]


def test_drawings_in_colours(command: Command, colour_model: Path, tmp_path: Path) -> None:
    path = tmp_path / "drawings.jsonl"
    lines = [
        drawing_line(SEVEN, colours=["#ff0000"]),
        drawing_line([*SEVEN, *ONE], colours=["#0000ff", None]),
        drawing_line(SEVEN),
        drawing_line(SEVEN, colours=["red"]),
        drawing_line([]),
    ]
    path.write_text("\n".join(lines), encoding="utf-8")
    red, blue, black, wrong, empty = command("predict", "--json", "--model", colour_model, "--strokes", path).lines
    assert [red["label"], blue["label"]] == ["red thing", "blue thing"]
    assert black["label"] in PRIMARIES
    assert wrong["error"] == 'The drawing cannot be read: the colour of stroke 1 is not like "#1a1d23".'
    assert empty["label"] is None
    digits = command("predict", "--json", "--strokes", path).lines
    assert [answer.get("digit") for answer in digits] == [7, digits[1]["digit"], 7, None, None]
    # To the last bit only where both arrays happen to lie alike in memory.
    assert digits[0]["probabilities"] == pytest.approx(digits[2]["probabilities"], rel=1e-4)


def test_distances_are_told_where_the_output_gives_them(command: Command, tmp_path: Path) -> None:
    path = tmp_path / "distances.safetensors"
    write_model(model(DISTANCES), path)
    (answer,) = command("predict", "--json", "--model", path, save_digit(tmp_path / "digit.png", 0)).lines
    assert list(answer) == ["path", *KEYS, "distances"]
    assert len(answer["distances"]) == 7
    assert answer["best"] == int(np.argmin(answer["distances"]))
