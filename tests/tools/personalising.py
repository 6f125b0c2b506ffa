"""What learning a writer's own digits brings and costs: `python -m tests.tools.personalising [--each 5] [--seeds 1]`.

Of each of the 30 writers of the pen strokes beside the checkout it takes so many digits of each kind as samples, has
the shipped model learn them as the program does, and measures on the writer's other digits. Settings were chosen on
every other writer ("chosen on"); the rest were not looked at for that ("apart").
"""

import argparse
import gzip
import json
import sys
from collections import deque
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from lenet_app.data.pictures import Pictures
from lenet_app.ink.prepared import prepared_drawing
from lenet_app.ink.stroke_json import drawing_from_json
from lenet_app.networks.model import Model
from lenet_app.paths import Home
from lenet_app.recognition.recognizer import Recognizer
from lenet_app.samples.personalising import Personalised, Wanted, personalised
from lenet_app.samples.sample import as_bytes
from lenet_app.storage.library import ModelLibrary

_HANDWRITING = Path(__file__).resolve().parents[3] / "shared" / "data" / "handwriting"
_LIKE_DIGITS = set("oOlLIiJjzZsSbBqgGDQUyYtTpP")
_QUARTER = 4
_HEADINGS = (
    "writers,each,mean before,mean after,worst quarter before,after,most digits worse,"
    "MNIST more wrong: mean,most,letters fewer refused: mean,most,seconds: mean,most"
)


@dataclass(frozen=True, eq=False)
class _Written:
    """Fitted pictures with what they are and who wrote them."""

    pictures: npt.NDArray[np.uint8]
    labels: npt.NDArray[np.str_]
    writers: npt.NDArray[np.str_]


@dataclass(frozen=True)
class _Row:
    """Of a writer: errors before and after of so many, MNIST's errors more, refused letters fewer, seconds."""

    before: int
    after: int
    count: int
    mnist: int
    letters: int
    seconds: float


def main() -> int:
    """Measure, print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--each", type=int, nargs="+", default=[3, 5, 10], metavar="N", help="samples of each digit")
    parser.add_argument("--seeds", type=int, default=1, metavar="N", help="choices of samples (default 1)")
    parser.add_argument("--model", metavar="M", help="the name or file of the model to begin with")
    options = parser.parse_args()
    model = ModelLibrary(Home.of_user().models).open(options.model)
    digits, letters = _written("strokes_pendigits"), _written("strokes_letters")
    plain = np.array([letter not in _LIKE_DIGITS for letter in letters.labels])
    writers = sorted(set(digits.writers.tolist()), key=lambda name: (len(name), name))
    print(_HEADINGS)
    for each in options.each:
        found = {
            writer: [_row(model, digits, letters.pictures[plain], writer, each, seed) for seed in range(options.seeds)]
            for writer in writers
        }
        for name, some in (("chosen on", writers[::2]), ("apart", writers[1::2]), ("all", writers)):
            print(f"{name},{each},{_summary([found[writer] for writer in some])}", flush=True)
    return 0


def _written(name: str) -> _Written:
    pictures, labels, writers = [], [], []
    with gzip.open(_HANDWRITING / f"{name}.jsonl.gz") as lines:
        for line in lines:
            value = json.loads(line)
            if (made := prepared_drawing(drawing_from_json(value))) is not None:
                pictures.append(as_bytes(made.fitted.picture))
                labels.append(str(value["label"]))
                writers.append(str(value["writer"]))
    return _Written(np.stack(pictures)[:, None], np.array(labels), np.array(writers))


def _row(model: Model, digits: _Written, letters: npt.NDArray[np.uint8], writer: str, each: int, seed: int) -> _Row:
    """Learn some of a writer's digits, and measure on the others."""
    ours = np.flatnonzero(digits.writers == writer)
    labels = digits.labels[ours].astype(np.uint8)
    random = np.random.Generator(np.random.PCG64([seed, each, ours[0]]))
    own = np.concatenate([random.permutation(np.flatnonzero(labels == digit))[:each] for digit in range(10)])
    rest = np.setdiff1d(np.arange(len(ours)), own)
    wanted = Wanted(model, Pictures(digits.pictures[ours[own]], labels[own]), seed + 1, holds_out=False)
    (made,) = deque(personalised(wanted), maxlen=1)
    assert isinstance(made, Personalised)
    wrong = [_wrong(one, digits.pictures[ours[rest]], labels[rest]) for one in (model, made.model)]
    refused = [sum(not one.sure for one in Recognizer(who).recognise_all(letters)) for who in (model, made.model)]
    before, after = wrong
    return _Row(before, after, len(rest), -made.figures.test.change, refused[0] - refused[1], made.seconds)


def _wrong(model: Model, pictures: npt.NDArray[np.uint8], labels: npt.NDArray[np.uint8]) -> int:
    answers = Recognizer(model).recognise_all(pictures)
    return sum(one.best != label for one, label in zip(answers, labels, strict=True))


def _summary(writers: list[list[_Row]]) -> str:
    """The means over writers, each the mean over its choices of samples."""
    before, after = (
        np.array([np.mean([getattr(row, name) / row.count for row in rows]) for rows in writers])
        for name in ("before", "after")
    )
    worst = np.argsort(-before, kind="stable")[: max(1, round(len(writers) / _QUARTER))]
    rows = [row for rows in writers for row in rows]
    figures = [*(100 * part for part in (before.mean(), after.mean(), before[worst].mean(), after[worst].mean()))]
    costs = [(np.mean(part), max(part)) for part in ([r.mnist for r in rows], [r.letters for r in rows])]
    seconds = [row.seconds for row in rows]
    told = [f"{figure:.3f} %" for figure in figures] + [str(max(row.after - row.before for row in rows))]
    return ",".join(
        [*told, *(f"{mean:.1f},{most}" for mean, most in costs), f"{np.mean(seconds):.1f},{max(seconds):.1f}"]
    )


if __name__ == "__main__":
    sys.exit(main())
