"""Charts as SVG: whole, alone, and with every value where it belongs."""

import re
from dataclasses import replace
from xml.etree import ElementTree as ET

import numpy as np
import pytest

from lenet_app.charts.chart import Axis, Bars, Chart, Curve, Points, floats
from lenet_app.charts.svg import as_svg

NAMESPACE = "{http://www.w3.org/2000/svg}"
CHART = Chart(
    "Accuracy <hold-out> & more",
    Axis("seconds", "s", is_log=True),
    Axis("accuracy", "%"),
    (
        Curve("LeNet-5", floats([10, 100, 1000]), floats([90, 95, 99]), (floats([88, 94, 98]), floats([91, 96, 99.5]))),
        Curve("to hold against", floats([10, 1000]), floats([95, 95]), is_dashed=True),
        Points("runs", floats([100]), floats([97]), ("Slim",), floats([0.5])),
        Bars("counts", floats([100]), floats([2]), width=0.1),
    ),
    note="band: all seeds",
)


def parts(svg: str, kind: str) -> list[ET.Element]:
    return list(ET.fromstring(svg).iter(f"{NAMESPACE}{kind}"))


@pytest.mark.parametrize("dark", [False, True])
def test_it_is_well_formed_and_needs_nothing_from_elsewhere(dark: bool) -> None:
    svg = as_svg(CHART, dark=dark)
    assert len(parts(svg, "polyline")) == 2
    assert len(parts(svg, "polygon")) == 1
    assert len(parts(svg, "circle")) == 1
    assert not re.search(r"href|url\(|<style|<script|@import", svg)
    assert re.findall(r"https?://[^\"<\s]+", svg) == ["http://www.w3.org/2000/svg"]


def test_all_that_has_a_name_tells_it() -> None:
    texts = [part.text for part in parts(as_svg(CHART), "text")]
    for text in (
        "Accuracy <hold-out> & more",
        "seconds, s",
        "accuracy, %",
        "LeNet-5",
        "runs",
        "Slim",
        "band: all seeds",
    ):
        assert text in texts
    assert "10" in texts
    assert "1,000" in texts


def points(line: ET.Element) -> np.ndarray:
    return np.array([[float(number) for number in pair.split(",")] for pair in line.attrib["points"].split()])


def test_values_lie_where_their_axis_says() -> None:
    first, second = (points(line) for line in parts(as_svg(CHART), "polyline"))
    across, down = first[:, 0], first[:, 1]
    assert across[1] - across[0] == pytest.approx(across[2] - across[1], abs=0.2)  # tenfold each
    assert (down[0] - down[1]) / (down[1] - down[2]) == pytest.approx(5 / 4, rel=0.01)
    assert second[0, 1] == pytest.approx(down[1], abs=0.1)


def test_what_lies_outside_of_the_axes_is_cut_off_at_their_edge() -> None:
    axes = replace(CHART, x=Axis("x"), y=Axis("y", low=0, high=10), note="")
    curve = Curve("", floats([0, 1, 2, 3]), floats([5, 25, 5, 5]))
    svg = as_svg(replace(axes, series=(curve,)))
    lines = [points(line) for line in parts(svg, "polyline")]
    assert len(lines) == 2  # it leaves the frame and comes back
    top = min(line[:, 1].min() for line in lines)
    foot = points(parts(as_svg(replace(axes, series=(replace(curve, y=floats([0, 10, 0, 0])),))), "polyline")[0])
    assert top == pytest.approx(foot[:, 1].min(), abs=0.1)
    left, right = lines[0][:, 0], foot[:, 0]
    assert left[-1] - left[0] == pytest.approx((right[1] - right[0]) / 4, abs=0.2)


def test_a_gap_parts_a_curve() -> None:
    curve = Curve("", floats([0, 1, 2, 3, 4]), floats([1, 2, np.nan, 2, 1]))
    assert len(parts(as_svg(Chart("", Axis(""), Axis(""), (curve,))), "polyline")) == 2


def test_empty_and_single() -> None:
    empty = Chart("Nothing", Axis(""), Axis(""), (Curve("none", floats([]), floats([])),))
    assert not parts(as_svg(empty), "polyline")
    single = replace(empty, series=(Curve("one", floats([3]), floats([4])),))
    assert len(parts(as_svg(single), "polyline")) == 1
    assert not parts(as_svg(replace(empty, series=(Points("", floats([np.nan]), floats([1])),))), "circle")


def test_thousands_of_points_are_small_and_have_no_names_beside_them() -> None:
    named = Points("runs", floats([100]), floats([97]), ("Slim",))
    texts = {}
    for is_small in (False, True):
        svg = as_svg(replace(CHART, series=(replace(named, is_small=is_small),)))
        (circle,) = parts(svg, "circle")
        texts[float(circle.attrib["r"])] = "Slim" in [part.text for part in parts(svg, "text")]
    assert texts == {4: True, 1.5: False}


def test_names_can_be_left_to_a_legend() -> None:
    texts = [part.text for part in parts(as_svg(replace(CHART, shows_names=False)), "text")]
    assert "LeNet-5" not in texts
    assert "seconds, s" in texts
