"""A model is tried before it counts."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from lenet_app.errors import UserError
from lenet_app.recognition.soundness import tried
from lenet_app.storage.library import ModelLibrary
from lenet_app.storage.models import read_model
from tests.unit.samples import DISTANCES, ODD, TINY, model
from tests.unit.whole_models import halves, primaries


def test_models_that_answer_are_sound(tmp_path: Path) -> None:
    for one in (model(), model(ODD), model(DISTANCES, class_names=tuple("0123456")), halves(), primaries()):
        assert tried(one) is one
    for entry in ModelLibrary(tmp_path).entries():
        tried(read_model(entry.path))


@pytest.mark.parametrize(("name", "value"), [("H.weight", 3e38), ("out.weight", 3e38), ("out.weight", -3e38)])
def test_weights_that_overflow(name: str, value: float) -> None:
    weights = {one: np.array(weight) for one, weight in model().weights.items()}
    weights[name] = np.full_like(weights[name], value)
    weights["H.bias"] = np.full_like(weights["H.bias"], 9)
    sentence = rf"^A model cannot be used: {name[: name.index('.')]} answers with numbers that are not finite\.$"
    with pytest.raises(UserError, match=sentence):
        tried(replace(model(TINY), weights=weights))


def test_the_model_that_was_found(hostile: Path) -> None:
    path = hostile / "nan-answers.safetensors"
    with pytest.raises(UserError, match=r"answers with numbers that are not finite\.$"):
        tried(read_model(path))
