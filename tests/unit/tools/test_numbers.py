"""Pictures of numbers: what is counted, and the tool on them from its arguments to its files."""

import json
from pathlib import Path

import pytest
from PIL import Image

from tests.tools.handwriting import main
from tests.tools.handwriting_measure.figures import Share
from tests.tools.handwriting_measure.numbers import Number, number_result
from tests.tools.handwriting_measure.samples import Sample
from tests.unit.tools.made_up_data import write_data


def number(label: str, text: str, doubtful: int = 0, fault: str = "") -> Number:
    return Number(Sample(label, 0, f"{label}.png", content=Path(f"{label}.png")), text, doubtful, fault, ())


def test_the_figures_of_a_set_counted_by_hand() -> None:
    found = [
        number("12|34", "12|34", doubtful=1),
        number("12|34", "1234"),  # every digit is right, the rows are not
        number("5678", "568", doubtful=2),
        number("90", "", fault="it cannot be read"),
    ]
    result = number_result(found)
    assert result.digits == 4 + 4 + 4 + 2
    assert result.digits_right == pytest.approx(1 - (0 + 0 + 1 + 2) / 14)
    assert result.whole == Share(1, 4)
    assert result.doubtful == Share(3, 4 + 4 + 3)
    assert result.unread == ["90.png: it cannot be read"]


def test_numbers_are_read_by_the_program(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data, output = tmp_path / "data", tmp_path / "output"
    write_data(data)
    arguments = ["--data", data, "--output", output, "--sets", "numbers", "cheques", "--jobs", "2"]
    assert main([str(argument) for argument in arguments]) == 0
    figures = json.loads((output / "figures.json").read_text(encoding="utf-8"))
    numbers, cheques = (figures["LeNet-5"]["sets"][name] for name in ("numbers", "cheques"))
    # four plain digits of MNIST in a row, and four digits on a picture that is none
    assert numbers["digits"] == 8
    assert numbers["digits_right"] == pytest.approx(0.5)
    assert numbers["whole"] == {"part": 1, "whole": 2}
    assert numbers["unread"] == ["numbers/01.png: 01.png is not a picture this program can read."]
    assert cheques["digits_right"] == 1
    printed = capsys.readouterr().out
    assert "whole numbers" in printed
    # the one that was read wrongly has a tile
    with Image.open(output / "LeNet-5" / "errors-numbers-1.png") as sheet:
        assert sheet.width > 200
    assert not list((output / "LeNet-5").glob("errors-cheques-*"))
