from pathlib import Path

import numpy as np
import pytest

from lenet_app.data.pictures import Pictures
from lenet_app.inspection.passage import Passage
from lenet_app.inspection.training_digits import HiddenTable, example_of, exciting, hidden_layer, hidden_table, nearest
from lenet_app.inspection.units import Unit
from lenet_app.networks import family
from lenet_app.networks.forward import activations
from lenet_app.recognition.recognizer import Recognizer
from tests.unit.data.on_disk import limit_memory, stored_part, write_idx
from tests.unit.inspection.networks import FAMILY, model_of, passage_of
from tests.unit.samples import digits

HIDDEN = {
    **dict.fromkeys(FAMILY, "F6"),
    **dict.fromkeys(("lenet5-relu-same", "lenet5-wide", "lenet-slim"), "C5"),
    **{"lenet5-deep": "F7", "lenet-pytorch": "F4", "lenet-caffe": "F5"},
}


def table_of(name: str, pictures: Pictures) -> HiddenTable:
    *reports, last = hidden_table(model_of(name), pictures)
    for report in reports:
        np.testing.assert_array_equal(report.table.values, last.table.values[: report.pictures])
    assert (last.pictures, last.total) == (len(pictures), len(pictures))
    return last.table


@pytest.mark.parametrize("name", FAMILY)
def test_the_last_hidden_layer(name: str) -> None:
    assert hidden_layer(family.member(name).architecture) == HIDDEN[name]


@pytest.mark.parametrize("name", ["lenet5", "lenet5-1998", "lenet-pytorch"])
def test_the_nearest_digits_are_those_of_all_distances(name: str) -> None:
    made, pictures = model_of(name), digits(150, first=40)
    table = table_of(name, pictures)
    assert table.layer == HIDDEN[name]
    assert not table.values.flags.writeable
    network_input = made.normalisation.network_input(pictures.images, made.architecture.input_shape)
    expected = activations(made.architecture, made.weights, network_input)[table.layer]
    np.testing.assert_allclose(table.values, expected, rtol=1e-4, atol=1e-4)
    wanted = passage_of(name).activations[table.layer].astype(np.float64)
    distances = np.linalg.norm(expected - wanted, axis=1)
    found = nearest(table, passage_of(name), 12)
    assert [one.index for one in found] == np.argsort(distances, kind="stable")[:12].tolist()
    for one in found:
        assert one.distance == pytest.approx(distances[one.index], rel=1e-4)
        assert one.label == pictures.labels[one.index]
    assert len(nearest(table, passage_of(name), 500)) == 150


def test_a_table_goes_on_where_it_was_left() -> None:
    made, pictures = model_of("lenet5"), digits(150)
    whole = table_of("lenet5", pictures)
    begun = next(hidden_table(made, pictures)).table
    assert 0 < len(begun.labels) < 150
    first, *_, last = hidden_table(made, pictures, begun)
    assert first.pictures > len(begun.labels)
    for table in (last.table, *(report.table for report in hidden_table(made, pictures, whole))):
        np.testing.assert_array_equal(table.labels, whole.labels)
        np.testing.assert_allclose(table.values, whole.values, rtol=1e-4, atol=1e-5)
        np.testing.assert_allclose(table.squares, whole.squares, rtol=1e-4)


def test_the_nearest_of_one_class() -> None:
    pictures = digits(200)
    table, passage = table_of("lenet5", pictures), passage_of("lenet5")
    found = nearest(table, passage, 5, label=8)
    distances = np.linalg.norm(table.values.astype(np.float64) - passage.activations["F6"], axis=1)
    eights = np.flatnonzero(pictures.labels == 8)
    assert [one.index for one in found] == eights[np.argsort(distances[eights])][:5].tolist()
    assert {one.label for one in found} == {8}
    assert nearest(table, passage, 5, label=77) == ()


