"""Runs beside each other: facts, seeds taken together, what differs, curves, results."""

from statistics import mean, stdev

import numpy as np
import pytest

from lenet_app.charts.chart import NEUTRAL, Curve, Points
from lenet_app.networks.family import member
from lenet_app.runs.comparison.courses import Along, Cost, Course, Measure, learning_chart, results_chart
from lenet_app.runs.comparison.differences import differences_text, differing
from lenet_app.runs.comparison.facts import RunFacts, facts_of
from lenet_app.runs.comparison.groups import Group, grouped
from lenet_app.runs.kept.kept_run import EPOCHS, SETTINGS
from lenet_app.runs.kept.marks import Marks, write_marks
from tests.unit.runs.comparison.made import EACH, put, store


def facts(*names: str) -> list[RunFacts]:
    return [facts_of(store().find(name)) for name in names]


def test_facts_are_those_of_the_files() -> None:
    write_marks(put("a", called="Mine", shares=(0.9, 0.96, 0.95)), Marks(note="for the talk", tags=("good",)))
    (one,) = facts("a")
    assert (one.title, one.best, one.last, one.seconds, one.fault) == ("Mine", 0.96, 0.95, 30, "")
    assert one.parameters == 61_706  # LeCun et al. (1998) with C3 connected to all maps of S2
    assert one.settings["learning_rate"] == member("lenet5").recipe.learning_rate
    assert one.matches(["talk", "lenet"])
    assert one.matches(["good"])
    assert not one.matches(["talk", "caffe"])


def test_without_a_hold_out_best_and_last_are_of_the_training_pictures() -> None:
    put("a", shares=(0.9, 0.96, 0.95), is_held_out=False)
    (one,) = facts("a")
    assert [one.best, one.last] == pytest.approx([0.95, 0.94])


@pytest.mark.parametrize("name", [SETTINGS, EPOCHS])
@pytest.mark.parametrize("content", [b"", b"[]", b"{", b"\xff\xfe"])
def test_a_damaged_file_costs_its_own_facts_alone(name: str, content: bytes) -> None:
    folder = put("a")
    (folder / name).write_bytes(content)
    (one,) = facts("a")
    assert one.title
    assert one.run.head.accuracy == 0.99
    if (name, content) != (EPOCHS, b""):
        assert name in one.fault


def test_seeds_of_one_setting_stand_together() -> None:
    accuracies = [0.991, 0.988, 0.994]
    for seed, accuracy in enumerate(accuracies):
        put(f"a{seed}", seed=seed, accuracy=accuracy, shares=(0.97, 0.98 + 0.001 * seed), seconds=10 + seed)
    put("b", seed=0, learning_rate=0.01)
    put("c", seed=0, network="lenet-caffe")
    write_marks(store().folder / "a1", Marks("The good one"))
    one, other, third = grouped(facts("a0", "a1", "a2", "b", "c"))
    assert [run.run.name for run in one.runs] == ["a0", "a1", "a2"]
    assert one.title == "The good one"
    assert one.accuracy is not None
    assert [one.accuracy.mean, one.accuracy.deviation] == pytest.approx([mean(accuracies), stdev(accuracies)])
    assert one.best is not None
    assert one.best.mean == pytest.approx(0.981)
    assert other.accuracy is not None
    assert (other.accuracy.count, other.accuracy.deviation) == (1, None)
    assert third.parameters == 431_080
    assert len(grouped(facts("a0", "a1", "b"), lambda run: run.run.name != "a1")[0].runs) == 1


def test_what_differs_is_told_against_another_run() -> None:
    put("a")
    put("b", seed=2, learning_rate=0.01, batch_size=32)
    put("c", network="lenet-caffe")
    a, b, c = (one.settings for one in facts("a", "b", "c"))
    assert differing([a, b]) == ("seed", "batch_size", "learning_rate")
    assert differences_text(b, a) == "batch 32, rate 0.01"
    assert differences_text(a, a) == ""
    assert differences_text(c, a).startswith("rate 0.01, optimiser with momentum, ")
    assert "C1" not in differences_text(c, a)
    assert differences_text({**a, "C1 maps": 4}, a) == "C1 maps 4"


