"""The tool from its arguments to its files, on a small folder of made-up handwriting."""

import csv
import json
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from lenet_app.ink.normalise import fit
from lenet_app.ink.stroke_ink import drawing_ink
from lenet_app.ink.stroke_json import drawing_from_json
from lenet_app.paths import Home
from lenet_app.recognition.recognizer import Recognizer
from lenet_app.storage.library import ModelLibrary
from lenet_app.storage.models import write_model
from tests.tools.handwriting import main
from tests.tools.handwriting_measure.doubt import is_sure
from tests.tools.handwriting_measure.plan import PLANS, chosen
from tests.tools.handwriting_measure.samples import LIKE_DIGITS, Sample, fixed_part, read_samples
from tests.unit.samples import model
from tests.unit.tools.made_up_data import stroke_lines, write_data, write_strokes

DEFAULT = "LeNet-5"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    write_data(folder)
    return folder


@pytest.fixture
def output(tmp_path: Path) -> Path:
    return tmp_path / "output"


def measure(data: Path, output: Path, *arguments: str | Path) -> dict[str, Any]:
    """All figures that the tool writes, by model."""
    assert main(["--data", str(data), "--output", str(output), "--jobs", "1", *map(str, arguments)]) == 0
    figures: dict[str, Any] = json.loads((output / "figures.json").read_text(encoding="utf-8"))
    return figures


