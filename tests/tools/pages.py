"""How well pages are read that lie on tables, are framed, turned or askew: `python -m tests.tools.pages [--kinds …]`.

All of them are made of known digits, N of each kind by seed. Told are the share of digits that are right (1 − edit
distance / length, rows in their order), of pages that are wholly right, and of pages that were turned wrongly.
"""

import argparse
import sys
import time
from pathlib import Path

from PIL import Image

from lenet_app.paths import Home
from lenet_app.reading.reader import Reader
from lenet_app.recognition.recognizer import Recognizer
from lenet_app.storage.library import ModelLibrary
from tests.tools.handwriting_measure.figures import digits_right
from tests.tools.made_pages.kinds import KINDS, page_of
from tests.tools.made_pages.ruled import RULED_KINDS, ruled_page_of


def main(arguments: list[str] | None = None) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Measure how well made pages are read.")
    kinds = [*KINDS, *RULED_KINDS]
    parser.add_argument("--kinds", nargs="+", default=kinds, metavar="KIND", help=", ".join(kinds))
    parser.add_argument("--pages", type=int, default=20, metavar="N", help="of each kind")
    parser.add_argument("--seed", type=int, default=0, metavar="S", help="of the first page of each kind")
    parser.add_argument("--strokes", action="store_true", help="written by the writers of ../shared, not MNIST's")
    parser.add_argument("--wrong", type=Path, metavar="FOLDER", help="where pages go that are not wholly right")
    options = parser.parse_args(arguments)
    reader = Reader(Recognizer(ModelLibrary(Home.of_user().models).open(None)))
    for kind in options.kinds:
        labels, texts = list[str](), list[str]()
        seconds, turned = 0.0, 0
        for seed in range(options.seed, options.seed + options.pages):
            made = ruled_page_of if kind in RULED_KINDS else page_of
            pixels, label = made(kind, seed, strokes=options.strokes)
            begun = time.perf_counter()
            page = reader.read(pixels)
            seconds += time.perf_counter() - begun
            assert page is not None
            for found, text in ((labels, label), (texts, page.best_text)):
                found.append("".join(sorted(text)).strip() if kind == "scattered" else text.replace("\n", "|"))
            turned += getattr(page, "turn", 0) != 0
            if options.wrong and labels[-1] != texts[-1]:
                options.wrong.mkdir(parents=True, exist_ok=True)
                Image.fromarray(pixels).save(options.wrong / f"{kind.replace(' ', '-')}-{seed}.png")
                print(f"  {seed}: {labels[-1]} as {texts[-1]}")
        whole = sum(one == other for one, other in zip(labels, texts, strict=True)) / len(labels)
        told = f"digits {digits_right(labels, texts):6.1%}  whole {whole:6.1%}  turned {turned:3}"
        print(f"{kind:16} {told}  {seconds / len(labels):.2f} s a page", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
