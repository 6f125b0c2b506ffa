"""Samples as somebody else may have left them: lines of JSON, and a database."""

import io
import json
import tempfile
import zipfile
from pathlib import Path

import numpy as np

from lenet_app.errors import UserError
from lenet_app.samples.lines import read_samples
from lenet_app.samples.packing import write_person
from lenet_app.samples.sample import CLASSES, is_picture
from lenet_app.samples.store import SampleStore
from lenet_app.samples.unpacking import read_person, take_in
from lenet_app.storage.library import ModelLibrary
from tests.unit.own_samples.made import SEVEN, sample
from tests.unit.samples import model

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


def person(*, has_model: bool = True) -> Files:
    """Samples of every kind, and a model."""
    with tempfile.TemporaryDirectory() as folder:
        file, ink = Path(folder) / "person.zip", np.full((3, 4), 200, np.uint8)
        write_person(
            file,
            [sample(7, drawing=SEVEN, answer=1, model="LeNet-5"), sample(3, ink=ink)],
            model() if has_model else None,
        )
        return {"person.zip": file.read_bytes()}


def use_person(folder: Path) -> None:
    """Taken in whole, or not at all."""
    store, library = SampleStore(folder / "samples.sqlite3"), ModelLibrary(folder / "models")
    try:
        numbers, _ = take_in(folder / "person.zip", store, library)
        for one in store.samples(numbers):
            assert 0 <= one.label < CLASSES
            assert is_picture(one.picture)
        assert len(read_person(folder / "person.zip").samples) == len(numbers)
    except UserError:
        assert not store.file.exists()
        assert not list((folder / "models").glob("*"))
        raise
    finally:
        store.close()


def person_members() -> Files:
    """What lies in it, each by itself: the sums of a ZIP find nearly every damage first."""
    with zipfile.ZipFile(io.BytesIO(person(has_model=False)["person.zip"])) as archive:
        return {name.replace("/", "_"): archive.read(name) for name in archive.namelist()}


def use_person_members(folder: Path) -> None:
    """Packed anew, and taken in."""
    with zipfile.ZipFile(folder / "person.zip", "w") as archive:
        for path in folder.iterdir():
            if path.name != "person.zip":
                archive.writestr(path.name.replace("_", "/"), path.read_bytes())
    use_person(folder)
