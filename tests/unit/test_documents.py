"""The documents hold what they promise."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = [*ROOT.glob("*.md"), *(ROOT / "models").glob("*.md"), *(ROOT / "assets").rglob("*.md")]


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_relative_link_leads_somewhere(path: Path) -> None:
    links = re.findall(r"\]\(([^)#]+)\)", path.read_text(encoding="utf-8"))
    assert not [link for link in links if "://" not in link and not (path.parent / link).exists()]


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_nothing_is_left_to_be_filled_in(path: Path) -> None:
    assert not re.findall(r"\b(TODO|FIXME|FIGURES|[A-Z]+_TABLE)\b", path.read_text(encoding="utf-8"))


# Names of libraries and of what a call of the program takes.
FOREIGN = {"lenet-app", "lenet_app", "qtbot.waitSignal", "qtbot.waitUntil"}
CODE_DOCUMENTS = ("ARCHITECTURE.md", "CONTRIBUTING.md")


@cache
def places() -> frozenset[str]:
    """Every file and folder of the project, each under all names that it can be called by: the ends of its path."""
    found = set()
    for room in ("lenet_app", "tests", "packaging", "assets", "models", ".ci"):
        for path in [ROOT / room, *(ROOT / room).rglob("*")]:
            parts = path.relative_to(ROOT).parts
            found |= {"/".join(parts[start:]) for start in range(len(parts))}
    return frozenset(found | {path.name for path in ROOT.iterdir()})


@cache
def definitions() -> frozenset[str]:
    """What modules and classes define: `name`, `module.name`, `Class.name` and `module.Class.name`."""
    found = set()
    for path in [*(ROOT / "lenet_app").rglob("*.py"), *(ROOT / "tests").rglob("*.py")]:
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            for name in _defined(node):
                found |= {name, f"{path.stem}.{name}"}
    return frozenset(found)


def _defined(node: ast.stmt) -> list[str]:
    match node:
        case ast.ClassDef(name=name):
            inner = [part for child in node.body for part in _defined(child)]
            return [name, *inner, *(f"{name}.{part}" for part in inner)]
        case ast.FunctionDef(name=name):
            return [name]
        case ast.Assign(targets=[ast.Name(id=name)]) | ast.AnnAssign(target=ast.Name(id=name)):
            return [name]
    return []


def code_names(text: str) -> list[str]:
    """What stands in backticks and looks like a name of a file, a folder or a definition, and every module anywhere."""
    modules = re.findall(r"[\w/]+\.py\b", text)
    spans = re.findall(r"`([^`\n]+)`", re.sub(r"```.*?```", "", text, flags=re.DOTALL))
    names = [span.removesuffix("()") for span in spans]
    return modules + [name for name in names if re.fullmatch(r"[\w.][\w./-]*", name) and name not in FOREIGN]


def is_known(name: str) -> bool:
    place = name.removesuffix("/")
    if place in places() or f"{place}.py" in places():
        return True
    parts = name.removeprefix("lenet_app.").split(".")
    return any(".".join(parts[start:]) in definitions() for start in range(max(1, len(parts) - 2)))


@pytest.mark.parametrize("name", CODE_DOCUMENTS)
def test_every_name_of_code_is_there(name: str) -> None:
    names = code_names((ROOT / name).read_text(encoding="utf-8"))
    assert len(names) > 10
    assert not [name for name in names if not is_known(name)]


@pytest.mark.parametrize(
    "name", ["networks/nowhere.py", "forward.nothing", "NoSuchClass", "gui/leaves/", "Model.nothing"]
)
def test_a_name_that_is_not_there_is_found(name: str) -> None:
    assert set(code_names(f"see `{name}`")) == {name}
    assert not is_known(name)
