"""Charts as values: their ranges, marks, names, words and numbers."""

import csv
import io
from itertools import pairwise

import numpy as np
import pytest

from lenet_app.charts.chart import NEUTRAL, Axis, Bars, Chart, Curve, Points, floats, number_text
from lenet_app.charts.names import beside, shortened, spread, text_width
from lenet_app.charts.palette import DARK, LIGHT, Palette
from lenet_app.charts.svg import as_svg
from lenet_app.charts.thinning import thinned
from lenet_app.charts.ticks import ticks_of
from lenet_app.charts.words import as_csv, described, point_text

X, Y = Axis("epoch"), Axis("accuracy", "%")


def learning(**changes: object) -> Chart:
    curve = Curve("LeNet-5", floats([1, 2, 3]), floats([90, 98.5, 98]), **changes)  # type: ignore[arg-type]
    return Chart("Accuracy", X, Y, (curve,))


def test_an_axis_reaches_over_all_of_its_series_and_their_spread() -> None:
    band = floats([80, 98, 97]), floats([91, 99, 99.5])
    chart = learning(band=band)
    low, high = chart.y_range()
    assert low < 80
    assert high > 99.5
    assert high - low < 1.1 * (99.5 - 80)
    assert chart.x_range() == (1, 3)
    bars = Chart("", X, Y, (Bars("", floats([1, 2]), floats([3, 5]), width=1),))
    assert bars.x_range() == (0.5, 2.5)
    assert bars.y_range()[0] <= 0  # bars stand on it
    points = Points("", floats([10]), floats([5]), spread=floats([2]))
    low, high = Chart("", X, Y, (points,)).y_range()
    assert low < 3
    assert high > 7


def test_a_given_end_stays_where_it_is() -> None:
    chart = Chart("", X, Axis("", low=0, high=100), (Curve("", floats([1, 2]), floats([50, 60])),))
    assert chart.y_range() == (0, 100)
    single = Chart("", Axis("", low=3), Axis(""), (Curve("", floats([3]), floats([7])),))
    assert single.x_range()[0] == 3 < single.x_range()[1]
    assert single.y_range()[0] < 7 < single.y_range()[1]
    assert Chart("", X, Y).y_range() == pytest.approx((-0.04, 1.04))


def test_what_has_no_logarithm_is_left_out() -> None:
    axis = Axis("s", is_log=True)
    np.testing.assert_allclose(axis.place(floats([100, 0, -1])), [2, np.nan, np.nan])
    chart = Chart("", axis, Y, (Curve("", floats([0, 10, 1000]), floats([1, 2, 3])),))
    assert chart.x_range() == (1, 3)


@pytest.mark.parametrize("ends", [(0, 1), (96.2, 99.6), (-3, 7), (0, 61706), (1e-5, 3e-5), (99.0, 99.001)])
@pytest.mark.parametrize("most", [2, 5, 9])
def test_marks_are_even_within_the_axis_and_told_apart(ends: tuple[float, float], most: int) -> None:
    marks = ticks_of(Axis(""), *ends, most)
    assert 1 <= len(marks) <= most + 1
    assert all(ends[0] - 1e-9 <= place <= ends[1] + 1e-9 for place, _ in marks)
    assert len({text for _, text in marks}) == len(marks)
    steps = [after - before for (before, _), (after, _) in pairwise(marks)]
    np.testing.assert_allclose(steps, steps[:1] * len(steps), rtol=1e-6)
    for place, text in marks:
        assert float(text.replace(",", "").replace("−", "-")) == pytest.approx(place, abs=1e-12)


@pytest.mark.parametrize("ends", [(95.2, 100.4), (95.1, 104.9), (3, 8)])
def test_one_mark_alone_is_never_all_of_a_scale(ends: tuple[float, float]) -> None:
    assert 2 <= len(ticks_of(Axis(""), *ends, 1)) <= 6


def test_marks_of_a_logarithmic_axis() -> None:
    axis = Axis("", is_log=True)
    marks = ticks_of(axis, np.log10(30), np.log10(3000), 5)
    assert [text for _, text in marks] == ["30", "100", "300", "1,000", "3,000"]
    assert [text for _, text in ticks_of(axis, -3, 0, 4)] == ["0.001", "0.01", "0.1", "1"]
    assert [text for _, text in ticks_of(axis, np.log10(0.6), np.log10(3000), 5)] == ["1", "10", "100", "1,000"]
    assert [text for _, text in ticks_of(axis, -1, 7, 5)] == ["1", "100", "10,000", "1,000,000"]
    narrow = ticks_of(axis, np.log10(41), np.log10(44), 4)
    assert len(narrow) >= 2
    assert all(10**place == pytest.approx(float(text)) for place, text in narrow)


@pytest.mark.parametrize("ends", [(1e-320, 1e300), (-1e149, 1e149), (0, 1e-290), (1e16, 1e16 + 2), (1e200, 1e200)])
def test_numbers_that_nobody_measures_are_drawn_somehow(ends: tuple[float, float]) -> None:
    for axis in (Axis(""), Axis("", is_log=True)):
        chart = Chart("", axis, Y, (Curve("", floats(ends), floats([1, 2])),))
        low, high = chart.x_range()
        assert np.isfinite([low, high]).all()
        assert low < high
        assert all(len(text) < 30 for _, text in ticks_of(axis, low, high, 6))
        described(chart)
        assert "nan" not in as_svg(chart)


