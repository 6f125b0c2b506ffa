"""Every text that a user reads passes through `tr`, so that it can be translated."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import lenet_app

GUI = Path(lenet_app.__file__).parent / "gui"

# What shows or tells its text arguments to the user.
SHOWING = {
    *("setText", "setWindowTitle", "setToolTip", "setStatusTip", "setPlaceholderText", "setTitle", "setLabelText"),
    *("setAccessibleName", "setAccessibleDescription", "setInformativeText", "setDetailedText", "setItemText"),
    *("setTabText", "setPrefix", "setSuffix", "setSpecialValueText", "setNameFilter", "setNameFilters", "showMessage"),
    *("addItem", "addItems", "insertItem", "addAction", "addMenu", "addButton", "addTab", "addRow", "say"),
    *("QLabel", "QPushButton", "QToolButton", "QCheckBox", "QRadioButton", "QGroupBox", "QAction", "QMenu"),
    *("QMessageBox", "file_dialog", "QDockWidget", "begin", "drawText", "_paint_text", "_action", "_tell"),
    "setApplicationDisplayName",
}

# The same in every language, or not read by anybody.
ALLOWED = {
    "LeNet-5",  # the program's name
    "Ctrl+Left",
    "Ctrl+Right",
    "Ctrl+R",
    *("F2", "Del", "Ctrl+E", "Ctrl+Z"),
}


def called(node: ast.Call) -> str:
    function = node.func
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def plain_texts(node: ast.expr) -> Iterator[str]:
    """The literals in an argument that do not pass through `tr` or another call."""
    if isinstance(node, ast.Call):
        if called(node) in ("format", "join") and isinstance(node.func, ast.Attribute):
            yield from plain_texts(node.func.value)
    elif isinstance(node, ast.Constant):
        if isinstance(node.value, str):
            yield node.value
    elif isinstance(node, ast.expr):
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.expr):
                yield from plain_texts(child)


def is_for_people(text: str) -> bool:
    has_letters = any(sign.isalpha() for sign in text)
    return text not in ALLOWED and has_letters and (" " in text.strip() or text != text.lower())


def untranslated(source: str) -> list[str]:
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and called(node) in SHOWING:
            arguments = [*node.args, *(keyword.value for keyword in node.keywords)]
            texts = [text for argument in arguments for text in plain_texts(argument) if is_for_people(text)]
            found += [f"line {node.lineno}: {called(node)} {text!r}" for text in texts]
    return found


@pytest.mark.parametrize("path", sorted(GUI.rglob("*.py")), ids=lambda path: path.relative_to(GUI).as_posix())
def test_no_text_goes_round_the_translation(path: Path) -> None:
    assert not untranslated(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    "source",
    [
        'label.setText("Train")',
        'label.setText(f"{count} left over")',
        'QLabel("What the network sees")',
        'box.addItem("two words", 2)',
        'label.setText("{n} Epochs".format(n=2))',
        'label.setText("Go on" if paused else tr("Pause"))',
    ],
)
def test_an_untranslated_text_is_found(source: str) -> None:
    assert untranslated(source)


@pytest.mark.parametrize(
    "source",
    [
        'label.setText(tr("Train"))',
        'label.setText(tr("{n} left").format(n=2))',
        'label.setText("")',
        'label.setText(f"{name} · {percent} %")',
        'self.store.setValue("window/Geometry", 2)',
    ],
)
def test_what_is_translated_or_has_no_words_passes(source: str) -> None:
    assert not untranslated(source)
