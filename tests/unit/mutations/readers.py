"""Everything that reads what others wrote, each with something sound to begin with. A new reader joins `READERS`."""

import gzip
import io
import json
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from lenet_app.commands.stroke_lines import drawing_from_line, opened_lines
from lenet_app.data import catalogue
from lenet_app.data.pictures import DataSet
from lenet_app.errors import UserError
from lenet_app.networks.model import Model
from lenet_app.recognition.fitting import fitted_drawing
from lenet_app.recognition.recognizer import Recognizer
from tests.unit.data.sample_files import cifar_files, idx, random_images, tar
from tests.unit.samples import model
from tests.unit.whole_models import halves, primaries

Files = dict[str, bytes]
"""What lies in a folder, by name."""


def as_it_is(content: bytes) -> bytes:
    """A mutated file that is not to be mended."""
    return content


@dataclass(frozen=True)
class Reader:
    """One way into the program.

    Args:
        name: of the test.
        files: something sound.
        read: reads what lies in a folder under those names, and checks what comes of it; faults are `UserError`s.
        mended: sets right what a reader checks first, such as sums, so that a mutation gets further.
    """

    name: str
    files: Callable[[], Files]
    read: Callable[[Path], object]
    mended: Callable[[bytes], bytes] = as_it_is


def _idx_files(end: str = "", prefix: str = "", shape: tuple[int, ...] = (5, 5)) -> Files:
    files = {}
    for part, count in (("train", 12), ("t10k", 6)):
        files[f"{prefix}{part}-images-idx3-ubyte{end}"] = idx(random_images(count, *shape))
        files[f"{prefix}{part}-labels-idx1-ubyte{end}"] = idx(np.arange(count) % 3)
    return {name: gzip.compress(content, mtime=0) if end else content for name, content in files.items()}


def _emnist_files() -> Files:
    table = b"".join(b"%d %d\n" % (label, 65 + label) for label in range(3))
    return _idx_files(prefix="emnist-balanced-") | {"emnist-balanced-mapping.txt": table}


def _qmnist_files() -> Files:
    files = _idx_files()
    for part, count in (("train", 12), ("t10k", 6)):
        rows: npt.NDArray[np.int32] = np.zeros((count, 8), np.int32)
        rows[:, 0] = np.arange(count) % 3
        del files[f"{part}-labels-idx1-ubyte"]
        files[f"{part}-labels-idx2-int"] = idx(rows, kind=12)
    return files


def _zip_files() -> Files:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for number in range(20):
            archive.writestr(f"{number}", bytes(number))
    return {"set.zip": buffer.getvalue()}


def _stroke_files() -> Files:
    strokes: list[list[object]] = [
        [[[0, 0], [10, 0.5], [4, 16]]],
        [[[5, 0], [5, 10]], [[1, 1]]],
        [],
        [[[-1e3, 2e-3, 17, 0.5], [1, 2]]],
    ]
    lines = [json.dumps({"strokes": one, "colours": ["#1a1d23"] * len(one)}) for one in strokes]
    return {"drawings.jsonl": "\n".join(lines).encode()}


def _load(folder: Path) -> None:
    """The folder, and a set by one of its files; what can be read must hold together."""
    for path in (folder, max(folder.iterdir())):
        try:
            data_set = catalogue.load(str(path), folder)
        except UserError as error:
            check_sentence(str(error))
        else:
            _check(data_set)


def _check(data_set: DataSet) -> None:
    for part in (data_set.training, data_set.test):
        assert len(part.images) == len(part.labels) > 0
        assert part.shape == data_set.shape
        assert part.labels.max() < len(data_set.class_names)
        assert part.images.dtype == part.labels.dtype == np.uint8
    for text in (data_set.title, *data_set.class_names):
        assert text.encode()


@cache
def _models() -> tuple[Model, ...]:
    return model(), halves(), primaries()


def _read_drawings(folder: Path) -> None:
    for path in folder.iterdir():
        with opened_lines(str(path)) as lines:
            for line in lines:
                try:
                    drawing = drawing_from_line(line)
                except UserError as error:
                    check_sentence(str(error))
                    continue
                for one in _models():
                    fitted = fitted_drawing(drawing, one, has_sheet=False, deslant=True)
                    if fitted is not None:
                        assert np.isfinite(Recognizer(one).look_into(fitted.planes).recognition.probabilities).all()


def check_sentence(sentence: str) -> None:
    """A fault that can be told is short, and whole."""
    assert 10 < len(sentence) < 600
    assert sentence.endswith(".")
    assert sentence.encode()


def with_right_sums(content: bytes) -> bytes:
    """An archive with the sum of every block that could be a member's header set right."""
    blocks = bytearray(content)
    for start in range(0, len(blocks) - 511, 512):
        if blocks[start + 257 : start + 262] == b"ustar":
            blocks[start + 148 : start + 156] = b" " * 8
            blocks[start + 148 : start + 156] = b"%06o\0 " % sum(blocks[start : start + 512])
    return bytes(blocks)


READERS = (
    Reader("IDX", _idx_files, _load),
    Reader("IDX, gzipped", lambda: _idx_files(".gz"), _load),
    Reader("IDX, colour", lambda: _idx_files(shape=(3, 4, 4)), _load),
    Reader("EMNIST", _emnist_files, _load),
    Reader("QMNIST", _qmnist_files, _load),
    Reader("CIFAR-10, unpacked", lambda: cifar_files(1), _load),
    Reader("CIFAR-10, tar", lambda: {"set.tar": tar(cifar_files(1))}, _load, with_right_sums),
    Reader("CIFAR-10, tar.gz", lambda: {"set.tgz": gzip.compress(tar(cifar_files(1)), 1, mtime=0)}, _load),
    Reader("ZIP", _zip_files, _load),
    Reader("strokes", _stroke_files, _read_drawings),
)
