"""Texts can be translated: each is one whole literal, asked for when the language is chosen, and in the catalogue."""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import lenet_app
from tests.tools import texts
from tests.tools.pseudo import pseudo

PACKAGE = Path(lenet_app.__file__).parent


def faults_of(source: str) -> list[str]:
    return list(_faults(ast.parse(source), in_function=False))


def _faults(node: ast.AST, *, in_function: bool) -> Iterator[str]:
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("tr", "trn"):
        yield from (f"line {node.lineno}: {fault}" for fault in _call_faults(node, node.func.id, in_function))
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
        # Defaults and decorators are evaluated where the function is made.
        inside = node.body if isinstance(node.body, list) else [node.body]
        around = [child for child in ast.iter_child_nodes(node) if child not in inside]
        for children, within in ((inside, True), (around, in_function)):
            for child in children:
                yield from _faults(child, in_function=within)
        return
    if isinstance(node, ast.JoinedStr) and re.search(r"\btrn?\(", ast.unparse(node)):
        yield f"line {node.lineno}: within an f-string, where Babel does not find it"
    for child in ast.iter_child_nodes(node):
        yield from _faults(child, in_function=in_function)


def _call_faults(node: ast.Call, name: str, in_function: bool) -> Iterator[str]:
    if not in_function:
        yield "asked for at import, before the language is chosen"
    literals = node.args[: 2 if name == "trn" else 1]
    if node.keywords or len(node.args) != (3 if name == "trn" else 1):
        yield f"{name} takes other arguments"
    elif not all(isinstance(one, ast.Constant) and isinstance(one.value, str) for one in literals):
        yield "no whole literal"
    else:
        counted = ["{count" in ast.literal_eval(one) for one in literals]
        if name == "tr" and any(counted):
            yield "a count asks for trn"
        if name == "trn" and not all(counted):
            yield "every form names its {count}"


@pytest.mark.parametrize("path", sorted(PACKAGE.rglob("*.py")), ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_every_text_is_whole_and_asked_for_in_time(path: Path) -> None:
    assert not faults_of(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    "source",
    [
        'TITLE = tr("Train")',
        'class A:\n    title = tr("Train")',
        'def f(title=tr("Train")): ...',
        'def f(name):\n    return tr(f"Train {name}")',
        'def f():\n    return tr("Train" + "ing")',
        "def f(text):\n    return tr(text)",
        'def f():\n    return tr("Train", "it")',
        "def f(name):\n    return f\"{name}, {tr('Train')}\"",
        'def f(n):\n    return tr("{count} pictures").format(count=n)',
        'def f(n):\n    return trn("one picture", "{count} pictures", n)',
        'def f(n):\n    return trn("{count} picture", n)',
    ],
)
def test_a_text_that_could_not_be_translated_is_found(source: str) -> None:
    assert faults_of(source)


@pytest.mark.parametrize(
    "source",
    [
        'def f():\n    return tr("Train " "it")',
        'TITLE = lambda: tr("Train")',
        'def f(n):\n    return trn("{count} picture", "{count} pictures", n).format(count=n)',
    ],
)
def test_a_text_that_can_be_translated_passes(source: str) -> None:
    assert not faults_of(source)


@pytest.fixture
def code(tmp_path: Path) -> Path:
    """A program of one module, and its catalogue."""
    (tmp_path / "code").mkdir()
    source = 'tr("Undo")\n# Translators: of a list\ntrn("{count} row", "{count} rows", n)\n'
    (tmp_path / "code" / "a.py").write_text(source)
    (tmp_path / "texts.pot").write_bytes(texts.written(texts.extracted(tmp_path / "code")))
    return tmp_path / "code"


def test_a_text_that_is_not_in_the_catalogue_is_found(code: Path) -> None:
    template = code.parent / "texts.pot"
    assert not texts.differences(code, template)
    (code / "b.py").write_text('trn("{count} page", "{count} pages", n)\n')
    assert texts.differences(code, template) == ["not in texts.pot: ('{count} page', '{count} pages')"]


def test_a_text_that_the_code_has_no_more_is_found(code: Path) -> None:
    (code / "a.py").write_text('trn("{count} row", "{count} rows", n)\n')
    assert texts.differences(code, code.parent / "texts.pot") == [
        "in texts.pot, but not in the code: ('Undo',)",
    ]


def test_a_comment_for_translators_goes_with_its_text(code: Path) -> None:
    template = code.parent / "texts.pot"
    assert "#. of a list\n#: code/a.py\n#, python-brace-format\nmsgid" in template.read_text()
    (code / "a.py").write_text('tr("Undo")\ntrn("{count} row", "{count} rows", n)\n')
    assert texts.differences(code, template) == ["texts.pot tells comments or files otherwise than the code"]


def test_the_check_writes_nothing_and_fails_where_the_catalogue_is_not_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(texts, "TEMPLATE", tmp_path / "none.pot")
    monkeypatch.setattr(sys, "argv", ["texts", "--check"])
    assert texts.main() == 1
    assert "not in none.pot: ('Undo',)" in capsys.readouterr().err
    assert not any(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("{count:,} pictures of {name}", ["{count:,}", "{name}"]),
        ("see `lenet-app read` for %(prog)s", ["`lenet-app read`", "%(prog)s"]),
        ("Pictures (*.png) &amp; <b>more</b>", ["(*.png)", "&amp;", "<b>", "</b>"]),
        ("&Open\nor drop", ["&", "\n"]),
    ],
)
def test_the_pseudo_language_keeps_what_a_translator_would(text: str, kept: list[str]) -> None:
    said = pseudo(text)
    assert all(part in said for part in kept)
    assert said.startswith("[")
    assert said.endswith("]")


@pytest.mark.parametrize("text", ["Train", "What the network sees", "RBF", "Every picture was read."])
def test_the_pseudo_language_is_longer(text: str) -> None:
    assert 1.3 * len(text) <= len(pseudo(text)) - 2 <= 1.6 * len(text) + 1
    assert not set(pseudo(text)) & set("aeiou")
