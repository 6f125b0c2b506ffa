"""Trainings on sets that stay on the disk, which nobody reads whole (`limit_memory` fails whoever does)."""

import itertools
import os
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from lenet_app.data.pictures import NO_CLASS, Pictures, hold_out
from lenet_app.data.stored import StoredPictures
from lenet_app.errors import UserError
from lenet_app.networks.recipe import Augmentation, Optimiser, Recipe
from lenet_app.training.engine.calibration import calibrated
from lenet_app.training.engine.evaluation import Evaluation, evaluate_weights
from lenet_app.training.engine.loop import Training, train
from lenet_app.training.engine.no_digits import SHARE
from lenet_app.training.engine.request import TrainingRequest
from lenet_app.training.engine.sampling import Sampler
from lenet_app.training.reports import BatchReport, EndReport, EpochReport
from lenet_app.training.state import RunState
from tests.unit.data.on_disk import bodies, limit_memory, stored_part, write_idx
from tests.unit.samples import NORMALISATION, TINY, digits, random_weights
from tests.unit.training.runs import plain_recipe, request, same, whole_run

COUNT = 250
ONE_BY_ONE = {"optimiser": Optimiser.LEVENBERG_MARQUARDT, "batch_size": 1}


@pytest.fixture
def lying(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> StoredPictures:
    write_idx(tmp_path / "set", digits(COUNT), digits(5))
    limit_memory(monkeypatch)
    return stored_part(tmp_path / "set")


def epoch_of(sampler: Sampler, number: int, size: int = 32) -> Pictures:
    batches = [sampler.batch(number, one).content for one in range(-(-COUNT // size))]
    assert all(isinstance(one, Pictures) for one in batches)
    parts = [one for one in batches if isinstance(one, Pictures)]
    images, labels = np.concatenate([one.images for one in parts]), np.concatenate([one.labels for one in parts])
    assert len(labels) == COUNT
    return Pictures(images, labels)


@pytest.mark.parametrize("changes", [{}, ONE_BY_ONE])
def test_an_epoch_deals_every_picture_once(lying: StoredPictures, changes: dict[str, object]) -> None:
    recipe = Recipe(augmentation=Augmentation.NONE, **changes)  # type: ignore[arg-type]
    sampler = Sampler(lying, recipe, 1, 32)
    epochs = [bodies(epoch_of(sampler, number)) for number in (1, 2, 3)]
    assert all(sorted(one) == sorted(bodies(digits(COUNT))) for one in epochs)
    assert len({tuple(one) for one in epochs}) == (1 if changes else 3), "one by one the order stays"


@pytest.mark.parametrize("no_digits", [False, True])
@pytest.mark.parametrize("augmentation", Augmentation)
def test_any_batch_can_be_had_by_itself(lying: StoredPictures, augmentation: Augmentation, no_digits: bool) -> None:
    recipe = Recipe(augmentation=augmentation, no_digits=no_digits)
    in_order = Sampler(lying, recipe, 1, 32)
    expected = {(epoch, number): in_order.batch(epoch, number).content for epoch in (1, 2) for number in range(8)}
    for epoch, number in ((2, 3), (1, 7), (1, 0), (2, 7), (1, 3)):
        found, wanted = Sampler(lying, recipe, 1, 32).batch(epoch, number).content, expected[epoch, number]
        assert isinstance(found, Pictures)
        assert isinstance(wanted, Pictures)
        assert bodies(found) == bodies(wanted)


def test_ten_epochs_deal_every_picture_and_every_copy_once(lying: StoredPictures) -> None:
    sampler = Sampler(lying, Recipe(augmentation=Augmentation.DISTORTED_COPIES), 1, 32)
    originals = set(bodies(digits(COUNT)))
    epochs = [epoch_of(sampler, number) for number in range(1, 21)]
    assert all(sorted(one.labels) == sorted(digits(COUNT).labels) for one in epochs)
    first, second = (list(itertools.chain(*map(bodies, epochs[start : start + 10]))) for start in (0, 10))
    assert len(set(first)) == 10 * COUNT
    assert sum(body in originals for body in first) == COUNT
    assert originals < set(first)
    assert sorted(second) == sorted(first), "the copies are the same when they are dealt again"
    unchanged = [sum(body in originals for body in bodies(one)) for one in epochs[:10]]
    assert max(unchanged) < COUNT / 2, "pictures and copies are mixed"
    # A copy has most ink in common with a picture of its own label.
    held = digits(COUNT)
    alike = [
        held.labels[np.abs(held.images.astype(int) - image).sum(axis=(1, 2, 3)).argmin()] == label
        for image, label in zip(epochs[0].images, epochs[0].labels, strict=True)
    ]
    assert np.mean(alike) > 0.75


def test_varied_pictures_keep_their_labels_and_others_join(lying: StoredPictures) -> None:
    affine = epoch_of(Sampler(lying, Recipe(augmentation=Augmentation.AFFINE), 1, 32), 1)
    assert sorted(affine.labels) == sorted(digits(COUNT).labels)
    assert not set(bodies(affine)) & set(bodies(digits(COUNT)))
    still = epoch_of(Sampler(lying, Recipe(augmentation=Augmentation.AFFINE, variation=0.0), 1, 32), 1)
    assert sorted(bodies(still)) == sorted(bodies(digits(COUNT)))
    found = epoch_of(Sampler(lying, Recipe(augmentation=Augmentation.NONE, no_digits=True), 1, 32), 1)
    is_none = found.labels == NO_CLASS
    assert is_none.mean() == pytest.approx(SHARE, abs=0.06)
    assert set(bodies(Pictures(found.images[~is_none], found.labels[~is_none]))) < set(bodies(digits(COUNT)))
    mixed = epoch_of(Sampler(lying, Recipe(augmentation=Augmentation.HANDWRITING), 1, 32), 1)
    assert set(mixed.labels) == {*range(10), NO_CLASS}


def test_measures_are_those_of_the_same_pictures_in_memory(lying: StoredPictures) -> None:
    def measured(pictures: StoredPictures | Pictures) -> Evaluation:
        *_, whole = evaluate_weights(TINY, random_weights(TINY), NORMALISATION, pictures)
        return whole

    on_disk, in_memory = measured(lying), measured(digits(COUNT))
    assert (on_disk.images, on_disk.loss) == (COUNT, in_memory.loss)
    np.testing.assert_array_equal(on_disk.confusion, in_memory.confusion)


@pytest.mark.parametrize("held_out", [0, 40, 230])
def test_calibration_is_that_of_the_same_pictures_in_memory(lying: StoredPictures, held_out: int) -> None:
    found, expected = (
        calibrated(request(None, TINY, *hold_out(one, held_out, seed=1)), random_weights(TINY))
        for one in (lying, digits(COUNT))
    )
    assert found == expected


def asked(lying: StoredPictures, **changes: object) -> TrainingRequest:
    training, validation = hold_out(lying, 60, seed=1)
    assert isinstance(training, StoredPictures)
    assert isinstance(validation, StoredPictures)
    return request(plain_recipe(**{"epochs": 3, "batch_size": 32} | changes), TINY, training, validation)


@pytest.mark.parametrize("taken", [1, 3, 7, 8, 12])
@pytest.mark.parametrize("changes", [{}, {"augmentation": Augmentation.DISTORTED_COPIES}, ONE_BY_ONE])
def test_a_run_goes_on_where_it_was(lying: StoredPictures, changes: dict[str, object], taken: int) -> None:
    whole, end = whole_run(asked(lying, **changes))
    training = Training(asked(lying, **changes))
    before = list(itertools.islice(training.reports(), taken))
    state = RunState.from_bytes(training.state().to_bytes())
    rest = list(Training(asked(lying, **changes), state).reports())
    last = rest[-1]
    assert isinstance(last, EndReport)
    assert same(last.weights, end.weights)
    assert same(last.last, end.last)
    losses = [one.loss for one in (*before, *rest) if isinstance(one, BatchReport)]
    assert losses == [one.loss for one in whole if isinstance(one, BatchReport)]


def test_what_is_learned_is_learned_well(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_idx(tmp_path, digits(4000), digits(5))
    limit_memory(monkeypatch)
    lying = stored_part(tmp_path)
    accuracies = []
    for pictures in (lying, digits(4000)):
        end = list(train(request(plain_recipe(epochs=3, batch_size=32), TINY, pictures)))[-1]
        assert isinstance(end, EndReport)
        *_, whole = evaluate_weights(TINY, end.weights, NORMALISATION, digits(2000, first=20_000))
        accuracies.append(whole.accuracy)
    assert accuracies[0] == pytest.approx(accuracies[1], abs=0.05)
    assert accuracies[0] > 0.75


# Where the file is cut off meanwhile


def cut_off(folder: Path) -> str:
    """The sentence that is told then."""
    path = folder / "set" / "train-images-idx3-ubyte"
    os.truncate(path, 100)
    return f"{path} was changed while it was in use."


@pytest.mark.parametrize("epoch", [1, 2])
def test_the_weights_so_far_are_kept(lying: StoredPictures, tmp_path: Path, epoch: int) -> None:
    """Within the first epoch, too."""
    reports, sentence, learned = [], "", 0
    for report in train(replace(asked(lying), validation=digits(50, first=900))):
        reports.append(report)
        if isinstance(report, BatchReport) and (report.epoch, report.batch) == (epoch, 2):
            sentence, learned = cut_off(tmp_path), report.images
    end = reports[-1]
    assert isinstance(end, EndReport)
    assert (end.fault, end.stopped) == (sentence, True)
    assert end.epoch in range(1, epoch + 1)
    assert learned > 0
    assert sum(isinstance(report, EpochReport) for report in reports) == epoch - 1
    assert not same(end.weights, asked(lying).weights)


def test_the_hold_out_may_be_what_cannot_be_read(lying: StoredPictures, tmp_path: Path) -> None:
    """At the end of an epoch it is noticed; what was learned by then is kept."""
    whole = asked(lying)
    reports, sentence = [], ""
    for report in train(replace(whole, training=digits(64))):
        reports.append(report)
        if isinstance(report, BatchReport) and report.epoch == 1:
            sentence = cut_off(tmp_path)
    end = reports[-1]
    assert isinstance(end, EndReport)
    assert (end.fault, end.epoch) == (sentence, 1)
    assert not same(end.weights, whole.weights)


@pytest.mark.parametrize("changes", [{}, ONE_BY_ONE])
def test_where_nothing_can_be_read_there_is_nothing_to_keep(
    lying: StoredPictures, tmp_path: Path, changes: dict[str, object]
) -> None:
    of = asked(lying, **changes)
    sentence = cut_off(tmp_path)
    with pytest.raises(UserError) as caught:
        list(train(of))
    assert str(caught.value) == sentence
