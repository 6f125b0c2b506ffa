"""What is wrong with one item of many, and how the others are answered all the same."""

import gzip
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from lenet_app.ink import stroke_lines
from lenet_app.ink.strokes import Drawing
from lenet_app.recognition.fitting import Fitted, fitted_drawing
from lenet_app.storage.models import write_model
from tests.unit.commands.running import Command
from tests.unit.commands.test_predict import ONE, ZERO, drawing_line
from tests.unit.whole_models import halves, primaries


def test_a_dot_so_far_away_that_it_has_no_extent(command: Command, tmp_path: Path) -> None:
    colour = tmp_path / "colour.safetensors"
    write_model(primaries(), colour)
    drawings = tmp_path / "far.jsonl"
    drawings.write_text(drawing_line([[[1e17, 1e17]]]))
    for arguments in ((), ("--model", colour)):
        result = command("predict", "--json", "--strokes", drawings, *arguments)
        assert (result.status, result.err) == (0, "")
        assert result.lines[0]["probabilities"] is not None


def test_a_defect_with_one_item_leaves_the_others_answered(
    command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fitted_with_a_defect(drawing: Drawing, *arguments: Any, **options: Any) -> Fitted | None:  # noqa: ANN401
        if drawing.is_empty:
            raise ZeroDivisionError("float division by zero")
        return fitted_drawing(drawing, *arguments, **options)

    monkeypatch.setattr("lenet_app.commands.predict.fitted_drawing", fitted_with_a_defect)
    drawings = tmp_path / "drawings.jsonl"
    drawings.write_text("\n".join([drawing_line(ONE), drawing_line([]), drawing_line(ZERO)]))
    result = command("predict", "--json", "--strokes", drawings)
    assert result.status == 1
    first, second, third = result.lines
    assert (first["digit"], third["digit"]) == (1, 0)
    assert second == {"index": 1, "error": "Something went wrong within the program (float division by zero)."}
    assert result.err.endswith("lenet-app: 1 of the items could not be read.\n")


def test_lines_that_are_no_drawings_leave_the_others_answered(command: Command, tmp_path: Path) -> None:
    many = drawing_line([[[n % 7, n] for n in range(20_001)]])
    lines = [drawing_line(ONE).encode(), b"\xff{}", b"[" * 5000, many.encode(), b"9" * (1 << 21), b"\x00"]
    drawings = tmp_path / "drawings.jsonl"
    drawings.write_bytes(b"\n".join([*lines, drawing_line(ZERO).encode()]))
    result = command("predict", "--json", "--strokes", drawings)
    assert [line.get("error") for line in result.lines] == [
        None,
        "The line is not JSON.",
        "The line is not JSON.",
        "The drawing has more than 20,000 points.",
        "The line is longer than 1,048,576 bytes.",
        "The line is not JSON.",
        None,
    ]
    assert (result.status, result.lines[-1]["digit"]) == (1, 0)


def test_what_came_before_a_file_broke_off_is_answered(command: Command, tmp_path: Path) -> None:
    path = tmp_path / "x.jsonl.gz"
    path.write_bytes(gzip.compress(f"{drawing_line(ONE)}\n{drawing_line(ZERO)}\n".encode())[:-8])
    result = command("predict", "--json", "--strokes", path)
    assert [line["digit"] for line in result.lines] == [1, 0]
    assert result.sentence == f"{path} cannot be read: it is damaged or not text."


@pytest.mark.skipif(sys.platform != "linux", reason="the device is Linux's")
def test_a_line_without_end_comes_to_one(command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stroke_lines, "_ENDLESS_LINE", 1 << 22)
    result = command("predict", "--strokes", "/dev/zero")
    assert result.sentence == "/dev/zero cannot be read: it has no lines."


def test_an_answer_that_is_no_number_is_a_fault_of_its_item(command: Command, tmp_path: Path) -> None:
    """Three pixels together are beyond float32, and three others take as much away."""
    weights = dict(halves().weights)
    weight = np.zeros((2, 32, 32), np.float32)
    weight[0, 10, 10:16] = np.array([1.2e38, -1.2e38, -1.2e38, 1.2e38, 1.2e38, -1.2e38])
    path = tmp_path / "near.safetensors"
    write_model(replace(halves(), weights=weights | {"out.weight": weight.reshape(2, -1)}), path)
    for name, columns in (("fine", [8]), ("beyond", [8, 11, 12])):
        pixels = np.zeros((28, 28), np.uint8)
        pixels[8, columns] = 255
        Image.fromarray(pixels).save(tmp_path / f"{name}.png")
    result = command("predict", "--json", "--model", path, tmp_path / "beyond.png", tmp_path / "fine.png")
    assert result.status == 1
    assert "NaN" not in result.out
    assert result.lines[0]["error"] == "The model answers it with numbers that are not finite."
    assert result.lines[1]["label"] == "hat"
