"""How well printed sheets are read from photographs: `python -m tests.tools.sheets [--count 12]`.

Sheets with real pen strokes (pendigits) are photographed as `made_photographs.py` tells, and what is read is compared
with what was written: a cell is right if its fitted picture is like that of the very ink that was put there.
"""

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
import numpy.typing as npt
from PySide6.QtGui import QGuiApplication

from lenet_app.errors import UserError
from lenet_app.ink.ink import Ink
from lenet_app.ink.normalise import fit
from lenet_app.samples.sheets.layout import LAYOUTS
from lenet_app.samples.sheets.writing import written_on
from tests.tools.made_photographs import SEVERITIES, STROKES, Severity, Written, photograph, strokes_by_digit, written

LEAST_LIKENESS = 0.85


@dataclass(frozen=True)
class Result:
    """What came of one photograph.

    Args:
        fault: why no sheet was found; empty where it was.
        written: cells that were written in.
        right: of these, those whose ink was read rightly.
        invented: cells that were empty, and read.
        seconds: that it took.
    """

    fault: str
    written: int
    right: int = 0
    invented: int = 0
    seconds: float = 0.0


def measured(sheet: Written, picture: bytes, folder: Path) -> Result:
    """Read a photograph, and compare."""
    path = folder / "sheet.jpg"
    path.write_bytes(picture)
    began = time.perf_counter()
    try:
        read = written_on(path, None)
    except UserError as error:
        return Result(str(error), len(sheet.inks))
    seconds = time.perf_counter() - began
    truth = {(cell.digit, cell.number): ink for cell, ink in sheet.inks.items()}
    found = {(one.sample.label, one.number): one.sample.picture for one in read}
    right = sum(_likeness(found[key], truth[key]) >= LEAST_LIKENESS for key in found.keys() & truth.keys())
    return Result("", len(truth), right, len(found.keys() - truth.keys()), seconds)


def _likeness(picture: npt.NDArray[np.uint8], ink: npt.NDArray[np.float32]) -> float:
    """The cosine of two fitted pictures, at the best of nine places a pixel beside each other."""
    fitted = fit(Ink(ink))
    assert fitted is not None
    one, best = picture.astype(np.float64), 0.0
    for shift in np.ndindex(3, 3):
        other = np.roll(fitted.picture, np.array(shift) - 1, (0, 1))
        best = max(best, float((one * other).sum() / np.sqrt((one**2).sum() * (other**2).sum())))
    return best


def results(severity: Severity, count: int) -> Iterator[Result]:
    """Of so many photographs, all kinds of sheets in turn."""
    strokes = strokes_by_digit()
    with tempfile.TemporaryDirectory() as folder:
        for number in range(count):
            rng = np.random.default_rng([SEVERITIES.index(severity), number])
            sheet = written(LAYOUTS[number % len(LAYOUTS)], strokes, rng)
            yield measured(sheet, photograph(sheet, severity, rng), Path(folder))


def main() -> int:
    """Print a line for each severity."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--count", type=int, default=12, help="photographs of each severity")
    count = parser.parse_args().count
    if not STROKES.exists():
        sys.exit(f"{STROKES} is not there.")
    application = QGuiApplication.instance() or QGuiApplication(sys.argv[:1])
    assert application is not None
    for severity in SEVERITIES:
        found = list(results(severity, count))
        good = [one for one in found if not one.fault]
        cells, right = sum(one.written for one in good), sum(one.right for one in good)
        print(
            f"{severity.name:6} sheets found {len(good)} of {count}; cells right {right} of {cells}"
            f" ({100 * right / max(cells, 1):.2f} %); invented {sum(one.invented for one in good)};"
            f" seconds {np.median([one.seconds for one in good]):.1f}",
            flush=True,
        )
        for one in found:
            if one.fault:
                print(f"       {one.fault}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
