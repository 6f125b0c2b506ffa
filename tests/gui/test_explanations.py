"""A walk over everything in the window that can be used: each is explained, named and reached by the keyboard."""

import importlib
import pkgutil
from pathlib import Path

from PySide6.QtWidgets import QAbstractButton, QApplication, QDialog, QWidget
from pytestqt.qtbot import QtBot

import lenet_app.gui
from lenet_app.gui.draw.inspector.why.panel import WhyPanel
from lenet_app.gui.draw.panels import BACK, BESIDE, EPOCHS, FORWARD, WEIGHTS, WHAT_IF, WHY
from lenet_app.gui.help.keys import keys_of_window
from lenet_app.gui.kit.explanations import name_of
from lenet_app.gui.shell.main_window import MainWindow
from lenet_app.inspection.units import Unit
from lenet_app.networks.kept_weights import KeptWeights
from tests.gui.compare.runs import put_compared
from tests.gui.digits.sheets import taken
from tests.gui.evaluate.desk import SECOND, choose_few, choose_second, write_few
from tests.gui.explained import faults_of
from tests.gui.helpers import SEVEN
from tests.gui.read.desk import page_pixels
from tests.gui.window_pages import (
    compare_page,
    digits_page,
    draw_page,
    evaluate_page,
    networks_page,
    read_page,
    train_page,
)

TIMEOUT = 200_000
_ROUNDS = 4


def settled(window: QWidget) -> QWidget:
    for _ in range(_ROUNDS):  # a layout may bring about another one
        QApplication.processEvents()
    return window


def active_dialog(qtbot: QtBot) -> QDialog:
    qtbot.waitUntil(lambda: isinstance(QApplication.activeWindow(), QDialog))
    dialog = QApplication.activeWindow()
    assert isinstance(dialog, QDialog)
    return dialog


def test_every_page_as_it_is_first_shown(window: MainWindow, qtbot: QtBot) -> None:
    for entry in window.pages.entries:
        window.pages.wanted.emit(entry.key)
        if entry.key == "evaluate":  # or it would be looked at while answers come
            qtbot.waitUntil(lambda: evaluate_page(window).gallery is not None, timeout=TIMEOUT)
        assert "\n".join([entry.title, *faults_of(settled(window))]) == entry.title


def test_a_drawing_and_all_that_opens_beside_it(window: MainWindow, qtbot: QtBot) -> None:
    page = draw_page(window)
    page.canvas.set_content(SEVEN)
    qtbot.waitUntil(lambda: page.answer_view.is_sure, timeout=TIMEOUT)
    assert "\n".join(faults_of(settled(window))) == ""
    openers = [button for button in page.findChildren(QAbstractButton) if button.isCheckable() and button.isVisible()]
    assert openers
    for button in openers:
        button.click()
        assert "\n".join([name_of(button), *faults_of(settled(window))]) == name_of(button)
        if button.isChecked():
            button.click()


def test_what_is_inside_the_network(window: MainWindow, qtbot: QtBot) -> None:
    page = draw_page(window)
    page.canvas.set_content(SEVEN)
    qtbot.waitUntil(lambda: page.answer_view.is_sure, timeout=TIMEOUT)
    for key in (FORWARD, BACK, WEIGHTS):
        page.inspector.open(key)
        for unit in (Unit("C3", (2, 3, 4)), Unit("F6", (17,)), Unit("output", (7,))):
            with qtbot.waitSignal(page.live_look.looked, timeout=TIMEOUT):
                page.choice.choose(unit)
            place = f"{key} {unit}"
            assert "\n".join([place, *faults_of(settled(window))]) == place


def test_what_if(window: MainWindow, qtbot: QtBot) -> None:
    page = draw_page(window)
    page.canvas.set_content(SEVEN)
    page.inspector.open(WHAT_IF)
    for unit in (Unit("C3", (2, 3, 4)), Unit("F6", (17,))):
        page.choice.choose(unit)
        page.what_if.switch_at(unit, False)
        qtbot.waitUntil(page.frame.note.isVisible, timeout=TIMEOUT)
        assert "\n".join([str(unit), *faults_of(settled(window))]) == str(unit)


def test_why_an_answer_is_given(window: MainWindow, qtbot: QtBot) -> None:
    page = draw_page(window)
    page.canvas.set_content(SEVEN)
    qtbot.waitUntil(lambda: page.answer_view.is_sure, timeout=TIMEOUT)
    page.choice.choose(Unit("C3", (2, 3, 4)))
    page.inspector.open(WHY)
    panel = page.inspector.panel(WHY)
    assert isinstance(panel, WhyPanel)
    for button in panel.buttons:
        button.click()
        place = f"{WHY} {button.text()}"
        assert "\n".join([place, *faults_of(settled(window))]) == place
    panel.buttons[0].click()
    qtbot.waitUntil(lambda: panel.pixels.sentence == "", timeout=TIMEOUT)
    assert "\n".join(faults_of(settled(window))) == ""


def test_epochs_and_a_second_model(window: MainWindow, qtbot: QtBot) -> None:
    page, model = draw_page(window), window.model_in_use.model
    assert model is not None
    page.canvas.set_content(SEVEN)
    page.epochs.set_course([KeptWeights(epoch, model.weights) for epoch in range(3)], model)
    page.beside.set_model(model)
    for key, signal in ((EPOCHS, page.epochs.answers_found), (BESIDE, page.beside.compared)):
        with qtbot.waitSignal(signal, timeout=TIMEOUT):
            page.inspector.open(key)
        assert "\n".join([key, *faults_of(settled(window))]) == key


