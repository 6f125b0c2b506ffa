"""How well pages are read that lie on tables, are framed, turned or askew: `python -m tests.tools.pages [--kinds …]`.

All of them are made of known digits, N of each kind by seed. Told are the share of digits that are right (1 − edit
distance / length, rows in their order), of pages that are wholly right, and of pages that were turned wrongly. With
`--sweep` rows are swept, too, as the program does; then told are also the share of rows that are sure, and of these the
share that is right. Of the kinds whose ink is hard (`made_pages/inks.py`) there are N of each source of digits.
"""

import argparse
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from PIL import Image

from lenet_app.paths import Home
from lenet_app.reading.page import Page
from lenet_app.reading.reader import Reader
from lenet_app.reading.sweep.chosen import ChosenSweep
from lenet_app.recognition.recognizer import Recognizer
from lenet_app.storage.library import ModelLibrary
from tests.tools.handwriting_measure.figures import digits_right
from tests.tools.made_pages.inks import INK_KINDS, SOURCES, ink_page_of
from tests.tools.made_pages.kinds import KINDS, page_of
from tests.tools.made_pages.plots import PLOT_KINDS, plot_page_of
from tests.tools.made_pages.ruled import RULED_KINDS, ruled_page_of
from tests.tools.made_pages.sheets import Bytes


@dataclass(eq=False)
class _Told:
    """What came of the pages of a kind: what they show, what was read, and whether rows that were sure are right."""

    labels: list[str] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    sure: list[bool] = field(default_factory=list)
    rows: int = 0
    turned: int = 0
    seconds: float = 0.0

    def add(self, kind: str, label: str, page: Page) -> bool:
        """Count a page; whether it is wholly right."""
        for found, text in ((self.labels, label), (self.texts, page.best_text)):
            found.append("".join(sorted(text)).strip() if kind == "scattered" else text.replace("\n", "|"))
        if kind != "scattered":  # what stands in one row there is nobody's choice
            wanted = label.split("\n")
            self.rows += len(page.rows)
            self.sure += [row.best_text in wanted for row in page.rows if row.sure]
        self.turned += page.turn != 0
        return self.labels[-1] == self.texts[-1]

    def __str__(self) -> str:
        whole = sum(one == other for one, other in zip(self.labels, self.texts, strict=True)) / len(self.labels)
        told = f"digits {digits_right(self.labels, self.texts):6.1%}  whole {whole:6.1%}  turned {self.turned:3}"
        sure = f"sure {len(self.sure) / max(self.rows, 1):4.0%} right {np.mean(self.sure or [True]):6.1%}"
        return f"{told}  {sure}  {self.seconds / len(self.labels):.2f} s a page"


def main(arguments: list[str] | None = None) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Measure how well made pages are read.")
    kinds = [*KINDS, *RULED_KINDS, *INK_KINDS, *PLOT_KINDS]
    parser.add_argument("--kinds", nargs="+", default=kinds, metavar="KIND", help=", ".join(kinds))
    parser.add_argument("--pages", type=int, default=20, metavar="N", help="of each kind")
    parser.add_argument("--seed", type=int, default=0, metavar="S", help="of the first page of each kind")
    parser.add_argument("--strokes", action="store_true", help="written by the writers of ../shared, not MNIST's")
    parser.add_argument("--sources", nargs="+", default=list(SOURCES), choices=SOURCES, help="of kinds of ink")
    parser.add_argument("--sweep", action="store_true", help="sweep over the rows, too")
    parser.add_argument("--wrong", type=Path, metavar="FOLDER", help="where pages go that are not wholly right")
    options = parser.parse_args(arguments)
    library = ModelLibrary(Home.of_user().models)
    sweep = ChosenSweep(lambda: (library, ""))() if options.sweep else None
    reader = Reader(Recognizer(library.open(None)), sweep)
    for kind in options.kinds:
        told = _Told()
        for name, pixels, label in _pages(kind, options):
            begun = time.perf_counter()
            page = reader.read(pixels)
            told.seconds += time.perf_counter() - begun
            assert page is not None
            if not told.add(kind, label, page) and options.wrong:
                options.wrong.mkdir(parents=True, exist_ok=True)
                Image.fromarray(pixels).save(options.wrong / f"{kind.replace(' ', '-')}-{name}.png")
                sure = "|".join("sure" if row.sure else "not" for row in page.rows)
                print(f"  {name}: {told.labels[-1]} as {told.texts[-1]} {sure if options.sweep else ''}")
        print(f"{kind:16} {told}", flush=True)
    return 0


def _pages(kind: str, options: argparse.Namespace) -> Iterator[tuple[str, Bytes, str]]:
    """Of each page its name, the picture, and what it shows."""
    for seed in range(options.seed, options.seed + options.pages):
        if kind in INK_KINDS:
            for source in options.sources:
                yield f"{seed}-{source}", *ink_page_of(kind, seed, source=source)
        elif kind in PLOT_KINDS:
            yield str(seed), *plot_page_of(kind, seed)
        else:
            made = ruled_page_of if kind in RULED_KINDS else page_of
            yield str(seed), *made(kind, seed, strokes=options.strokes)


if __name__ == "__main__":
    sys.exit(main())