def courses(*names: str) -> list[Course]:
    return [Course.of(store().find(name)) for name in names]


def curve(chart_of: list[Course], measure: Measure, along: Along) -> Curve:
    (found,) = learning_chart([("a", chart_of, 3)], measure, along).series
    assert isinstance(found, Curve)
    return found


def test_a_curve_along_epochs_steps_and_seconds() -> None:
    put("a", shares=(0.97, 0.98, 0.985), seconds=7)
    found = courses("a")
    epochs = curve(found, Measure.HOLD_OUT, Along.EPOCH)
    assert (epochs.x.tolist(), epochs.colour, epochs.band) == ([1, 2, 3], 3, None)
    np.testing.assert_allclose(epochs.y, [97, 98, 98.5])
    assert curve(found, Measure.HOLD_OUT, Along.SECONDS).x.tolist() == [7, 14, 21]
    assert curve(found, Measure.HOLD_OUT, Along.STEP).x.tolist() == [EACH, 2 * EACH, 3 * EACH]
    steps = curve(found, Measure.TRAINING, Along.STEP)
    assert steps.x.tolist() == [5, 10, 15, 20, 25, 30]
    np.testing.assert_allclose(steps.y[-1], 96.5)
    np.testing.assert_allclose(curve(found, Measure.TRAINING_LOSS, Along.EPOCH).y, [0.13, 0.12, 0.115])


def test_the_band_reaches_over_all_seeds_as_far_as_all_went() -> None:
    put("a", seed=1, shares=(0.97, 0.98, 0.985), seconds=10)
    put("b", seed=2, shares=(0.96, 0.99), seconds=20)
    found = curve(courses("a", "b"), Measure.HOLD_OUT, Along.SECONDS)
    assert found.x.tolist() == [15, 30]
    assert found.band is not None
    for values, expected in zip((found.y, *found.band), ((96.5, 98.5), (96.0, 98.0), (97.0, 99.0)), strict=True):
        assert values.tolist() == pytest.approx(expected)


def test_runs_without_a_hold_out_have_no_curve_of_it() -> None:
    put("a", is_held_out=False)
    assert learning_chart([("a", courses("a"), None)], Measure.HOLD_OUT, Along.EPOCH).is_empty
    assert not courses("a")[0].has_hold_out


def test_first_steps_that_are_far_off_do_not_press_the_rest_together() -> None:
    put("a", shares=(0.1, *(0.97 + 0.001 * epoch for epoch in range(20))))
    chart = learning_chart([("a", courses("a"), None)], Measure.HOLD_OUT, Along.EPOCH)
    assert chart.y_range()[0] > 90
    assert chart.y_range()[1] > 98.9


def test_results_against_their_cost() -> None:
    for seed, accuracy in enumerate((0.99, 0.992)):
        put(f"a{seed}", seed=seed, accuracy=accuracy, seconds=10 + 10 * seed)
    put("b", network="lenet-caffe", accuracy=0.991)
    put("c", learning_rate=0.5, accuracy=None)
    groups: tuple[Group, ...] = grouped(facts("a0", "a1", "b", "c"))
    chart = results_chart([("A", groups[0], 0), ("B", groups[1], None), ("C", groups[2], None)], Cost.SECONDS)
    quiet, first = chart.series
    assert isinstance(quiet, Points)
    assert isinstance(first, Points)
    assert (quiet.colour, quiet.labels, quiet.keys) == (NEUTRAL, ("B",), (groups[1].key,))
    assert (first.x.tolist(), first.colour) == ([45], 0)
    assert first.spread is not None
    np.testing.assert_allclose([first.y[0], first.spread[0]], [99.1, 100 * stdev((0.99, 0.992))])
    parameters = results_chart([("", group, 0) for group in groups], Cost.PARAMETERS)
    assert [one.x.tolist() for one in parameters.series] == [[61_706], [431_080]]