def test_most_of_the_nearest_digits_are_of_the_same_class() -> None:
    table = table_of("lenet5", digits(800))
    made = model_of("lenet5")
    right = []
    for number in range(800, 830):
        shown = digits(1, first=number)
        network_input = made.normalisation.network_input(shown.images, made.architecture.input_shape)[0]
        passage = Passage.through(made.architecture, made.weights, network_input)
        right += [one.label == shown.labels[0] for one in nearest(table, passage, 5)]
    assert np.mean(right) > 0.9


def test_what_is_shown_is_nearest_to_itself() -> None:
    first = nearest(table_of("lenet5", digits(30)), passage_of("lenet5"), 1)[0]
    assert (first.index, first.label) == (7, 3)
    assert first.distance < 1e-3


@pytest.mark.parametrize(
    ("name", "unit"),
    [
        ("lenet5", Unit("C3", (4, 2, 7))),
        ("lenet5", Unit("F6", (17,))),
        ("lenet5", Unit("C1", (2,))),
        ("lenet5-1998", Unit("S4", (9,))),
        ("lenet5-1998", Unit("output", (3,))),
        ("lenet5-dropout", Unit("drop1", (3, 2, 2))),
    ],
)
def test_the_digits_that_excite_most_are_those_of_all_numbers(name: str, unit: Unit) -> None:
    made, pictures = model_of(name), digits(130)
    network_input = made.normalisation.network_input(pictures.images, made.architecture.input_shape)
    values = activations(made.architecture, made.weights, network_input)[unit.layer]
    numbers = values[unit.in_batch].reshape(130, -1).max(axis=1)
    reports = list(exciting(made, unit, pictures, 7))
    assert [report.pictures for report in reports] == sorted(report.pictures for report in reports)
    best = reports[-1].best
    np.testing.assert_allclose([one.value for one in best], np.sort(numbers)[::-1][:7], rtol=1e-4)
    for one in best:
        assert one.label == pictures.labels[one.index]
        assert one.unit.index[: len(unit.index)] == unit.index
        assert values[(one.index, *one.unit.index)] == pytest.approx(one.value, rel=1e-4)
        assert one.value == pytest.approx(float(numbers[one.index]), rel=1e-4)


def test_the_best_so_far_is_told_on_the_way() -> None:
    reports = exciting(model_of("lenet5"), Unit("F6", (17,)), digits(100), 3)
    first = next(reports)
    assert first.pictures < 100
    assert len(first.best) == 3
    assert max(one.index for one in first.best) < first.pictures


def test_pictures_that_lie_on_the_disk_are_never_read_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pictures, made, unit = digits(60), model_of("lenet5"), Unit("C3", (4, 2, 7))
    in_memory = table_of("lenet5", pictures)
    *_, best = exciting(made, unit, pictures, 5)
    limit_memory(monkeypatch)
    stored = stored_part(write_idx(tmp_path, pictures, digits(10, first=70)))
    *_, last = hidden_table(made, stored)
    np.testing.assert_array_equal(last.table.values, in_memory.values)
    *_, found = exciting(made, unit, stored, 5)
    assert found == best


def test_an_example_is_answered_with_its_class_and_near() -> None:
    recognizer, pictures, shown = Recognizer(model_of("lenet5")).once, digits(200), digits(1, first=300).images[0]
    found = example_of(recognizer, pictures, shown, 4)
    assert found is not None
    assert recognizer.look_into(found).recognition.best == 4
    answers = [recognizer.look_into(image).recognition.best for image in pictures.images]
    apart = [
        float(np.linalg.norm(image.astype(float) - shown))
        for image, answer, label in zip(pictures.images, answers, pictures.labels, strict=True)
        if answer == label == 4
    ]
    assert float(np.linalg.norm(found.astype(float) - shown)) == min(apart)
    assert example_of(recognizer, pictures, shown[:, :20], 4) is None
    assert example_of(recognizer, pictures.take(np.flatnonzero(pictures.labels != 4)), shown, 4) is None
