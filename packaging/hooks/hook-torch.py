"""PyInstaller's hook for torch, in place of the contributed one, which collects every module twice and all libraries.

Only the modules that the program's imports lead to are taken, compiled. torch reads the source of its own settings
modules (`install_config_module`) and of overloaded functions (`_overload`), so those keep theirs. Its libraries are
loaded by torch itself, not by modules that PyInstaller could follow.
"""

import re
from pathlib import Path

import torch
from PyInstaller.utils.hooks import collect_dynamic_libs

from bundle import facts

_FOLDER = Path(torch.__file__).parent
_LIBRARIES = ("*.so*", "*.dll", "*.dylib")
_TESTS = ("test", "backend_with_compiler", "aoti_custom_ops")


_SOURCE_IS_READ = re.compile(
    r"install_config_module\(|^\s*@.*_overload(_method)?\b|\b_overload as overload", re.MULTILINE
)


def _source_is_read(path: Path) -> bool:
    return _SOURCE_IS_READ.search(path.read_text(encoding="utf-8")) is not None


def _module(path: Path) -> str:
    return ".".join(path.relative_to(_FOLDER.parent).with_suffix("").parts)


_sources = [_module(path) for path in _FOLDER.rglob("*.py") if _source_is_read(path)]
module_collection_mode = {"torch": "pyz", **dict.fromkeys(_sources, "pyz+py")}

binaries = [
    (str(path), "torch/lib")
    for pattern in _LIBRARIES
    for path in sorted((_FOLDER / "lib").glob(pattern))
    if not any(word in path.name for word in _TESTS)
]
# torch looks for it as it is imported.
binaries += [(str(path), "torch/bin") for path in (_FOLDER / "bin").glob("torch_shm_manager*")]

# A build for CUDA has its libraries in distributions of their own, as Python packages below `nvidia`.
if facts.cuda_version():
    for found in facts.needed_distributions().values():
        folders = {file.parts[1] for file in found.files or () if len(file.parts) > 2 and file.parts[0] == "nvidia"}
        for folder in folders:
            binaries += collect_dynamic_libs(f"nvidia.{folder}")
