"""Damaged files are read or refused with a sentence: no other exception, no long wait, no memory without measure."""

import os
import shutil
import time
import zlib
from pathlib import Path

import numpy as np
import pytest

from lenet_app.errors import UserError
from tests.unit.mutations.readers import READERS, Reader, check_sentence

QUICK, ALL = 200, 100_000
LONGEST = 10.0  # seconds for a case, on a machine with much else to do


def ids(reader: Reader) -> str:
    return reader.name


def read_mutations(reader: Reader, folder: Path, cases: range) -> None:
    """Damage one file, sometimes two, and read; the numbers of the case and the reader give the damage again."""
    sound = reader.files()
    names = sorted(sound)
    for case in cases:
        random = np.random.default_rng([case, zlib.crc32(reader.name.encode())])
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        files = dict(sound)
        for name in random.choice(names, 1 + int(random.random() < 0.2)):
            content = reader.mutate(files[name], random)
            files[name] = reader.mended(content) if random.random() < 0.7 else content
        for name, content in files.items():
            (folder / name).parent.mkdir(exist_ok=True)
            (folder / name).write_bytes(content)
            os.utime(folder / name, ns=(case, case))  # which no other case has, so that nothing is remembered
        began = time.perf_counter()
        try:
            reader.read(folder)
        except UserError as error:
            check_sentence(str(error))
        except Exception as error:
            error.add_note(f"{reader.name}, case {case}")
            raise
        assert time.perf_counter() - began < LONGEST, f"{reader.name}, case {case}"


@pytest.mark.parametrize("reader", READERS, ids=ids)
def test_what_is_sound_is_read(reader: Reader, tmp_path: Path) -> None:
    for name, content in reader.files().items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(content)
        assert reader.mended(content) == content
    reader.read(tmp_path)


@pytest.mark.parametrize("reader", READERS, ids=ids)
def test_some_mutations(reader: Reader, tmp_path: Path) -> None:
    read_mutations(reader, tmp_path / "set", range(QUICK))


@pytest.mark.long
@pytest.mark.parametrize("reader", READERS, ids=ids)
def test_many_mutations(reader: Reader, tmp_path: Path) -> None:
    read_mutations(reader, tmp_path / "set", range(QUICK, QUICK + ALL // len(READERS)))