def test_between_epochs_there_is_nothing() -> None:
    assert [text for _, text in ticks_of(Axis("epoch", is_whole=True), 1, 3, 8)] == ["1", "2", "3"]
    assert [text for _, text in ticks_of(Axis("epoch"), 1, 3, 4)] == ["1.0", "1.5", "2.0", "2.5", "3.0"]


def test_names_in_place_of_numbers() -> None:
    axis = Axis("", labels=("a", "b", "c"))
    assert [text for _, text in ticks_of(axis, -0.5, 2.5, 3)] == ["a", "b", "c"]
    assert [text for _, text in ticks_of(axis, -0.5, 2.5, 2)] == ["a", "c"]
    assert axis.text(1) == "b"


def test_names_are_moved_apart_as_little_as_need_be() -> None:
    assert spread([10, 50, 90], 15, 0, 100) == [10, 50, 90]
    assert spread([50, 50], 10, 0, 100) == [45, 55]
    assert spread([99, 98, 97], 10, 0, 100) == [100, 90, 80]
    crowded = spread([1] * 30, 15, 0, 100)
    assert min(crowded) >= 0
    assert max(crowded) <= 100 + 1e-9
    assert spread([], 10, 0, 100) == []


def test_labels_stand_beside_their_points_and_over_nothing() -> None:
    assert beside([(50, 50)], [30], 14, (0, 100)) == [58]
    assert beside([(90, 50)], [30], 14, (0, 100)) == [52]  # there is no room at the right
    crowded = beside([(50, 50), (52, 52), (50, 90)], [30, 30, 30], 14, (0, 100))
    assert crowded[1:] == [60, 58]
    assert crowded[0] == 12  # at the left
    assert beside([(50, 50)] * 4, [45] * 4, 14, (0, 100)).count(None) == 4  # each lies on the others
    assert beside([(50, 50)], [0], 14, (0, 100)) == [None]


def test_a_text_is_shortened_to_its_room() -> None:
    assert shortened("LeNet-5", 12, 100) == "LeNet-5"
    short = shortened("LeNet-5 of 1998, distorted", 12, 80)
    assert short.endswith("…")
    assert text_width(short, 12) <= 80


def test_a_long_curve_keeps_its_peaks() -> None:
    x = np.arange(100_000, dtype=np.float64)
    y = np.sin(x / 500)
    y[54_321] = 9
    few_x, few_y = thinned(x, y)
    assert len(few_x) <= 2100
    assert few_y.max() == 9
    assert few_x[np.argmax(few_y)] == 54_321
    assert (np.diff(few_x) > 0).all()
    assert (few_x[0], few_x[-1]) == (0, 99_999)


def test_each_series_has_a_colour_of_its_own_unless_it_says_which() -> None:
    one, other = Curve("a", floats([1]), floats([1])), Curve("b", floats([1]), floats([1]))
    grey = Points("", floats([1]), floats([1]), colour=NEUTRAL)
    assert [number for _, number in Chart("", X, Y, (one, grey, other)).coloured()] == [0, NEUTRAL, 1]


def luminance(colour: str) -> float:
    shares = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("colours", [LIGHT, DARK])
def test_names_in_the_colours_of_curves_can_be_read(colours: Palette) -> None:
    """A contrast of 4.5 to 1 (WCAG 2.1, 1.4.3), computed by its own formula."""
    ground = luminance(colours.ground)
    for colour in (*colours.series, colours.text, colours.faint_text):
        light, dark = sorted((luminance(colour), ground), reverse=True)
        assert (light + 0.05) / (dark + 0.05) >= 4.5, colour


def test_a_chart_in_words() -> None:
    words = described(learning())
    assert words.startswith("accuracy, % against epoch. LeNet-5: from 90 % at epoch 1 to 98 % at epoch 3;")
    assert words.endswith(" least 90 %, most 98.5 % at epoch 2.")
    assert described(Chart("", X, Y)) == "Nothing is drawn yet."
    band = floats([80, 98, 97]), floats([91, 99, 99.5])
    chart = learning(band=band)
    many = Points("runs", floats([1, 2]), floats([90, 91]), ("one", "other"), is_small=True)
    assert point_text(chart, many, 1) == "other"
    assert point_text(chart, chart.series[0], 1) == "LeNet-5 · epoch 2: 98.5 % (98 to 99)"
    points = Points("", floats([61706]), floats([99.4]), ("Slim",), floats([0.07]))
    chart = Chart("", Axis("parameters"), Y, (points,))
    assert point_text(chart, points, 0) == "Slim · parameters 61,706: 99.4 ± 0.07 %"


def test_the_numbers_come_back_from_the_table() -> None:
    band = floats([80, 98, 97]), floats([91, 99, 99.5])
    points = Points("all", floats([5]), floats([2]), ("x, y",), floats([0.5]))
    chart = Chart("", X, Y, (*learning(band=band).series, points))
    rows = list(csv.reader(io.StringIO(as_csv(chart).decode())))
    assert rows[0] == ["series", "label", "epoch", "accuracy, %", "low", "high"]
    assert rows[2] == ["LeNet-5", "", "2.0", "98.5", "98.0", "99.0"]
    assert rows[4] == ["all", "x, y", "5.0", "2.0", "1.5", "2.5"]


def test_numbers_for_people() -> None:
    assert [number_text(value) for value in (0.12345, 61706.0, -2.5, 99.39, float("nan"))] == [
        *("0.1235", "61,706", "−2.5", "99.39", "–")
    ]
