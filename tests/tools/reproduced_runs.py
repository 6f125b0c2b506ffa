"""The reproductions that came with the program as kept runs: their real figures, without their weights."""

from dataclasses import replace
from pathlib import Path

from lenet_app.networks import family
from lenet_app.networks.tasks import Result
from lenet_app.runs.kept.marks import Marks, write_marks
from lenet_app.storage.results import bundled_results
from tests.unit.runs.comparison.made import put

_PINNED = {
    ("lenet5", ""): "the reference",
    ("lenet5-1998", ""): "published 99.05",
    ("lenet-caffe", ""): "published 99.10",
    ("lenet5-deep", "constant"): "published 99.06",
}
"""What is drawn, and a note on it."""


def put_reproduced(folder: Path) -> None:
    """Write a folder for each of them in this folder, those of handwriting alone."""
    for result in bundled_results():
        if result.data_set == "MNIST" and result.curve:
            _put(folder, result)


def _put(folder: Path, result: Result) -> None:
    title = family.member(result.id).architecture.title
    run = put(
        f"{result.id}-{result.experiment or 'published'}-{result.seed}",
        into=folder,
        network=result.id,
        seed=result.seed,
        accuracy=result.accuracy,
        shares=[point.accuracy for point in result.curve],
        is_held_out=False,
        seconds=result.seconds / len(result.curve),
        task=result.id,
        called=f"{title}, {result.experiment}" if result.experiment else title,
        recipe=replace(result.recipe, epochs=result.epochs),
    )
    key = (result.id, result.experiment)
    if key in _PINNED:
        place = list(_PINNED).index(key)
        write_marks(run, Marks(note=_PINNED[key], pinned=f"2026-01-01T00:00:0{place}+00:00"))
