"""What learning what is no digit takes and brings: `python -m tests.tools.no_digits [--runs 3] [--epochs 2]`.

Trains LeNet-5 on MNIST by its own recipe, in turns with and without what is no digit, and prints for each training the
seconds of processor time an epoch takes (other work on the machine does not count), the accuracy on MNIST's test
pictures, and the shares answered "not sure" of these, of what the penman makes of no digit, and of real letters, which
lie beside the checkout.
"""

import argparse
import gzip
import sys
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import numpy.typing as npt

from lenet_app.ink.stroke_lines import drawing_from_line
from lenet_app.networks import family
from lenet_app.networks.model import Model
from lenet_app.paths import Home
from lenet_app.penmanship.penman import Penman
from lenet_app.recognition.fitting import fitted_drawing
from lenet_app.recognition.recognizer import Recognizer
from lenet_app.runs.reports import EpochDone, Kept, Made
from lenet_app.runs.run import Run, make
from lenet_app.training.settings import TrainingSettings, refusing

_LETTERS = Path(__file__).resolve().parents[3] / "shared" / "data" / "handwriting" / "strokes_letters.jsonl.gz"
_RUBBISH = 2000


class _Nowhere:
    """Keeps no model."""

    def check_writable(self, name: str, size: int) -> None:
        """It need not be."""

    def found(self) -> None:
        """Nothing."""

    def keep(self, _made: Made) -> Path:
        """Nowhere."""
        return Path("nowhere")

    def elsewhere(self, _home: Home) -> "_Nowhere":
        """Nowhere else either."""
        return self


def main() -> int:
    """Train, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--runs", type=int, default=3, metavar="N", help="trainings of each kind (default 3)")
    parser.add_argument("--epochs", type=int, default=2, metavar="N", help="of each training (default 2)")
    options = parser.parse_args()
    print("with,seed,seconds_an_epoch,accuracy,digits_refused,rubbish_refused,letters_refused")
    for seed in range(1, options.runs + 1):
        for is_with in (True, False):
            print(_line(_trained(seed, options.epochs, is_with=is_with), is_with=is_with), flush=True)
    return 0


def _trained(seed: int, epochs: int, *, is_with: bool) -> tuple[float, Made]:
    """The shortest epoch's processor time, and what was made."""
    own = replace(family.member(family.DEFAULT_ID).recipe, epochs=epochs)
    settings = TrainingSettings(recipe=refusing(own) if is_with else own, seed=seed, device_id="cpu")
    seconds, began = [], time.process_time()
    for report in make(Run(settings, "one", _Nowhere(), Path())):
        if isinstance(report, EpochDone):
            seconds.append(time.process_time() - began)
            began = time.process_time()
        elif isinstance(report, Kept):
            return min(seconds), report.made
    raise AssertionError("the run kept nothing")


def _line(result: tuple[float, Made], *, is_with: bool) -> str:
    seconds, made = result
    recognizer, random = Recognizer(made.model).once, np.random.default_rng(made.request.seed)
    shares = [
        _refused(recognizer, _ink(made.data_set.test.images)),
        _refused(recognizer, _ink(Penman(random).rubbish(_RUBBISH).images)),
        _refused(recognizer, _letters(made.model)),
    ]
    figures = ",".join("" if share is None else f"{share:.4f}" for share in shares)
    return f"{is_with},{made.request.seed},{seconds:.1f},{made.model.metrics.test_accuracy:.4f},{figures}"


def _refused(recognizer: Recognizer, pictures: npt.NDArray[np.float32]) -> float | None:
    if not len(pictures):
        return None
    return float(np.mean([not one.sure for one in recognizer.recognise_all(pictures)]))


def _ink(images: npt.NDArray[np.uint8]) -> npt.NDArray[np.float32]:
    return np.asarray(images, np.float32) / np.float32(255)


def _letters(model: Model) -> npt.NDArray[np.float32]:
    """Fitted pictures of letters, those that look like digits among them; none where they are not there."""
    if not _LETTERS.is_file():
        return np.empty(0, np.float32)
    with gzip.open(_LETTERS) as lines:
        drawings = [drawing_from_line(line) for line in lines]
    fitted = (fitted_drawing(drawing, model, has_sheet=False, deslant=False) for drawing in drawings)
    return np.stack([one.planes for one in fitted if one is not None]).astype(np.float32)


if __name__ == "__main__":
    sys.exit(main())