def test_numbers_that_were_read(window: MainWindow, qtbot: QtBot) -> None:
    window.pages.wanted.emit("read")
    page, (pixels, text) = read_page(window), page_pixels()
    page.read_picture(pixels, "made.png")
    qtbot.waitUntil(lambda: page.result.text.page.text == text, timeout=TIMEOUT)
    assert "\n".join(faults_of(settled(window))) == ""


def test_runs_compared(window: MainWindow, qtbot: QtBot) -> None:
    put_compared()
    window.pages.wanted.emit("compare")
    page = compare_page(window)
    qtbot.waitUntil(lambda: len(page.table.lines.lines) == 3, timeout=TIMEOUT)
    qtbot.waitUntil(lambda: page.plots.curves.is_drawn, timeout=TIMEOUT)
    for choice in page.plots.view.choices:
        page.plots.view.button(choice.key).click()
        assert "\n".join([choice.text, *faults_of(settled(window))]) == choice.text


def test_what_is_evaluated(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    window.pages.wanted.emit("evaluate")
    page = evaluate_page(window)
    choose_few(page, write_few(tmp_path), qtbot)
    choose_second(page, SECOND, qtbot)
    with qtbot.waitSignal(page.desk.holding_rested, timeout=TIMEOUT):
        page.plots.hold()
    for button in page.results.plots.buttons:
        button.click()
        place = f"evaluate {button.text()}"
        qtbot.waitUntil(lambda: not page.results.plots.map_bar.is_searching, timeout=TIMEOUT)
        assert "\n".join([place, *faults_of(settled(window))]) == place


def test_the_editor_of_networks(window: MainWindow, qtbot: QtBot) -> None:
    window.pages.wanted.emit("networks")
    page = networks_page(window)
    page.new_button.click()
    qtbot.waitUntil(page.editor.isVisible)
    assert "\n".join(faults_of(settled(window))) == ""
    page.actions_bar.discard_button.click()


def test_the_strip_of_a_training_and_what_is_offered_at_its_end(window: MainWindow, qtbot: QtBot) -> None:
    window.pages.wanted.emit("train")
    page, strip = train_page(window), window.strip
    qtbot.waitUntil(page.choices.train_button.isEnabled, timeout=TIMEOUT)
    page.choices.train_button.click()
    qtbot.waitUntil(lambda: strip.progress.batch_bar.value() > 0, timeout=TIMEOUT)
    strip.progress.pause_button.click()
    assert "\n".join(faults_of(settled(window))) == ""
    strip.progress.stop_button.click()
    qtbot.waitUntil(lambda: bool(strip.outcome.buttons), timeout=TIMEOUT)
    assert "\n".join(faults_of(settled(window))) == ""


def test_the_downloads(window: MainWindow, qtbot: QtBot) -> None:
    train_page(window).choices.data_set.download_requested.emit()
    dialog = active_dialog(qtbot)
    assert "\n".join(faults_of(settled(dialog))) == ""
    dialog.reject()


def test_the_dialogs_of_networks(window: MainWindow, qtbot: QtBot) -> None:
    window.pages.wanted.emit("networks")
    bar = networks_page(window).actions_bar
    for button in (bar.compare_button, bar.reproduce_button):
        button.click()
        dialog = active_dialog(qtbot)
        assert "\n".join(faults_of(settled(dialog))) == ""
        dialog.reject()


def test_the_dialog_from_paper(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    window.pages.wanted.emit("digits")
    paper = digits_page(window).paper
    paper.open()
    dialog = active_dialog(qtbot)
    assert "\n".join(faults_of(settled(dialog))) == ""
    paper.read([taken(tmp_path / "a.jpg")])
    qtbot.waitUntil(lambda: bool(paper.gathered.written), timeout=TIMEOUT)
    paper.dialog.grid.choose_current()
    assert "\n".join(faults_of(settled(dialog))) == ""
    dialog.reject()


def test_the_dialogs_of_help(window: MainWindow, qtbot: QtBot) -> None:
    for show in (window.help.show_keys, window.help.show_about, window.help.show_licences):
        show()
        dialog = active_dialog(qtbot)
        assert "\n".join(faults_of(settled(dialog))) == ""
        dialog.reject()


def test_every_key_says_what_it_does(window: MainWindow) -> None:
    groups = keys_of_window(window, window.pages.all_pages())
    assert [f"{group.title}: {line.keys}" for group in groups for line in group.lines if not line.what] == []


UNTOLD = {
    "Overlay": "its keys are those that open it, and its title line tells how to use it",
    "ExplanationList": "it has the keys of every list",
    "MainWindow": "that Enter presses buttons stands first among the keys that hold everywhere",
}
"""Classes that handle keys which the list of keys need not tell, and why."""


def test_every_class_that_handles_keys_tells_them() -> None:
    names = [found.name for found in pkgutil.walk_packages(lenet_app.gui.__path__, "lenet_app.gui.")]
    modules = [importlib.import_module(name) for name in names]
    classes = {one for module in modules for one in vars(module).values() if isinstance(one, type)}
    handling = {one for one in classes if "keyPressEvent" in vars(one) and one.__module__.startswith("lenet_app.")}
    assert len(handling) > 5
    assert sorted(one.__name__ for one in handling if not hasattr(one, "told_keys")) == sorted(UNTOLD)
