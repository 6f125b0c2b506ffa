from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from lenet_app.errors import UserError
from lenet_app.gui.answering.opening import read_model
from lenet_app.storage.library import ModelLibrary
from lenet_app.storage.models import write_model
from tests.gui.helpers import SHIPPED, shipped_model


def test_a_model_that_answers_with_no_numbers_does_not_count(tmp_path: Path) -> None:
    weights = {name: np.full_like(weight, 1e30) for name, weight in shipped_model().weights.items()}
    path = tmp_path / "bad.safetensors"
    write_model(replace(shipped_model(), weights=weights), path)
    with pytest.raises(UserError, match=r"answers with numbers that are not finite\.$"):
        read_model(path)
    assert [entry.name for entry in ModelLibrary(tmp_path).entries() if not entry.shipped] == ["bad"]


def test_a_sound_model_counts_wherever_it_lies(tmp_path: Path) -> None:
    path = tmp_path / "good.safetensors"
    write_model(shipped_model(), path)
    for one in (SHIPPED, path):
        assert read_model(one).created == shipped_model().created
