"""The laws of ARCHITECTURE.md that import-linter cannot see: what is really loaded, and the sizes of things."""

import ast
import pkgutil
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import lenet_app
from lenet_app.networks.layers import LAYER_KINDS

ROOT = Path(__file__).resolve().parents[2]

TOP_LEVEL = {
    *("lenet_app", "assets", "models", "packaging", "tests", "pyproject.toml"),
    *("README.md", "LICENSE", "CHANGELOG.md", "CONTRIBUTING.md", "ARCHITECTURE.md", "Makefile", "constraints.txt"),
}

# The modules that may import torch as they are imported; a name with a dot at its end stands for all that is below.
TORCH_ALLOWED = ("lenet_app.interchange.torch_files", "lenet_app.networks.build", "lenet_app.training.engine.")

_IMPORT_ALL = """
import importlib, sys
forbidden = sys.argv[1]
for name in sys.argv[2:]:
    importlib.import_module(name)
    if forbidden in sys.modules:
        sys.exit(f"{name} brings {forbidden}")
"""


def _modules() -> list[str]:
    found = pkgutil.walk_packages(lenet_app.__path__, "lenet_app.", onerror=_not_importable)
    return sorted(module.name for module in found if module.name != "lenet_app.__main__")


def _not_importable(name: str) -> None:
    pytest.fail(f"{name} cannot be imported")


def _may_import_torch(name: str) -> bool:
    return any(name.startswith(allowed) if allowed.endswith(".") else name == allowed for allowed in TORCH_ALLOWED)


def _import_in_a_fresh_interpreter(names: list[str], forbidden: str) -> str:
    """Import the modules one after the other; the answer is empty, or names the first that brings `forbidden`."""
    command = [sys.executable, "-c", _IMPORT_ALL, forbidden, *names]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False)
    return result.stderr


def test_the_core_does_not_load_qt() -> None:
    core = [name for name in _modules() if name != "lenet_app.gui" and not name.startswith("lenet_app.gui.")]
    assert len(core) > 10
    assert not _import_in_a_fresh_interpreter(core, "PySide6")


def test_only_building_and_training_load_torch() -> None:
    without_torch = [name for name in _modules() if not _may_import_torch(name)]
    assert any(name.startswith("lenet_app.gui.") for name in without_torch)
    assert not _import_in_a_fresh_interpreter(without_torch, "torch")


def test_the_check_before_the_window_does_not_load_qt() -> None:
    assert not _import_in_a_fresh_interpreter(["lenet_app.gui.system.preflight"], "PySide6")


def test_one_module_loads_what_draws_charts() -> None:
    """It takes a fifth of a second, so it is loaded beside the window."""
    named = re.compile(r"^\s*(import|from) pyqtgraph\b", re.MULTILINE)
    program = [path for path in _python_files() if path.is_relative_to(ROOT / "lenet_app")]
    found = [path for path in program if named.search(path.read_text(encoding="utf-8"))]
    assert [path.relative_to(ROOT).as_posix() for path in found] == ["lenet_app/gui/plots/canvas.py"]


def test_random_numbers_come_from_a_key() -> None:
    """Whatever is seeded otherwise could not be gone on with where a run was left."""
    made = re.compile(r"default_rng|np\.random\.(?!Generator)|torch\.(random\.)?(manual_seed|seed)\b")
    program = [path for path in _python_files() if path.is_relative_to(ROOT / "lenet_app")]
    assert [path.name for path in program if made.search(path.read_text(encoding="utf-8"))] == ["randomness.py"]


def _python_files() -> list[Path]:
    return sorted([*(ROOT / "lenet_app").rglob("*.py"), *(ROOT / "tests").rglob("*.py")])


def test_no_file_is_over_400_lines() -> None:
    lengths = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in _python_files()}
    assert not [f"{path.relative_to(ROOT)}: {lines} lines" for path, lines in lengths.items() if lines > 400]


def _functions(path: Path) -> Iterator[tuple[str, int]]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert node.end_lineno is not None
            yield f"{path.relative_to(ROOT)}:{node.lineno} {node.name}", node.end_lineno - node.lineno + 1


def test_no_function_is_over_50_lines() -> None:
    long = [f"{name}: {lines} lines" for path in _python_files() for name, lines in _functions(path) if lines > 50]
    assert not long


def test_the_top_level_holds_what_it_should_and_no_more() -> None:
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    try:
        listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("This is not a git checkout.")
    entries = {line.strip('"').partition("/")[0] for line in listed.splitlines()}
    assert not {entry for entry in entries if not entry.startswith(".")} - TOP_LEVEL
    assert not (ROOT / "packaging" / "__init__.py").exists(), "it would shadow the library `packaging`"


# Where CONTRIBUTING.md sends whoever adds a kind of layer, and the networks that are made of them.
NAMES_KINDS = {
    *("networks/layers.py", "networks/forward.py", "networks/build.py", "gui/layers/texts.py"),
    *("networks/backward.py", "inspection/connections.py", "networks/family.py", "networks/modernise.py"),
    *("training/engine/diagonal/stages.py", "training/engine/passes/stages.py"),
    *("networks/row_network.py", "inspection/dropout.py", "networks/dropout.py", "networks/variants.py"),
    *("interchange/onnx_graph.py", "interchange/python_file.py"),
}
# They need no change where a kind is added.
ONES_OWN = {
    *("networks/family.py", "networks/modernise.py", "networks/row_network.py", "inspection/dropout.py"),
    *("networks/dropout.py", "networks/variants.py"),
}
# The derivatives of one kind each, below `stages.py`.
ONE_KIND_EACH = {
    *(f"training/engine/diagonal/{name}.py" for name in ("pooling", "unweighted", "weighted")),
    "inspection/dropout.py",
}


def test_kinds_of_layers_are_named_in_few_places() -> None:
    """Everything else asks a kind for its properties."""
    kinds = {cls.__name__ for cls in LAYER_KINDS.values()}
    found = set()
    for path in (ROOT / "lenet_app").rglob("*.py"):
        names = {node.id for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Name)}
        if names & kinds:
            found.add(path.relative_to(ROOT / "lenet_app").as_posix())
    assert found == NAMES_KINDS | ONE_KIND_EACH
    text = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    section = text.partition("**a kind of layer:**")[2].partition("\n\n")[0]
    told = set(re.findall(r"`lenet_app/([\w/]+\.py)`", section))
    assert told == NAMES_KINDS - ONES_OWN
