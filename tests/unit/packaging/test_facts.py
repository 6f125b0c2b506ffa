"""What the standalone program is made of is read from the package, and nothing else gets in."""

import re
from pathlib import Path

import pytest

import lenet_app
from bundle import facts, resources


def test_name_and_version_are_the_packages() -> None:
    assert facts.NAME == "lenet-app"
    assert lenet_app.__version__ == facts.VERSION  # which is told in one place
    assert re.fullmatch(r"(linux|windows|macos)-[a-z0-9_]+", facts.platform_tag())


def test_the_files_are_those_of_the_wheel() -> None:
    found = {f"{place}/{Path(source).name}": Path(source) for source, place in facts.bundled_files()}
    for name in ("assets/mnist/train-images-idx3-ubyte.gz", "assets/icons/LICENSE", "models/lenet5.safetensors"):
        assert found[f"lenet_app/{name}"] == facts.ROOT / name
    assert not [name for name in found if "screenshots" in name or name.endswith(".pot")]
    assert all(path.is_file() for path in found.values())


def test_what_the_program_needs_is_followed_to_its_end() -> None:
    needed = facts.needed_distributions()
    assert {"numpy", "pillow", "pyside6-essentials", "shiboken6", "torch", "sympy", "mpmath"} <= needed.keys()
    assert not {"pytest", "mypy", "ruff", "pyinstaller", "lenet-app"} & needed.keys()


def test_tools_beside_the_program_stay_out_and_what_it_needs_does_not() -> None:
    excluded = set(facts.excluded_modules())
    assert {"mypy", "pytest", "PyInstaller", "tkinter", "PySide6.QtNetwork", "PySide6.QtQml"} <= excluded
    assert {"sympy", "torch._dynamo", "torch._inductor"} <= excluded  # torch's compiler
    assert not {"numpy", "PIL", "torch", "safetensors", "tqdm", "platformdirs"} & excluded
    assert not {f"PySide6.{name}" for name in ("QtCore", "QtGui", "QtWidgets", "QtSvg", "QtOpenGLWidgets")} & excluded


def test_a_digest_changes_with_what_it_is_of(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for folder in ("lenet_app", "assets", "models", "packaging"):
        (tmp_path / folder).mkdir()
    for name in ("pyproject.toml", "constraints.txt", "lenet_app/a.py"):
        (tmp_path / name).write_text("one")
    monkeypatch.setattr(facts, "ROOT", tmp_path)
    before = facts.source_digest()
    (tmp_path / "lenet_app" / "__pycache__").mkdir()
    (tmp_path / "lenet_app" / "__pycache__" / "a.pyc").write_text("compiled")
    assert facts.source_digest() == before
    (tmp_path / "lenet_app" / "a.py").write_text("two")
    assert facts.source_digest() != before


def test_the_version_resource_of_windows_is_an_expression_with_the_version(tmp_path: Path) -> None:
    text = resources.version_file(tmp_path).read_text(encoding="utf-8")
    compile(text, "version.txt", "eval")
    major, minor, patch = lenet_app.__version__.split(".")[:3]
    assert f"filevers=({major}, {minor}, {patch}, 0)" in text
