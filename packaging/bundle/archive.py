"""Packing the program: one file to download, and its SHA-256."""

import hashlib
import os
import sys
import tarfile
import zipfile
from pathlib import Path

from bundle import facts

_LEVEL = 19
"""zstandard's; higher ones need more memory to unpack than a small computer may have."""


def pack(folder: Path, target: Path) -> Path:
    """Pack a folder and return the archive's place: `.tar.zst`, or `.zip` on Windows.

    Args:
        folder: what is packed; the archive holds it under its own name with version and platform.
        target: the folder that the archive is written to.
    """
    target.mkdir(parents=True, exist_ok=True)
    stem = f"{facts.NAME}-{facts.VERSION}-{facts.platform_tag()}"
    path = target / (f"{stem}.zip" if sys.platform == "win32" else f"{stem}.tar.zst")
    temporary = path.with_name(f"{path.name}.part")
    (_zip if path.suffix == ".zip" else _tar)(folder, stem, temporary)
    temporary.replace(path)
    # As sha256sum writes it, and reads it with --check.
    path.with_name(f"{path.name}.sha256").write_text(f"{_sha256(path)}  {path.name}\n", encoding="ascii")
    return path


def _tar(folder: Path, stem: str, path: Path) -> None:
    import zstandard  # noqa: PLC0415 - not on Windows

    level = int(os.environ.get("LENET_PACK_LEVEL") or _LEVEL)
    parameters = zstandard.ZstdCompressionParameters.from_level(level, window_log=27, enable_ldm=True, threads=-1)
    compressor = zstandard.ZstdCompressor(compression_params=parameters)
    with (
        path.open("wb") as file,
        compressor.stream_writer(file) as packed,
        tarfile.open(fileobj=packed, mode="w|", format=tarfile.PAX_FORMAT) as tar,
    ):
        tar.add(folder, stem, filter=_anonymous)


def _anonymous(info: tarfile.TarInfo) -> tarfile.TarInfo:
    """Files belong to whoever unpacks them, who may read them all."""
    info.uid = info.gid = 0
    info.uname = info.gname = ""
    if not info.issym():
        info.mode = 0o755 if info.isdir() or info.mode & 0o100 else 0o644
    return info


def _zip(folder: Path, stem: str, path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for file in sorted(folder.rglob("*")):
            if file.is_file():
                archive.write(file, Path(stem, file.relative_to(folder)))


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
