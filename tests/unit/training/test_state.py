import numpy as np
import pytest

from lenet_app.errors import UserError
from lenet_app.training.state import KeptEpoch, Progress, RunState

PROGRESS = Progress(3, 7, 2, 1234, 448, 12.1875, 401, 3.1415926535, 2.5)


def arrays() -> dict[str, np.ndarray]:
    random = np.random.default_rng(1)
    return {
        "network/C1.weight": random.normal(size=(3, 1, 5, 5)).astype(np.float32),
        "turned": np.asfortranarray(random.normal(size=(4, 6)).astype(np.float32)),
        "step": np.array(17.0, np.float32),
        "averaged": np.array(9),
    }


@pytest.mark.parametrize("kept", [None, KeptEpoch((0.1 + 0.2, -1 / 3), 2, {"C1.bias": np.arange(3, dtype=np.float32)})])
def test_what_is_written_is_read_back_exactly(kept: KeptEpoch | None) -> None:
    read = RunState.from_bytes(RunState(PROGRESS, arrays(), kept).to_bytes())
    assert read.progress == PROGRESS
    assert read.learner.keys() == arrays().keys()
    for name, array in arrays().items():
        assert (read.learner[name].dtype, read.learner[name].shape) == (array.dtype, array.shape)
        np.testing.assert_array_equal(read.learner[name], array)
    if kept is None:
        assert read.kept is None
    else:
        assert read.kept is not None
        assert (read.kept.rank, read.kept.epoch) == (kept.rank, kept.epoch)
        np.testing.assert_array_equal(read.kept.weights["C1.bias"], kept.weights["C1.bias"])


def test_nothing_is_pickled() -> None:
    assert RunState(PROGRESS, arrays(), None).to_bytes()[8:9] == b"{", "the header of a safetensors file"


def damaged() -> list[bytes]:
    whole = RunState(PROGRESS, arrays(), None).to_bytes()
    other = whole.replace(b'\\"format_version\\": 1', b'\\"format_version\\": 2')
    assert other != whole
    return [
        b"",
        b"nothing of the kind",
        whole[:-1],
        whole[:40],
        whole.replace(b"lenet-app-run", b"lenet-app-xyz"),
        other,
    ]


@pytest.mark.parametrize("number", range(6))
def test_a_damaged_state_is_told(number: int) -> None:
    with pytest.raises(UserError, match=r"^The state of the run is damaged or was not written by this program\.$"):
        RunState.from_bytes(damaged()[number])
