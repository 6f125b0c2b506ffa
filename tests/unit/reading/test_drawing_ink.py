"""Drawings as pages: every stroke is a mark, and strokes that cross are tied."""

import gzip
import json
from collections import defaultdict
from pathlib import Path

import numpy as np
import pytest

from lenet_app.ink.strokes import Drawing, Point, Stroke
from lenet_app.reading.drawing_ink import page_of_drawing
from lenet_app.reading.page import Page
from lenet_app.reading.reader import Reader
from tests.unit.reading.pages import shipped
from tests.unit.reading.test_reader import edits

Line = tuple[Point, ...]
STEM: Line = ((0.0, 0.0), (0.0, 10.0), (0.0, 20.0))
SEVEN: Line = ((0.0, 0.0), (12.0, 0.0), (6.0, 20.0))
BAR: Line = ((4.0, 10.0), (12.0, 10.0))


def moved(line: Line, dx: float, dy: float = 0.0) -> Line:
    return tuple((x + dx, y + dy) for x, y in line)


def drawing(*lines: Line) -> Drawing:
    return Drawing(tuple(Stroke(line, 1.0) for line in lines))


def read(content: Drawing) -> Page:
    page = Reader(shipped()).read_drawing(content)
    assert page is not None
    return page


@pytest.mark.parametrize("dx", [0, 6, 7, 30])
def test_every_stroke_is_a_mark(dx: float) -> None:
    page = page_of_drawing(drawing(STEM, moved(SEVEN, dx)))
    assert page is not None
    assert len(page.ink.components.areas) == 3
    for line, (left, top, right, bottom) in zip((STEM, moved(SEVEN, dx)), page.ink.components.boxes[1:], strict=True):
        xs, ys = zip(*line, strict=True)
        edges = (left / page.scale + page.left, top / page.scale + page.top)
        ends = (right / page.scale + page.left, bottom / page.scale + page.top)
        assert edges == pytest.approx((min(xs), min(ys)), abs=4)
        assert ends == pytest.approx((max(xs), max(ys)), abs=4)
    np.testing.assert_array_equal(page.ink.components.areas[1:], np.bincount(page.ink.components.labels.ravel())[1:])
    np.testing.assert_array_equal(page.ink.marks > 0, page.ink.components.labels > 0)


@pytest.mark.parametrize(
    ("other", "is_tied"),
    [
        (BAR, True),
        (moved(BAR, 5.0), False),  # it begins at the stem: what only touches may be the next digit
        (moved(BAR, 20.0), False),
        (moved(SEVEN, 13.0), False),
        (((6.0, 10.0),), False),
    ],
    ids=["crosses", "begins there", "beside", "next digit", "dot"],
)
def test_strokes_that_cross_are_tied(other: Line, is_tied: bool) -> None:
    page = page_of_drawing(drawing(SEVEN, other))
    assert page is not None
    assert page.ink.components.tied == (frozenset({(1, 2)}) if is_tied else frozenset())


def test_lines_are_no_digits() -> None:
    line: Line = ((-10.0, 24.0), (60.0, 25.0))
    assert read(drawing(line, STEM, moved(SEVEN, 15))).best_text == "17"
    assert read(drawing(line)).rows == ()


@pytest.mark.parametrize("over", [0.0, 1.0, 2.0])
def test_digits_that_touch_are_told_apart(over: float) -> None:
    """Each begins where the one before it ends, or a little earlier."""
    lines = (STEM, moved(SEVEN, -over), moved(SEVEN, 12 - 2 * over))
    assert read(drawing(*lines)).best_text == "177"


def test_a_stroke_of_several_digits_is_cut() -> None:
    joined = (*SEVEN, (9.0, 20.0), (14.0, 18.0), *moved(SEVEN, 18))
    (row,) = read(drawing(joined)).rows
    assert len(row.digits) == 2


@pytest.mark.data
@pytest.mark.parametrize("gap", [0.0, 0.1])
def test_numbers_of_one_hand(handwriting: Path, gap: float) -> None:
    """Five digits of a writer side by side, some of which touch."""
    digits = defaultdict(list)
    with gzip.open(handwriting / "strokes_pendigits.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            digit = json.loads(line)
            digits[digit["writer"]].append(digit)
    wrong = total = 0
    for own in list(digits.values())[:12]:
        left, strokes = 0.0, list[Stroke]()
        for digit in own[:5]:
            points = np.concatenate([np.array(line) for line in digit["strokes"]])
            low, (width, height) = points.min(axis=0), np.ptp(points, axis=0)
            for line in digit["strokes"]:
                placed = (np.array(line) - low) / height + (left, 0)
                strokes.append(Stroke(tuple((x, y) for x, y in placed.tolist()), 0.1))
            left += width / height + gap
        label = "".join(str(digit["label"]) for digit in own[:5])
        wrong += edits(read(Drawing(tuple(strokes))).best_text.replace("\n", ""), label)
        total += len(label)
    assert 1 - wrong / total >= 0.85
