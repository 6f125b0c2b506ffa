"""How hands are read that may be looked at, and those that are only counted: `python -m tests.tools.hands`.

Contributors of unipen, writers of pendigits and writers of MNIST's test pictures are split once, by a seed. Whoever
mends the model looks at the errors of one side alone; the other one tells whether that helps anybody else. Without
`--counted` only the first side is answered. With it both are, by contributor and with 95 % intervals, and the look is
written into a list, as each look makes the next one worth a little less. Of several models (the seeds of one recipe)
the mean and the spread are told, too.

`--noise` adds MNIST's test pictures with normal noise, `--mnist-c FOLDER` those of MNIST-C (`tests/tools/mnist_c.py`).
"""

import argparse
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import numpy.typing as npt

from lenet_app.data import catalogue
from lenet_app.data.mnist_writers import mnist_writers
from lenet_app.errors import UserError
from lenet_app.evaluation.corruptions import noise
from lenet_app.evaluation.measures import interval
from lenet_app.evaluation.robustness import MNIST_C
from lenet_app.paths import Home
from lenet_app.recognition.recognizer import Recognizer
from lenet_app.storage.library import ModelLibrary
from lenet_app.storage.models import read_model
from tests.tools.handwriting import DATA, ROOT
from tests.tools.handwriting_measure.figures import Bools, Share, by_group, threshold_refusing
from tests.tools.handwriting_measure.plan import LETTERS, PEN_STROKES
from tests.tools.handwriting_measure.preparation import prepare
from tests.tools.handwriting_measure.samples import read_samples

SEED = 13
"""Of the split, once and for all."""
NOISE = 0.3
"""The standard deviation, of full ink."""
_REFUSED_DIGITS = 0.015
_LOOKS = ROOT / "models" / "looks.md"


@dataclass(frozen=True, eq=False)
class Hands:
    """Digits by many hands.

    Args:
        name: of the set.
        pictures: (n, 1, 28, 28), fitted.
        labels: of each, 0 to 9.
        writers: who wrote each, n names.
        looked_at: bool (n,), whether its writer is on the side that may be looked at.
    """

    name: str
    pictures: npt.NDArray[np.floating] | npt.NDArray[np.uint8]
    labels: npt.NDArray[np.intp]
    writers: npt.NDArray[np.str_]
    looked_at: Bools


def main(arguments: list[str] | None = None) -> int:
    """Measure and print; 1 where the data or a model is missing."""
    options = _options(arguments)
    try:
        if not options.data.is_dir():
            raise UserError(f"The handwriting data is missing: {options.data} is no folder.")
        library = ModelLibrary(Home.of_user().models)
        paths = [library.find(name) for name in options.model] or [library.default().path]
        recognizers = {path.stem: Recognizer(read_model(path), reads_again=not options.once) for path in paths}
        tables = [_of_hands(hands, recognizers, counted=options.counted) for hands in hands_of(options)]
        tables += [_refused(recognizers, options), *_damaged(recognizers, options)]
    except UserError as error:
        print(error, file=sys.stderr)
        return 1
    text = "\n\n".join(tables)
    print(text)
    if options.counted:
        _write_look(list(recognizers), text)
    return 0


