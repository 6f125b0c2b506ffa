"""Small data sets in files, written by hand from the descriptions of their formats."""

import gzip
import io
import struct
import tarfile
from collections.abc import Iterable, Mapping
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from lenet_app.data import catalogue, idx_sets
from lenet_app.data.pictures import DataSet
from lenet_app.data.unpacked import Unpacked
from lenet_app.errors import UserError

Bytes = npt.NDArray[np.uint8]

CIFAR_RECORD = 3073
CIFAR_BATCHES = tuple(f"data_batch_{number}.bin" for number in (1, 2, 3, 4, 5))
CIFAR_NAMES = ["airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"]


def idx(values: npt.NDArray[np.integer], kind: int = 8) -> bytes:
    sizes = b"".join(struct.pack(">I", size) for size in values.shape)
    return bytes([0, 0, kind, values.ndim]) + sizes + values.astype(">i4" if kind == 12 else ">u1").tobytes()


def random_images(count: int, *shape: int, seed: int = 0) -> Bytes:
    return np.random.default_rng([seed, count]).integers(0, 256, (count, *shape), np.uint8)


def write(path: Path, content: bytes) -> Path:
    """Gzipped where the name says so."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(gzip.compress(content) if path.suffix == ".gz" else content)
    return path


def write_set(
    folder: Path,
    train: tuple[Bytes, Iterable[int]],
    test: tuple[Bytes, Iterable[int]],
    *,
    prefix: str = "",
    test_word: str = "t10k",
    end: str = "",
) -> None:
    """Four files named as MNIST's; `end` is what comes after "ubyte"."""
    for part, (images, labels) in (("train", train), (test_word, test)):
        write(folder / f"{prefix}{part}-images-idx3-ubyte{end}", idx(images))
        write(folder / f"{prefix}{part}-labels-idx1-ubyte{end}", idx(np.array(list(labels), np.uint8)))


def read(path: Path) -> DataSet:
    """The set in IDX files that is found there."""
    found = idx_sets.find(path)
    assert found is not None
    return idx_sets.read(found, "a name", Unpacked(path.parent / "downloads"))


def refusal(path: Path) -> str:
    """Why that set cannot be read."""
    with pytest.raises(UserError) as caught:
        read(path)
    return str(caught.value)


def write_small_set(folder: Path, *, labels: int = 10, **names: str) -> tuple[Bytes, Bytes]:
    """A set of 20 and 10 pictures of 28 × 28, labels from 0; its pictures."""
    train, test = random_images(20, 28, 28), random_images(10, 28, 28, seed=1)
    write_set(folder, (train, [n % labels for n in range(20)]), (test, [n % labels for n in range(10)]), **names)
    return train, test


def write_some_mnist(folder: Path, training: int, test: int) -> Path:
    """The first pictures of MNIST as a set of their own."""
    mnist = catalogue.load("mnist", folder)
    parts = (
        (part.images[:count, 0], part.labels[:count])
        for part, count in zip((mnist.training, mnist.test), (training, test), strict=True)
    )
    write_set(folder, *parts)
    return folder


def cifar_batch(count: int, seed: int) -> tuple[bytes, Bytes, list[int]]:
    """A file's bytes, its pictures (n, 3, 32, 32) and its labels."""
    images = random_images(count, 3, 32, 32, seed=seed)
    labels = [(n * 7 + seed) % 10 for n in range(count)]
    content = bytearray()
    for image, label in zip(images, labels, strict=True):
        content.append(label)
        for plane in image:
            for row in plane:
                content += bytes(row.tolist())
    return bytes(content), images, labels


def cifar_files(count: int = 3) -> dict[str, bytes]:
    """The seven files of a small CIFAR-10 by their names; batch n has the seed n, the test batch 6."""
    files = {name: cifar_batch(count, seed)[0] for seed, name in enumerate((*CIFAR_BATCHES, "test_batch.bin"), 1)}
    return files | {"batches.meta.txt": ("\n".join(CIFAR_NAMES) + "\n\n").encode()}


def write_files(folder: Path, files: Mapping[str, bytes]) -> Path:
    for name, content in files.items():
        write(folder / name, content)
    return folder


def tar(files: Mapping[str, bytes], folder: str = "cifar-10-batches-bin/") -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        for name, content in files.items():
            member = tarfile.TarInfo(folder + name)
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
    return buffer.getvalue()
