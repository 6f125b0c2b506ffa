"""Real pen strokes drawn on the canvas with the mouse get the answers that the command line gives."""

import csv
import gzip
import itertools
import json
from collections.abc import Sequence
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from lenet_app.cli import main
from lenet_app.gui.shell.main_window import MainWindow
from tests.e2e.driver import as_json_line, draw, run_program, wait_for_model
from tests.gui.window_pages import draw_page

EVERY = 250
"""Of the thousands of drawings so many are passed over for one that is drawn."""


def some_drawings(handwriting: Path) -> list[str]:
    lines: list[str] = []
    for name in ("strokes_pendigits.jsonl.gz", "strokes_unipen.jsonl.gz"):
        with gzip.open(handwriting / name, "rt", encoding="utf-8") as file:
            lines += itertools.islice(file, 0, None, EVERY)
    return lines


def predictions(path: Path, capsys: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    assert main(["predict", "--json", "--strokes", str(path)]) == 0
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


@pytest.mark.data
def test_canvas_and_command_line_give_the_same_answers(
    qtbot: QtBot, handwriting: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = some_drawings(handwriting)
    labels: list[str] = []
    confidences: list[float] = []
    drawn: list[str] = []

    def steps(window: MainWindow) -> None:
        wait_for_model(window, qtbot)
        page = draw_page(window)
        for line in lines:
            draw(page.canvas, json.loads(line)["strokes"])
            final = page.canvas.content
            with qtbot.waitSignal(page.answered, check_params_cb=lambda a, final=final: a.request.subject is final):
                pass
            labels.append(page.answer_view.label)
            assert page.latest_answer is not None
            assert page.latest_answer.insight is not None
            confidences.append(page.latest_answer.insight.recognition.confidence)
            drawn.append(as_json_line(page.canvas))
            page.canvas.clear()
            assert page.answer_view.label == ""

    assert run_program(steps) == 0
    original, on_canvas = tmp_path / "original.jsonl", tmp_path / "canvas.jsonl"
    original.write_text("".join(lines), encoding="utf-8")
    on_canvas.write_text("\n".join(drawn), encoding="utf-8")
    same_strokes = predictions(on_canvas, capsys)
    assert [found["label"] for found in same_strokes] == labels
    assert [found["confidence"] for found in same_strokes] == pytest.approx(confidences, abs=1e-5)
    # The canvas has whole pixels where the tablet had finer ones, which may turn an answer that was in doubt.
    differing = [
        found for found, label in zip(predictions(original, capsys), labels, strict=True) if found["label"] != label
    ]
    assert all(float(str(found["confidence"])) < 0.9 for found in differing)
    assert len(differing) <= len(lines) // 30
    right = sum(json.loads(line)["label"] == label for line, label in zip(lines, labels, strict=True))
    assert right >= 0.9 * len(lines)


@pytest.mark.data
def test_real_handwriting_is_read_and_the_accuracy_printed(
    handwriting: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    least = {"strokes_pendigits": 0.965, "strokes_unipen": 0.955}
    accuracies = {name: strokes_accuracy(handwriting / f"{name}.jsonl.gz", tmp_path, capsys) for name in least}
    accuracies["pictures"] = pictures_accuracy(handwriting, capsys)
    with capsys.disabled():
        print("".join(f"\n{name}: {100 * accuracy:.2f} % right" for name, accuracy in accuracies.items()), end=" ")
    assert all(accuracies[name] >= mark for name, mark in {**least, "pictures": 0.98}.items())


def strokes_accuracy(path: Path, folder: Path, capsys: pytest.CaptureFixture[str]) -> float:
    """Of every fourth drawing; `make handwriting` reads them all."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        lines = list(file)[::4]
    some = folder / "some.jsonl"
    some.write_text("".join(lines), encoding="utf-8")
    labels = [json.loads(line)["label"] for line in lines]
    return share_right([found["label"] for found in predictions(some, capsys)], labels)


def pictures_accuracy(handwriting: Path, capsys: pytest.CaptureFixture[str]) -> float:
    with (handwriting / "digits.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert main(["predict", "--json", *(str(handwriting / row["file"]) for row in rows)]) == 0
    found = [json.loads(line)["label"] for line in capsys.readouterr().out.splitlines()]
    return share_right(found, [row["label"] for row in rows])


def share_right(found: Sequence[object], labels: Sequence[str]) -> float:
    return sum(one == label for one, label in zip(found, labels, strict=True)) / len(labels)
