"""The wheel, built from the source archive and installed elsewhere, does what the checkout does."""

import json
import os
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageDraw

ROOT = Path(__file__).resolve().parents[2]
BIN = "Scripts" if sys.platform == "win32" else "bin"

CHECK = """
import hashlib, json
import lenet_app
from lenet_app.paths import Home
from lenet_app.data import catalogue
from lenet_app.paths import bundled
from lenet_app.storage.library import ModelLibrary

mnist = catalogue.load("mnist", Home.of_user().data)
pixels = hashlib.sha256(mnist.training.images.tobytes() + mnist.test.images.tobytes()).hexdigest()
files = {
    path.relative_to(bundled(room)).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
    for room in ("assets", "models") for path in bundled(room).rglob("*")
    if path.is_file() and "screenshots" not in path.parts  # they are for whoever has the source
}
print(json.dumps({
    "place": lenet_app.__file__,
    "same": {
        "version": lenet_app.__version__,
        "images": len(mnist.training) + len(mnist.test),
        "pixels": pixels,
        "models": [entry.name for entry in ModelLibrary(Home.of_user().models).entries()],
        "files": files,
    },
}))
"""


def _run(command: list[str | Path], folder: Path) -> str:
    environ = {key: value for key, value in os.environ.items() if key not in ("PYTHONPATH", "PYTHONHOME")}
    result = subprocess.run(command, cwd=folder, env=environ, capture_output=True, text=True, timeout=300, check=False)
    assert result.returncode == 0, result.stdout + result.stderr
    return result.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A wheel made from the source archive, so that this is whole too."""
    folder = tmp_path_factory.mktemp("dist")
    _run([sys.executable, "-m", "build", "--no-isolation", "--outdir", folder], ROOT)
    assert len(list(folder.glob("lenet_app-*.tar.gz"))) == 1
    (path,) = folder.glob("lenet_app-*.whl")
    return path


@pytest.fixture(scope="module")
def environment(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new virtual environment with the wheel in it; it borrows the dependencies."""
    folder = tmp_path_factory.mktemp("environment")
    venv.create(folder, with_pip=False, symlinks=sys.platform != "win32")
    python = folder / BIN / "python"
    _run([sys.executable, "-m", "pip", "--python", python, "install", "--no-deps", "--no-index", wheel], folder)
    packages = Path(_run([python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"], folder).strip())
    # What lies in a folder named by a .pth is found, but no .pth in there is read: the checkout stays out.
    borrowed = dict.fromkeys(sysconfig.get_path(kind) for kind in ("purelib", "platlib"))
    (packages / "borrowed.pth").write_text("\n".join(borrowed) + "\n")
    return folder


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    """A seven, dark on light."""
    image = Image.new("L", (200, 240), 240)
    ImageDraw.Draw(image).line([(50, 50), (150, 50), (90, 200)], fill=20, width=16, joint="curve")
    path = tmp_path / "seven.png"
    image.save(path)
    return path


def test_the_wheel_holds_the_package_and_the_bundled_files_only(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
    assert {name.partition("/")[0] for name in names if ".dist-info/" not in name} == {"lenet_app"}
    assert {"lenet_app/py.typed", "lenet_app/assets/mnist/README.md"} <= set(names)
    assert not [name for name in names if "__pycache__" in name]


def test_bundled_files_are_found_in_the_wheel_as_in_the_checkout(environment: Path, tmp_path: Path) -> None:
    installed: dict[str, Any] = json.loads(_run([environment / BIN / "python", "-c", CHECK], tmp_path))
    checkout: dict[str, Any] = json.loads(_run([sys.executable, "-c", CHECK], ROOT))
    assert Path(installed["place"]).is_relative_to(environment)
    assert Path(checkout["place"]).is_relative_to(ROOT)
    assert installed["same"] == checkout["same"]
    assert installed["same"]["images"] == 70_000
    assert installed["same"]["models"]


def test_a_picture_is_read_in_the_wheel_as_in_the_checkout(environment: Path, picture: Path, tmp_path: Path) -> None:
    installed = _run([environment / BIN / "lenet-app", "predict", "--json", picture], tmp_path)
    checkout = _run([sys.executable, "-m", "lenet_app", "predict", "--json", picture], ROOT)
    assert installed == checkout
    assert json.loads(installed)["best"] == 7
