"""What the standalone program is made of, read from the package and its installation: nothing is listed twice."""

import hashlib
import platform
import re
import runpy
import sys
import sysconfig
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.metadata import Distribution, PackageNotFoundError, distribution, packages_distributions
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement

import lenet_app
from lenet_app.paths import APP_NAME

ROOT = Path(__file__).resolve().parents[2]
BUILD = ROOT / "build" / "package"
PAPERS = BUILD / "papers"
"""What lies beside the program, before there is one."""
NAME = APP_NAME
VERSION = lenet_app.__version__

# Parts of the standard library that no part of the program uses.
_UNUSED_STANDARD = ("curses", "idlelib", "lib2to3", "pydoc_data", "readline", "tkinter", "turtle", "turtledemo")
# torch reaches these from functions that the program never calls, or in its own tests: those that compile networks,
# with the algebra for it, write them as other formats, shrink their numbers, spread them over several computers, or
# show them in other programs. The rest of `torch.distributed` is taken by its own import.
_UNUSED_TORCH = (
    *("fsspec", "functorch", "jinja2", "mpmath", "networkx", "sympy"),
    *(
        "torch._dynamo",
        "torch._inductor",
        "torch._numpy",
        "torch._vendor.quack",
        "torch.fx.experimental.symbolic_shapes",
    ),
    *("torch.utils._sympy", "torch.onnx", "torch.ao.ns", "torch.ao.pruning", "torch.ao.quantization.fx"),
    *(f"torch.distributed.{name}" for name in ("_composable", "_local_tensor", "_shard", "_tools", "checkpoint")),
    *(f"torch.distributed.{name}" for name in ("elastic", "fsdp", "optim", "pipelining", "tensor")),
    *("torch.testing._internal.common_methods_invocations", "torch.testing._internal.common_utils"),
    *("torch.testing._internal.opinfo", "torch.utils.benchmark", "torch.utils.bottleneck", "torch.utils.cpp_extension"),
    *("torch.utils.hipify", "torch.utils.tensorboard", "torch.utils.viz"),
)
# pyqtgraph asks for it by name as it is loaded, which PyInstaller does not see.
HIDDEN_MODULES = ("PySide6.QtOpenGLWidgets",)


@cache
def project() -> dict[str, Any]:
    """What pyproject.toml says."""
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def platform_tag() -> str:
    """The system and the processor that this machine builds for, such as "linux-x86_64"."""
    system = {"linux": "linux", "win32": "windows", "darwin": "macos"}[sys.platform]
    return f"{system}-{platform.machine().lower().replace('amd64', 'x86_64')}"


def bundled_files() -> list[tuple[str, str]]:
    """Every file that the wheel carries beside its modules, and its folder there, as PyInstaller's `datas`."""
    wheel = project()["tool"]["hatch"]["build"]["targets"]["wheel"]
    left_out = [ROOT / name for name in wheel["exclude"]]
    catalogues = "lenet_app/locale"
    return [
        (str(path), Path(place, path.relative_to(ROOT / folder)).parent.as_posix())
        for folder, place in (*wheel["sources"].items(), (catalogues, catalogues))
        for path in sorted((ROOT / folder).rglob("*"))
        if path.is_file() and path.suffix != ".pot" and not any(path.is_relative_to(folder) for folder in left_out)
    ]


@cache
def needed_distributions() -> dict[str, Distribution]:
    """Every distribution that the program needs to run, by its normalised name, itself excepted."""
    found: dict[str, Distribution] = {}
    waiting = list(project()["project"]["dependencies"])
    while waiting:
        requirement = Requirement(waiting.pop())
        name = normalised(requirement.name)
        if name in found or not _applies(requirement):
            continue
        try:
            found[name] = distribution(requirement.name)
        except PackageNotFoundError:
            continue  # one for another system
        waiting += found[name].requires or []
    return found


def cuda_version() -> str | None:
    """The version of CUDA that the installed torch was built for; None for a torch without it."""
    place = Path(sysconfig.get_path("platlib"), "torch", "version.py")
    # Read without importing torch, which takes a second or more.
    found: str | None = runpy.run_path(str(place)).get("cuda")
    return found


def source_digest() -> str:
    """A digest of all that the built program depends on in this checkout: another one asks for another build."""
    digest = hashlib.sha256()
    folders = ["lenet_app", "assets", "models", "packaging"]
    files = [path for folder in folders for path in (ROOT / folder).rglob("*") if path.is_file()]
    for path in sorted([*files, ROOT / "pyproject.toml", ROOT / "constraints.txt"]):
        if "__pycache__" not in path.parts and "screenshots" not in path.parts:
            digest.update(f"{path.relative_to(ROOT).as_posix()}\0".encode() + path.read_bytes())
    return digest.hexdigest()


def _applies(requirement: Requirement) -> bool:
    return requirement.marker is None or requirement.marker.evaluate({"extra": ""})


def normalised(name: str) -> str:
    """A distribution's name as PEP 503 compares it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def excluded_modules() -> list[str]:
    """The modules that stay out: those of tools installed beside the program, and parts that nothing of it calls."""
    needed = needed_distributions().keys() | {NAME}
    foreign = [
        module
        for module, names in packages_distributions().items()
        if module.isidentifier() and not {normalised(name) for name in names} & needed
    ]
    return sorted({*foreign, "setuptools", *_UNUSED_STANDARD, *_UNUSED_TORCH, *_unused_qt_modules()})


def _unused_qt_modules() -> Iterator[str]:
    """The modules of PySide6 that no module of the program imports, nor pyqtgraph."""
    used = {name.rpartition(".")[2] for name in HIDDEN_MODULES} | {
        name
        for path in (ROOT / "lenet_app").rglob("*.py")
        for name in re.findall(r"^\s*from PySide6\.(\w+) import", path.read_text(encoding="utf-8"), re.MULTILINE)
    }
    folder = Path(sysconfig.get_path("platlib"), "PySide6")
    modules = {path.name.partition(".")[0] for kind in ("*.so", "*.pyd") for path in folder.glob(f"Qt{kind}")}
    yield from (f"PySide6.{name}" for name in modules - used)
