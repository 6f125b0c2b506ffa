"""What becomes of what is no digit on a page: `python -m tests.tools.among [--kinds …] [--pages N]`.

Made pages of N each by seed. Told are the digits that are right, and of what is no digit the shares that are marked as
none, left out without a word, guessed to be a digit but not surely, and guessed surely, also those in numbers that are
sure as a whole; then the digits, sure or not, that were read where nothing at all was written.
"""

import argparse
import sys
from collections import Counter
from pathlib import Path

from PIL import Image

from lenet_app.paths import Home
from lenet_app.reading.page import Box, Page
from lenet_app.reading.reader import Reader
from lenet_app.reading.sweep.chosen import ChosenSweep
from lenet_app.reading.sweep.swept import Sweep
from lenet_app.recognition.recognizer import Recognizer
from lenet_app.storage.library import ModelLibrary
from lenet_app.storage.models import read_model
from tests.tools.made_pages.among import AMONG_KINDS, AmongPage, Item, among_page_of, items_of

_SHARED = 0.3  # of the smaller of two boxes, that lies in the other where both are of the same ink

Corners = tuple[float, float, float, float]


def main(arguments: list[str] | None = None) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Measure what becomes of what is no digit on a page.")
    parser.add_argument("--kinds", nargs="+", default=list(AMONG_KINDS), metavar="KIND", help=", ".join(AMONG_KINDS))
    parser.add_argument("--pages", type=int, default=20, metavar="N", help="of each kind")
    parser.add_argument("--seed", type=int, default=0, metavar="S", help="of the first page of each kind")
    parser.add_argument("--strokes", action="store_true", help="digits of the writers of ../shared, not MNIST's")
    parser.add_argument("--row-model", type=Path, metavar="FILE", help="sweeps instead of the one that is shipped")
    parser.add_argument("--wrong", type=Path, metavar="FOLDER", help="where pages go on which something was guessed")
    options = parser.parse_args(arguments)
    library = ModelLibrary(Home.of_user().models)
    sweep = Sweep(read_model(options.row_model)) if options.row_model else ChosenSweep(lambda: (library, ""))()
    reader = Reader(Recognizer(library.open(None)), sweep)
    total = Counter[str]()
    for kind in options.kinds:
        found = Counter[str]()
        for seed in range(options.seed, options.seed + options.pages):
            made = among_page_of(kind, seed, strokes=options.strokes)
            page = reader.read(made.picture, turn=0)
            assert page is not None
            own = outcomes(made, page)
            found += own
            if options.wrong and (own["guessed surely"] or own["made up surely"]):
                options.wrong.mkdir(parents=True, exist_ok=True)
                Image.fromarray(made.picture).save(options.wrong / f"{kind}-{seed}.png")
                print(f"  {seed}: {' '.join(''.join(i.text for i in r) for r in made.rows)}: {page.text.split()}")
        print(f"{kind:10} {told(found)}", flush=True)
        total += found
    print(f"{'all':10} {told(total)}")
    return 0


def told(found: Counter[str]) -> str:
    """Outcomes in a line."""
    digits, others = found["digits"], found["others"]
    parts = [f"digits right {found['right'] / digits:6.1%} of {digits:4}"] if digits else [" " * 26]
    if others:
        shares = ("marked", "left out", "guessed", "guessed surely", "in sure numbers")
        parts += [f"of {others:4} others " + ", ".join(f"{name} {found[name] / others:.1%}" for name in shares)]
    parts += [f"made up {found['made up']}, surely {found['made up surely']}"]
    return "; ".join(parts)


def outcomes(made: AmongPage, page: Page) -> Counter[str]:
    """What became of a page's items."""
    items, found = list(items_of(made)), Counter[str]()
    read: dict[int, list[tuple[int, bool]]] = {}
    in_sure: set[int] = set()
    for row in page.rows:
        for digit in row.digits:
            number = _item_at(digit.box, items)
            if number is None:
                found["made up surely" if digit.sure else "made up"] += 1
            else:
                read.setdefault(number, []).append((digit.best, digit.sure))
                in_sure |= {number} if row.sure else set()
    marked = {_item_at(other.box, items) for other in page.others}
    for number, item in enumerate(items):
        own = read.get(number, [])
        if item.is_digit:
            found["digits"] += 1
            found["right"] += [best for best, _ in own] == [int(item.text)]
            continue
        found["others"] += 1
        if own:
            found["guessed surely" if any(sure for _, sure in own) else "guessed"] += 1
            found["in sure numbers"] += number in in_sure
        else:
            found["marked" if number in marked else "left out"] += 1
    return found


def _item_at(box: Box, items: list[Item]) -> int | None:
    """The item that shares most with a box; None where none shares enough."""
    left, top, width, height = box
    shares = [_shared((left, top, left + width, top + height), item.box) for item in items]
    best = max(range(len(items)), key=shares.__getitem__)
    return best if shares[best] >= _SHARED else None


def _shared(one: Corners, other: Corners) -> float:
    across = min(one[2], other[2]) - max(one[0], other[0])
    down = min(one[3], other[3]) - max(one[1], other[1])
    if across <= 0 or down <= 0:
        return 0.0
    return across * down / max(1.0, min((b[2] - b[0]) * (b[3] - b[1]) for b in (one, other)))


if __name__ == "__main__":
    sys.exit(main())
