"""What TensorBoard's own reader finds in the files of a run."""

import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

from lenet_app.errors import UserError
from lenet_app.networks import family
from lenet_app.networks.forward import activations
from lenet_app.runs.board import BoardOfRun
from lenet_app.runs.reports import EpochDone, Kept
from lenet_app.runs.run import make
from lenet_app.training.engine.board import Board
from tests.unit.runs.kept.making import small_run

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:tensorboard.*")


def test_a_run_is_read_by_tensorboard(tmp_path: Path) -> None:
    folder, epochs, board = tmp_path / "board", [], BoardOfRun(tmp_path / "board")
    for report in make(small_run(tmp_path)):
        assert not board.take(report)
        if isinstance(report, EpochDone):
            epochs.append(report.report)
    assert isinstance(report, Kept)
    found = EventAccumulator(str(folder)).Reload()
    for tag, wanted in {
        "loss/training": [one.train_loss for one in epochs],
        "loss/hold-out": [one.validation_loss for one in epochs],
        "accuracy/training": [one.train_accuracy for one in epochs],
        "accuracy/hold-out": [one.validation_accuracy for one in epochs],
        "pictures a second": [one.images_per_second for one in epochs],
        "accuracy/test": [report.made.model.metrics.test_accuracy],
    }.items():
        assert [event.value for event in found.Scalars(tag)] == pytest.approx(wanted)
    names = list(report.made.model.weights)
    assert sorted(found.Tags()["distributions"]) == sorted(names)
    assert found.Tags()["images"] == [f"kernels/{name}" for name in names if report.made.model.weights[name].ndim > 2]
    assert len(found.Graph().node) > len(report.made.model.architecture.layers)
    (table,) = folder.rglob("tensors.tsv")
    model, test = report.made.model, report.made.data_set.test
    some = test.take(np.arange(min(500, len(test))))
    network_input = model.normalisation.network_input(some.images, model.architecture.input_shape)
    *_, hidden, _ = activations(model.architecture, model.weights, network_input).values()
    np.testing.assert_allclose(np.loadtxt(table, ndmin=2), hidden.reshape(len(some), -1), rtol=1e-5)
    (labels,) = folder.rglob("metadata.tsv")
    assert labels.read_text().split() == [model.class_names[label] for label in some.labels]
    (sprites,) = folder.rglob("sprite.png")
    with Image.open(sprites) as sheet:
        assert min(sheet.size) >= 28


def test_a_folder_that_cannot_be_written_is_told_once(tmp_path: Path) -> None:
    (tmp_path / "board").write_text("a file is in its place")
    board = BoardOfRun(tmp_path / "board")
    told = [sentence for report in make(small_run(tmp_path)) if (sentence := board.take(report))]
    (sentence,) = told
    assert sentence.startswith(
        f"{tmp_path / 'board'} cannot be written, and the training goes on without TensorBoard: "
    )
    assert sentence.endswith(".")


def test_every_network_has_a_graph(tmp_path: Path) -> None:
    for name in ("lenet5-1998", "lenet5-dropout", "lenet-caffe"):
        Board(tmp_path / name, family.member(name).architecture).close()
        assert EventAccumulator(str(tmp_path / name)).Reload().Graph().node


def test_tensorboard_is_missed_in_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "tensorboard", None)
    with pytest.raises(UserError, match=r"^This needs the package tensorboard, which is not installed\.$"):
        BoardOfRun(tmp_path)
