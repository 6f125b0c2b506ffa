"""What `predict` tells of a doubtful digit that was read again."""

import json
from pathlib import Path

import pytest

from lenet_app.ink.stroke_json import drawing_from_json
from lenet_app.paths import Home
from lenet_app.recognition.fitting import fitted_drawing
from lenet_app.recognition.recognizer import Recognizer
from lenet_app.storage.library import ModelLibrary
from tests.unit.commands.running import Command

CROSS = [[[0, 0], [10, 16]], [[10, 0], [0, 16]]]
ONE = [[[5, 0], [5, 5], [5, 10]]]


def test_what_was_read_again_is_told(command: Command, tmp_path: Path) -> None:
    path = tmp_path / "drawings.jsonl"
    path.write_text("\n".join(json.dumps({"strokes": one}) for one in (CROSS, ONE)), encoding="utf-8")
    doubtful, sure = command("predict", "--json", "--strokes", path).lines
    assert "first" not in sure
    assert (doubtful["readings"], sure["readings"]) == (3, 1)
    recognizer = Recognizer(ModelLibrary(Home.of_user().models).open(None))
    fitted = fitted_drawing(drawing_from_json({"strokes": CROSS}), recognizer.model, has_sheet=False)
    assert fitted is not None
    first, found = (one.look_into(fitted.planes).recognition for one in (recognizer.once, recognizer))
    assert doubtful["first"] == {"best": first.best, "confidence": pytest.approx(first.confidence)}
    assert doubtful["probabilities"] == pytest.approx(found.probabilities.tolist(), abs=1e-6)