def refusal(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> str:
    assert main([str(argument) for argument in arguments]) == 1
    (line,) = capsys.readouterr().err.splitlines()
    assert line.endswith(".")
    return line


def answered_one_by_one(labels: str, seed: int) -> list[tuple[str, str, bool]]:
    """Label, answer and whether it is sure, of each drawing of a made-up set."""
    recognizer, found = Recognizer(ModelLibrary(Home.of_user().models).open(None)), []
    for line in stroke_lines(labels, seed):
        ink = drawing_ink(drawing_from_json(line))
        assert ink is not None
        fitted = fit(ink)
        assert fitted is not None
        answer = recognizer.look_into(fitted.planes).recognition
        found.append((line["label"], answer.label, is_sure(answer)))
    return found


def test_drawings_are_counted_as_one_by_one(data: Path, output: Path) -> None:
    result = measure(data, output, "--sets", "pendigits")[DEFAULT]["sets"]["pendigits"]
    answers = answered_one_by_one("0147" * 5, seed=1)
    assert result["right"] == {"part": sum(label == best for label, best, _ in answers), "whole": 20}
    assert result["not_sure"] == {"part": sum(not sure for _, _, sure in answers), "whole": 20}
    for digit in "0147":
        right = sum(label == best for label, best, _ in answers if label == digit)
        assert result["by_digit"][digit] == {"part": right, "whole": 5}
    assert set(result["by_digit"]) == set("0147")
    right_of_a = sum(label == best for label, best, _ in answers[::2])
    assert result["worst_writers"]["a"] == {"part": right_of_a, "whole": 10}
    assert result["unread"] == []


def test_only_letters_that_look_like_no_digit_count(data: Path, output: Path) -> None:
    found = measure(data, output, "--sets", "letters", "pendigits", "unipen")[DEFAULT]
    answers = [answer for answer in answered_one_by_one("moXomX", seed=3) if answer[0] not in LIKE_DIGITS]
    refused = sum(not sure for _, _, sure in answers)
    assert found["sets"]["letters"]["not_sure"] == {"part": refused, "whole": 4}
    assert set(found["sets"]["letters"]["by_letter"]) == {"m", "X"}
    assert found["doubt"]["letters_refused"] == {"part": refused, "whole": 4}
    assert found["doubt"]["digits_refused"]["whole"] == 33
    not_sure = [found["sets"][name]["not_sure"]["part"] for name in ("pendigits", "unipen")]
    assert found["doubt"]["digits_refused"]["part"] == sum(not_sure)


def test_what_cannot_be_read_is_wrong_refused_and_named(
    data: Path, output: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sets = measure(data, output, "--sets", "pictures", "unipen")[DEFAULT]["sets"]
    assert sets["pictures"]["right"] == {"part": 6, "whole": 8}
    assert sets["pictures"]["not_sure"]["part"] >= 2
    assert [line.partition(":")[0] for line in sets["pictures"]["unread"]] == ["digits/blank.png", "digits/broken.png"]
    assert sets["unipen"]["unread"] == ["line 13: no ink is found"]
    printed = capsys.readouterr().out
    assert "digits/broken.png: broken.png is not a picture this program can read." in printed


def test_other_views_are_compared_with_the_same_strokes(data: Path, output: Path) -> None:
    names = ("pendigits", "pendigits-corner", "pendigits-thick", "pendigits-picture", "pendigits-picture-corner")
    sets = measure(data, output, "--painted", "8", "--sets", *names)[DEFAULT]["sets"]
    assert [sets[name]["right"]["whole"] for name in names] == [20, 20, 20, 8, 8]
    assert sets["pendigits"]["difference"] is None
    for name in names[1:3]:
        change = sets[name]["right"]["part"] - sets["pendigits"]["right"]["part"]
        assert sets[name]["difference"] == pytest.approx(change / 20)
    for name in names[3:]:
        assert sets[name]["right"]["part"] >= 6
        assert abs(sets[name]["difference"]) <= 0.25


def test_two_models_stand_side_by_side(data: Path, output: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = output / "other.safetensors"
    output.mkdir()
    write_model(model(), path)
    found = measure(data, output, "--model", "lenet5", "--model", path, "--model", path, "--sets", "pendigits")
    assert list(found) == [DEFAULT, "other", "other (2)"]
    assert found["other"]["sets"] == found["other (2)"]["sets"] != found[DEFAULT]["sets"]
    first, *_ = capsys.readouterr().out.splitlines()
    assert first.index(f"{DEFAULT}: right") < first.index("other: right") < first.index("other (2): right")
    header, _, row = (output / "figures.md").read_text(encoding="utf-8").splitlines()
    assert header.count("|") == row.count("|") == 3 * 2 + 3  # right and not sure of each, and nothing to compare
    assert row.startswith("| pen strokes, pendigits | 20 | ")


def test_every_error_is_on_a_sheet(data: Path, output: Path) -> None:
    path = output / "other.safetensors"
    output.mkdir()
    write_model(model(), path)
    stale = output / "other" / "errors-pendigits-7.png"
    stale.parent.mkdir()
    stale.touch()
    result = measure(data, output, "--model", path, "--sets", "pendigits")["other"]["sets"]["pendigits"]
    wrong = result["right"]["whole"] - result["right"]["part"]
    assert wrong > 1
    (sheet,) = (output / "other").glob("errors-pendigits-*.png")
    with Image.open(sheet) as picture:
        inked = np.asarray(picture.convert("L")) < 20
    # the darkest pixels are the digits' own: each is a tile with an empty frame, 120 pixels from the next
    columns = min(12, wrong)
    tiles = [
        inked[8 + row * 165 :][:112, 8 + column * 120 :][:, :112]
        for row in range(-(-wrong // 12))
        for column in range(columns)
    ]
    assert sum(bool(tile.any()) for tile in tiles) == wrong


def test_diagrams_hold_every_answer(data: Path, output: Path) -> None:
    found = measure(data, output, "--sets", "pendigits", "unipen", "letters", "pendigits-thin")[DEFAULT]
    folder = output / DEFAULT
    with (folder / "reliability.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for name, count in (("pendigits", 20), ("unipen", 13)):
        assert sum(int(row["answers"]) for row in rows if row["set"] == name) == count
    assert {row["set"] for row in rows} == {"pendigits", "unipen"}
    with (folder / "rejection.csv").open(encoding="utf-8", newline="") as file:
        curves = list(csv.DictReader(file))
    first = next(row for row in curves if row["set"] == "pendigits")
    right = found["sets"]["pendigits"]["right"]
    assert float(first["wrong_of_the_others"]) == pytest.approx(1 - right["part"] / right["whole"])
    letters = [row for row in curves if row["set"] == "letters"]
    refused = [(float(row["refused"]), float(row["letters_refused"])) for row in letters]
    assert refused == sorted(refused)
    for name in ("reliability.png", "rejection.png"):
        with Image.open(folder / name) as picture:
            assert min(picture.size) > 200


def test_fitted_pictures_are_kept_until_the_data_changes(data: Path, output: Path) -> None:
    before = measure(data, output, "--sets", "pendigits")
    (kept,) = (output / "fitted").iterdir()
    written = kept.stat().st_mtime_ns
    assert measure(data, output, "--sets", "pendigits") == before
    assert kept.stat().st_mtime_ns == written
    write_strokes(data / "strokes_pendigits.jsonl.gz", stroke_lines("0147" * 5, seed=9))
    measure(data, output, "--sets", "pendigits")
    (other,) = (output / "fitted").iterdir()
    assert other.name != kept.name


def test_several_processes_find_the_same(data: Path, output: Path) -> None:
    alone = measure(data, output, "--sets", "pendigits", "pictures")
    shared = measure(data, output / "again", "--sets", "pendigits", "pictures", "--jobs", "2")
    assert alone == shared


def test_a_fixed_part_is_always_the_same() -> None:
    samples = [Sample("1", number, "") for number in range(100)]
    part = fixed_part(samples, 30)
    assert part == fixed_part(samples, 30)
    assert len({sample.number for sample in part}) == 30
    assert [sample.number for sample in part] == sorted(sample.number for sample in part)
    # not the first ones, nor every third: writers and digits may take turns
    steps = {after.number - before.number for before, after in pairwise(part)}
    assert len(steps) > 2
    assert fixed_part(samples, None) == fixed_part(samples, 100) == samples


def test_sets_are_chosen_by_name_and_pattern() -> None:
    assert [plan.name for plan in chosen(["letters", "unipen-t*"])] == ["letters", "unipen-thin", "unipen-thick"]
    assert chosen(None) == PLANS
    assert len({plan.name for plan in PLANS}) == len(PLANS) == 21


def test_what_is_missing_is_told(data: Path, output: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "nowhere is no folder" in refusal(capsys, "--data", data / "nowhere")
    assert "no set unknown" in refusal(capsys, "--data", data, "--sets", "unknown")
    assert "nobody" in refusal(capsys, "--data", data, "--model", "nobody")
    (data / "strokes_letters.jsonl.gz").write_bytes(b"damaged")
    assert "strokes_letters" in refusal(capsys, "--data", data, "--output", output, "--sets", "letters")


def test_a_model_of_something_else_is_refused(data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "clothes.safetensors"
    write_model(model(class_names=tuple("abcdefghij")), path)
    assert "clothes does not read digits" in refusal(capsys, "--data", data, "--model", path)


@pytest.mark.long
@pytest.mark.data
def test_the_real_data_is_read(handwriting: Path) -> None:
    counts = {plan.name: len(read_samples(plan, handwriting)) for plan in PLANS if plan.base is None}
    assert counts["mnist"] == 10_000
    assert counts["letters"] == 260
    assert min(counts.values()) > 5
