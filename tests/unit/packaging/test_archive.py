import hashlib
import sys
import tarfile
from pathlib import Path

import pytest

from bundle import archive, facts, sizes, stripping

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="On Windows a zip is made.")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A small program: a file that runs, one that does not, one with a long name, and a link."""
    folder = tmp_path / "lenet-app"
    (folder / "_internal" / "torch" / "lib").mkdir(parents=True)
    (folder / "lenet-app").write_bytes(b"program" * 1000)
    (folder / "lenet-app").chmod(0o700)
    (folder / "_internal" / "torch" / "lib" / "libtorch.so").write_bytes(bytes(3_000_000))
    (folder / "_internal" / "libtorch.so").symlink_to("torch/lib/libtorch.so")
    (folder / "_internal" / f"{'Zoë' * 40}.txt").write_text("7", encoding="utf-8")
    return folder


def test_what_is_unpacked_is_what_was_packed(folder: Path, tmp_path: Path) -> None:
    zstandard = pytest.importorskip("zstandard", reason="zstandard is not installed, which packs the program.")
    path = archive.pack(folder, tmp_path / "dist")
    stem = f"lenet-app-{facts.VERSION}-{facts.platform_tag()}"
    assert path.name == f"{stem}.tar.zst"
    assert path.stat().st_size < 10_000
    digest, name = path.with_name(f"{path.name}.sha256").read_text().split()
    assert (digest, name) == (hashlib.sha256(path.read_bytes()).hexdigest(), path.name)
    unpacking = zstandard.ZstdDecompressor(max_window_size=2**27)
    with (
        path.open("rb") as file,
        unpacking.stream_reader(file) as plain,
        tarfile.open(fileobj=plain, mode="r|") as tar,
    ):
        tar.extractall(tmp_path / "out", filter="data")
    out = tmp_path / "out" / stem
    assert (out / "lenet-app").read_bytes() == (folder / "lenet-app").read_bytes()
    assert (out / "lenet-app").stat().st_mode & 0o777 == 0o755
    assert (out / "_internal" / "libtorch.so").readlink() == Path("torch/lib/libtorch.so")
    assert (out / "_internal" / f"{'Zoë' * 40}.txt").read_text(encoding="utf-8") == "7"
    assert not list((tmp_path / "dist").glob("*.part"))


def test_sizes_are_told_by_component(folder: Path) -> None:
    assert sizes.by_component(folder)[0] == ("torch/lib", 3_000_000)
    assert sizes.size_of(folder) == sum(size for _, size in sizes.by_component(folder)) == 3_007_001
    lines = sizes.report(folder, most=1).splitlines()
    assert lines[0].split() == ["3.0", "MB", "torch/lib"]
    assert lines[1].endswith("all else")
    assert lines[-1].split() == ["3.0", "MB", "together"]


def test_what_is_no_library_is_not_stripped(folder: Path) -> None:
    assert stripping.strip_libraries(folder) == 0
    assert sizes.size_of(folder) == 3_007_001
