"""Photographs of printed sheets for the tests, written on with MNIST's test digits."""

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np

from lenet_app.data import catalogue
from lenet_app.samples.sheets.layout import Layout, Paper, layout_for
from tests.tools.made_photographs import SEVERITIES, Bytes, Severity, Written, photograph, written

SMALL = layout_for(Paper.A4, 5)
SCAN, EASY, USUAL, HARD = (replace(one, longest=1800) for one in SEVERITIES)


@cache
def hands() -> Mapping[int, list[Bytes]]:
    """Some pictures of each digit."""
    test = catalogue.load(catalogue.MNIST, Path()).test
    return {digit: list(test.images[test.labels == digit, 0][:40]) for digit in range(10)}


@cache
def sheet(layout: Layout = SMALL, seed: int = 0, empty: float = 0.1) -> Written:
    """One that was written on."""
    return written(layout, hands(), np.random.default_rng(seed), empty)


def taken(path: Path, severity: Severity = EASY, sheet_: Written | None = None, seed: int = 0) -> Path:
    """A photograph of it in a file."""
    path.write_bytes(photograph(sheet() if sheet_ is None else sheet_, severity, np.random.default_rng(seed)))
    return path
