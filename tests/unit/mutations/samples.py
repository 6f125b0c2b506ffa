"""Samples as somebody else may have left them: lines of JSON, and a database."""

import json
import tempfile
from pathlib import Path

import numpy as np

from lenet_app.samples.lines import read_samples
from lenet_app.samples.sample import CLASSES, is_picture
from lenet_app.samples.store import SampleStore
from tests.unit.own_samples.made import SEVEN, sample

Files = dict[str, bytes]


def sample_lines() -> Files:
    """A drawing and a picture."""
    strokes = [[list(point) for point in stroke.points] for stroke in SEVEN.strokes]
    square = np.zeros((28, 28), int)
    square[8:20, 8:20] = 255
    facts = {"answer": 1, "model": "LeNet-5", "made": "2026-11-29T10:00:00+00:00"}
    lines = [{"label": 7, "strokes": strokes, **facts}, {"label": "3", "picture": square.tolist()}]
    return {"samples.jsonl": "\n".join(map(json.dumps, lines)).encode()}


def read_sample_lines(folder: Path) -> None:
    """What is read holds together; what is not is refused."""
    for one in read_samples(str(folder / "samples.jsonl")):
        assert 0 <= one.label < CLASSES
        assert is_picture(one.picture)


def database() -> Files:
    """A few samples."""
    with tempfile.TemporaryDirectory() as folder:
        store = SampleStore(Path(folder) / "samples.sqlite3")
        store.add([sample(n, drawing=SEVEN if n % 2 else None, answer=n % 10, model="LeNet-5") for n in range(12)])
        store.close()
        return {"samples.sqlite3": store.file.read_bytes()}


def use_database(folder: Path) -> None:
    """All is read, and one sample more is added."""
    store = SampleStore(folder / "samples.sqlite3")
    try:
        ids = store.ids()
        for one in store.samples(ids):
            assert 0 <= one.label < CLASSES
            assert is_picture(one.picture)
        store.faces(ids)
        store.add([sample(1)])
    finally:
        store.close()