def is_looked_at(writers: Sequence[str]) -> dict[str, bool]:
    """Which of the writers may be looked at: half of them, drawn from their sorted names."""
    names = sorted(set(writers))
    order = np.random.default_rng(SEED).permutation(len(names))
    chosen = set(order[: len(names) // 2].tolist())
    return {name: number in chosen for number, name in enumerate(names)}


def hands_of(options: argparse.Namespace) -> Iterator[Hands]:
    """The sets that know their writers."""
    for plan in PEN_STROKES:
        samples = read_samples(plan, options.data)
        prepared = prepare(plan, samples, options.data, options.output, options.jobs)
        # Unipen names contributor and session; the same people wrote several sessions.
        writers = [sample.writer.partition("/")[0] for sample in samples]
        yield _split(plan.name, prepared.pictures, [int(sample.label) for sample in samples], writers)
    test = catalogue.load(catalogue.MNIST, Home.of_user().data).test
    yield _split("mnist", test.images, test.labels, [f"{writer:04d}" for writer in mnist_writers().test])


def _split(
    name: str,
    pictures: npt.NDArray[np.floating] | npt.NDArray[np.uint8],
    labels: Sequence[int] | npt.NDArray[np.integer],
    writers: list[str],
) -> Hands:
    sides = is_looked_at(writers)
    looked_at = np.array([sides[writer] for writer in writers])
    return Hands(name, pictures, np.asarray(labels, np.intp), np.array(writers), looked_at)


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Measure hands that were looked at, and others.")
    parser.add_argument("model", nargs="*", metavar="M", help="names or files; without any the default model")
    parser.add_argument("--counted", action="store_true", help="answer the other side, too, and write that down")
    once = "read every picture once, as a network is measured; else a doubtful digit is read again"
    parser.add_argument("--once", action="store_true", help=once)
    parser.add_argument("--noise", action="store_true", help=f"with noise of {NOISE}, too")
    parser.add_argument("--mnist-c", type=Path, metavar="FOLDER", help="on the pictures of MNIST-C, too")
    parser.add_argument("--data", type=Path, default=DATA, metavar="FOLDER", help="the handwriting data")
    output = ROOT / "build" / "handwriting"
    parser.add_argument("--output", type=Path, default=output, metavar="FOLDER", help="where fitted pictures are kept")
    parser.add_argument("--jobs", type=int, default=1, metavar="N", help="processes that fit pictures")
    return parser.parse_args(arguments)


def _of_hands(hands: Hands, recognizers: dict[str, Recognizer], *, counted: bool) -> str:
    sides = [("looked at", hands.looked_at), *([("counted", ~hands.looked_at)] if counted else [])]
    lines = []
    for side, chosen in sides:
        own = {name: _right(one, hands.pictures[chosen], hands.labels[chosen]) for name, one in recognizers.items()}
        lines.append(f"{hands.name}, {side}: {_summary(list(own.values()))}")
        groups = [by_group(right, hands.writers[chosen].tolist()) for right in own.values()]
        if hands.name != "mnist":
            lines += [f"  {writer}: {_summary_of([group[writer] for group in groups])}" for writer in groups[0]]
    return "\n".join(lines)


def _right(recognizer: Recognizer, pictures: npt.NDArray[np.generic], labels: npt.NDArray[np.intp]) -> Bools:
    return np.array([one.best for one in recognizer.recognise_all(pictures)]) == labels


def _summary(own: Sequence[Bools]) -> str:
    return _summary_of([Share(int(right.sum()), len(right)) for right in own])


def _summary_of(shares: Sequence[Share]) -> str:
    """Of one model its share and interval; of several mean, spread, and each."""
    values = [100 * share.value for share in shares]
    if len(shares) == 1:
        low, high = interval(shares[0].part, shares[0].whole)
        return f"{values[0]:.2f} % of {shares[0].whole:,} ({100 * low:.2f} to {100 * high:.2f})"
    each = ", ".join(f"{value:.2f}" for value in values)
    return f"{np.mean(values):.2f} ± {np.std(values, ddof=1):.2f} % of {shares[0].whole:,} ({each})"


def _refused(recognizers: dict[str, Recognizer], options: argparse.Namespace) -> str:
    """Letters and digits that the model refuses, and what it would with 1.5 % of the digits refused."""
    samples = read_samples(LETTERS, options.data)
    letters = prepare(LETTERS, samples, options.data, options.output, options.jobs).pictures
    pens = [hands for hands in hands_of(options) if hands.name != "mnist"]
    digits = np.concatenate([hands.pictures[hands.looked_at] for hands in pens])
    lines = []
    for name, one in recognizers.items():
        found, read = one.recognise_all(letters), one.recognise_all(digits)
        threshold = threshold_refusing(np.array([each.confidence for each in read]), _REFUSED_DIGITS)
        at = np.mean([each.confidence < threshold for each in found])
        own, refused = (np.mean([not each.sure for each in some]) for some in (found, read))
        lines.append(
            f"  {name}: {100 * own:.1f} % of {len(found)} letters and {100 * refused:.2f} % of the pen strokes"
            f" that may be looked at; {100 * at:.1f} % of the letters where {100 * _REFUSED_DIGITS:g} % of these are"
        )
    return "\n".join(["refused", *lines])


def _damaged(recognizers: dict[str, Recognizer], options: argparse.Namespace) -> Iterator[str]:
    if options.noise:
        test = catalogue.load(catalogue.MNIST, Home.of_user().data).test
        images, labels = noise(test.images, NOISE, 0), test.labels.astype(np.intp)
        yield f"noise {NOISE}: {_summary([_right(one, images, labels) for one in recognizers.values()])}"
    if options.mnist_c is None:
        return
    means, lines = [], []
    for folder in MNIST_C:
        images = np.load(options.mnist_c / folder / "test_images.npy")[..., 0][:, None]
        labels = np.load(options.mnist_c / folder / "test_labels.npy")
        own = [_right(one, images, labels) for one in recognizers.values()]
        means.append([right.mean() for right in own])
        lines.append(f"  {folder}: {_summary(own)}")
    of_each = ", ".join(f"{100 * mean:.2f}" for mean in np.mean(means, axis=0))
    yield "\n".join([f"MNIST-C, mean of {len(MNIST_C)}: {100 * np.mean(means):.2f} % ({of_each})", *lines])


def _write_look(models: list[str], text: str) -> None:
    """Add a look to the list."""
    day = datetime.now(UTC).date().isoformat()
    with _LOOKS.open("a", encoding="utf-8") as file:
        file.write(f"\n## {day}: {', '.join(models)}\n\n```\n{text}\n```\n")


if __name__ == "__main__":
    sys.exit(main())
