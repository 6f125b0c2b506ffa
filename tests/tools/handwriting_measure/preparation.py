"""Samples as fitted pictures: in several processes, and kept until the data or the preparation changes."""

import hashlib
import multiprocessing
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
import numpy.typing as npt
import PIL

import lenet_app.ink
from lenet_app.commands.progress import progress_bar
from lenet_app.data import catalogue
from lenet_app.errors import UserError
from lenet_app.ink.files.pixels import read_pixels
from lenet_app.ink.ink import Ink
from lenet_app.ink.normalise import SIDE, fit
from lenet_app.ink.paper.picture import picture_ink
from lenet_app.ink.stroke_ink import drawing_ink
from lenet_app.paths import Home
from tests.tools.handwriting_measure.painting import on_canvas, painted
from tests.tools.handwriting_measure.plan import MNIST, SetPlan, View
from tests.tools.handwriting_measure.samples import Sample, source_file

NO_INK = "no ink is found"

_AT_ONCE = 25  # samples that a process takes at a time
_KEPT = "fitted"
_EMPTY = np.zeros((SIDE, SIDE), np.float32)


@dataclass(frozen=True, eq=False)
class Prepared:
    """The samples of a set, ready for a network.

    Args:
        samples: n of them.
        pictures: (n, 1, 28, 28), float32 in [0, 1] or uint8; empty where a sample could not be read.
        faults: of each sample why it could not be read; empty where it could.
    """

    samples: list[Sample]
    pictures: npt.NDArray[np.float32] | npt.NDArray[np.uint8]
    faults: list[str]


def prepare(plan: SetPlan, samples: list[Sample], folder: Path, output: Path, jobs: int) -> Prepared:
    """Fit every sample as the program does it.

    Args:
        plan: the set.
        samples: what to fit.
        folder: where the data lies.
        output: where fitted pictures are kept; those of an earlier run are taken when nothing has changed since.
        jobs: how many processes share the work.
    """
    if plan.name == MNIST.name:
        images = catalogue.load(catalogue.MNIST, Home.of_user().data).test.images
        return Prepared(samples, images[[sample.number for sample in samples]], [""] * len(samples))
    kept = output / _KEPT / f"{plan.name}-{len(samples)}-{_key(plan, samples, folder)}.npz"
    if kept.is_file():
        with np.load(kept) as values:
            return Prepared(samples, values["pictures"], values["faults"].tolist())
    found = list(_fitted_all(plan, samples, jobs))
    prepared = Prepared(samples, np.stack([picture for picture, _ in found])[:, None], [fault for _, fault in found])
    kept.parent.mkdir(parents=True, exist_ok=True)
    for old in kept.parent.glob(f"{plan.name}-{len(samples)}-*.npz"):
        old.unlink()
    unfinished = kept.with_suffix(".part")
    with unfinished.open("wb") as file:
        np.savez_compressed(file, pictures=prepared.pictures, faults=np.array(prepared.faults))
    unfinished.replace(kept)
    return prepared


def fitted(sample: Sample, view: View) -> tuple[npt.NDArray[np.float32], str]:
    """The fitted picture (28, 28) of one sample; where there is none it is empty, and a sentence says why."""
    try:
        ink = _ink(sample, view)
    except UserError as error:
        return _EMPTY, str(error)
    found = None if ink is None else fit(ink)
    return (_EMPTY, NO_INK) if found is None else (found.picture, "")


def _ink(sample: Sample, view: View) -> Ink | None:
    if isinstance(sample.content, Path):
        return picture_ink(read_pixels(sample.content)).ink
    assert sample.content is not None
    drawing = on_canvas(sample.content, view, sample.number)
    return picture_ink(painted(drawing)).ink if view.painted else drawing_ink(drawing)


def _fitted_all(plan: SetPlan, samples: list[Sample], jobs: int) -> Iterator[tuple[npt.NDArray[np.float32], str]]:
    one = partial(fitted, view=plan.view)
    with progress_bar(len(samples), plan.name) as bar:
        if jobs == 1:
            for sample in samples:
                yield one(sample)
                bar.update()
            return
        # Not forked: a copy of a process with threads may hang.
        with ProcessPoolExecutor(jobs, multiprocessing.get_context("spawn")) as pool:
            for found in pool.map(one, samples, chunksize=_AT_ONCE):
                yield found
                bar.update()


def _key(plan: SetPlan, samples: list[Sample], folder: Path) -> str:
    """A name for all that decides what the fitted pictures are: data, preparation, and what they stand on."""
    digest = hashlib.sha256(repr((plan.view, PIL.__version__, np.__version__)).encode())
    digest.update(repr([(sample.number, sample.label) for sample in samples]).encode())
    sources = [*Path(lenet_app.ink.__file__).parent.rglob("*.py"), *Path(__file__).parent.glob("p*.py")]
    for path in [*sorted(sources), source_file(plan, folder)]:
        digest.update(path.read_bytes())
    for sample in samples:
        if isinstance(sample.content, Path) and sample.content.is_file():
            facts = sample.content.stat()
            digest.update(repr((sample.name, facts.st_size, facts.st_mtime_ns)).encode())
    return digest.hexdigest()[:16]
