"""What is stepped through beside the window: answers that are known are not computed again, and faults are told."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from lenet_app.errors import UserError
from lenet_app.evaluation.answers import BATCH
from lenet_app.evaluation.robustness import MNIST_C
from lenet_app.gui.evaluate.charts import holding_charts
from lenet_app.gui.evaluate.mapping import Mapping
from lenet_app.gui.evaluate.measuring import Evaluated, Evaluation, Holding, KnownFiles, Progress, Source
from lenet_app.inspection.training_digits import hidden_layer
from lenet_app.networks.forward import activations
from lenet_app.paths import Home
from tests.gui.evaluate.desk import pictures, write_own
from tests.gui.helpers import shipped_model
from tests.unit.data.sample_files import write_set
from tests.unit.samples import digits, model, shipped


def steps_of(evaluation: Evaluation) -> tuple[list[Progress], Evaluated]:
    *progress, last = evaluation.steps()
    assert isinstance(last, Evaluated)
    return [one for one in progress if isinstance(one, Progress)], last


def test_answers_of_a_set_are_computed_once(tmp_path: Path) -> None:
    some, home = pictures(), Home(tmp_path / "home")
    write_set(tmp_path / "few", (some.images[:20, 0], some.labels[:20]), (some.images[:, 0], some.labels))
    wanted = Evaluation(
        (shipped_model(), shipped("LeNet-5 of 1998")), Source(str(tmp_path / "few")), home, KnownFiles()
    )
    progress, first = steps_of(wanted)
    batches = -(-len(some) // BATCH)
    assert len(progress) == 1 + 2 * batches
    assert progress[-1] == Progress(2 * len(some), 2 * len(some))
    progress, again = steps_of(replace(wanted, known=KnownFiles()))
    assert len(progress) == 1 + 2
    for one, other in zip(first.answers, again.answers, strict=True):
        np.testing.assert_array_equal(one.said, other.said)


def test_own_pictures_are_fitted_once_in_a_session(tmp_path: Path) -> None:
    folder, home, known = tmp_path / "mine", Home(tmp_path / "home"), KnownFiles()
    write_own(folder)
    wanted = Evaluation((shipped_model(),), Source(str(folder), is_own=True), home, known)
    progress, found = steps_of(wanted)
    assert (len(progress), progress[-1]) == (1 + 9, Progress(9, 9))
    assert [found.material.name_of(number) for number in range(2)] == [
        one.path.name for one in found.material.files[:2]
    ]
    progress, again = steps_of(wanted)
    assert len(progress) == 1
    assert again.first.answers.said.tolist() == found.first.answers.said.tolist()
    (folder / "7" / "0.png").write_bytes((folder / "2" / "1.png").read_bytes())
    progress, changed = steps_of(wanted)
    assert len(progress) == 1 + 9
    assert changed.first.answers.said.tolist() != found.first.answers.said.tolist()


def test_models_that_tell_other_classes_apart_are_not_compared_on_own_pictures(tmp_path: Path) -> None:
    write_own(tmp_path / "mine", count=3)
    models = shipped_model(), model(class_names=tuple("abcdefghij"))
    wanted = Evaluation(models, Source(str(tmp_path / "mine"), is_own=True), Home(tmp_path / "home"), KnownFiles())
    with pytest.raises(UserError, match="they tell other classes apart"):
        list(wanted.steps())


def test_a_map_is_of_the_last_hidden_layer() -> None:
    one, some = shipped_model(), pictures()
    *_, mapped = Mapping(one, some).steps()
    assert not isinstance(mapped, Progress)
    layer = hidden_layer(one.architecture)
    inputs = one.normalisation.network_input(some.images, one.architecture.input_shape)
    values = activations(one.architecture, one.weights, inputs)[layer].reshape(len(some), -1).astype(np.float64)
    centred = values - values.mean(axis=0)
    singular = np.linalg.svd(centred, compute_uv=False)
    assert mapped.layer == layer
    assert mapped.shares is not None
    assert mapped.shares[0] == pytest.approx(singular[0] ** 2 / (singular**2).sum(), rel=1e-4)
    lengths = np.linalg.norm(mapped.places, axis=0)
    np.testing.assert_allclose(lengths, singular[:2], rtol=1e-4)
    np.testing.assert_array_equal(mapped.images, some.images)


def test_the_folders_of_mnist_c(tmp_path: Path) -> None:
    for number, name in enumerate(("zigzag", "fog")):
        part = digits(80, first=100 * number)
        (tmp_path / "mnist_c" / name).mkdir(parents=True)
        for content, array in (("images", part.images.transpose(0, 2, 3, 1)), ("labels", part.labels.astype(np.int64))):
            for word in ("train", "test"):
                np.save(tmp_path / "mnist_c" / name / f"{word}_{content}.npy", array)
    models = model(), model(name="Another")
    *_, held = Holding(models, digits(1), Home(tmp_path / "home"), tmp_path / "mnist_c").steps()
    assert [[one.corruption for one in points] for points in held.points] == 2 * [["fog", "zigzag"]]
    assert MNIST_C.index("fog") < MNIST_C.index("zigzag")
    (chart,) = holding_charts(held.points, ("A model", "Another"))
    assert chart.x.labels == ("fog", "zigzag")
    assert [bars.y.tolist() for bars in chart.series] == [[100 * one.accuracy for one in held.points[0]]] * 2
