"""Small sets that stay on the disk all the same: memory is made to hold next to nothing."""

import struct
from pathlib import Path

import pytest

from lenet_app.data import catalogue, shards, stored
from lenet_app.data.pictures import DataSet, Pictures
from lenet_app.data.stored import StoredPictures
from lenet_app.paths import Home

PIXELS = 784
SHARD = 10
"""Pictures of 28 × 28 of a shard."""
GROUP = 4 * SHARD


def limit_memory(monkeypatch: pytest.MonkeyPatch, pictures: int = 20) -> None:
    """Let memory hold so many pictures of 28 × 28, and make shards and groups small; nobody may read a set whole."""
    monkeypatch.setattr(stored, "MOST_IN_MEMORY", pictures * PIXELS)
    monkeypatch.setattr(shards, "SHARD", SHARD * PIXELS)
    monkeypatch.setattr(shards, "GROUP", GROUP * PIXELS)

    def refuse(_self: StoredPictures) -> None:
        pytest.fail("A set on the disk was read whole.")

    monkeypatch.setattr(StoredPictures, "images", property(refuse))


def write_idx(folder: Path, training: Pictures, test: Pictures) -> Path:
    """Both parts as four IDX files."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, part in (("train", training), ("t10k", test)):
        channels, height, width = part.shape
        sizes = (len(part), height, width) if channels == 1 else (len(part), channels, height, width)
        head = bytes([0, 0, 8, len(sizes)]) + struct.pack(f">{len(sizes)}I", *sizes)
        (folder / f"{name}-images-idx3-ubyte").write_bytes(head + part.images.tobytes())
        labels = bytes([0, 0, 8, 1]) + struct.pack(">I", len(part)) + part.labels.tobytes()
        (folder / f"{name}-labels-idx1-ubyte").write_bytes(labels)
    return folder


def load(path: Path) -> DataSet:
    return catalogue.load(str(path), Home.of_user().data)


def stored_part(path: Path) -> StoredPictures:
    """The training pictures of a set that stays on the disk."""
    training = load(path).training
    assert isinstance(training, StoredPictures)
    return training


def bodies(pictures: Pictures) -> list[bytes]:
    """Each picture and its label."""
    return [image.tobytes() + bytes([label]) for image, label in zip(pictures.images, pictures.labels, strict=True)]
