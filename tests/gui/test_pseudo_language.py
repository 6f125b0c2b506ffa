"""The whole window in a language of which every text is longer than the English one: nothing is cut or left out."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QMessageBox,
    QWidget,
)
from pytestqt.qtbot import QtBot

from lenet_app.data.sources import SOURCES
from lenet_app.gui.draw.inspector.why.panel import WhyPanel
from lenet_app.gui.draw.panels import BACK, BESIDE, EPOCHS, FORWARD, STEPS, WEIGHTS, WHAT_IF, WHY
from lenet_app.gui.draw.preparation.panel import PreparationPanel
from lenet_app.gui.evaluate.gallery_content import Choice, Kind
from lenet_app.gui.shell.main_window import MainWindow
from lenet_app.gui.train.widgets.download_dialog import DownloadDialog
from lenet_app.ink.strokes import Drawing, Stroke
from lenet_app.inspection.units import Unit
from lenet_app.language import choose
from lenet_app.networks import family
from lenet_app.networks.kept_weights import KeptWeights
from lenet_app.paths import Home
from tests.gui.compare.runs import put_compared
from tests.gui.evaluate.desk import SECOND, choose_few, choose_second, write_few
from tests.gui.helpers import SEVEN, seven
from tests.gui.painted_texts import faults_in
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
from tests.tools import texts
from tests.unit.own_samples.made import sample

SIZES = (QSize(1280, 720), QSize(1024, 640))
TIMEOUT = 200_000
_ROUNDS = 4
X = Drawing(tuple(Stroke(line, 0.075) for line in (((0.25, 0.22), (0.75, 0.8)), ((0.76, 0.2), (0.24, 0.78)))))
Widget = TypeVar("Widget", bound=QWidget)

SAME_EVERYWHERE = (
    "output ReLU tanh sigmoid MNIST CPU Adam AdamW Adadelta MB px OK Cancel Close made seven png lenet cifar"
)
"""Names, units, and Qt's own buttons, which Qt translates."""


def names() -> frozenset[str]:
    """Words that are the same in every language: names of networks, data sets and models, and of what was opened."""
    titles = [family.member(id_).architecture.title for id_ in family.ids()]
    sets = [source.title for source in SOURCES.values()]
    return frozenset(re.findall(r"[^\W\d_]{2,}", " ".join([SAME_EVERYWHERE, "handwriting", *titles, *sets])))


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("language") / "pseudo.po"
    file.write_bytes(texts.written(texts.in_pseudo(texts.extracted(texts.CODE))))
    return file


@pytest.fixture(autouse=True)
def pseudo_language(catalogue: Path) -> Iterator[None]:
    choose(str(catalogue))
    yield
    choose("en")


@pytest.fixture
def look(pseudo_language: None, window: MainWindow, qtbot: QtBot) -> Callable[[], None]:
    """Fails where the window shows a fault at either size."""
    known = names()

    def look_at_it() -> None:
        for size in SIZES:
            window.resize(size)
            for _ in range(_ROUNDS):  # a layout may bring about another one
                QApplication.processEvents()
            assert window.size() == size
            assert "\n".join(faults_in(window, known)) == ""
        window.resize(SIZES[0])

    return look_at_it


def opened(window: QWidget, kind: type[Widget], qtbot: QtBot) -> Widget:
    """The dialog of this kind that is open."""
    qtbot.waitUntil(lambda: any(one.isVisible() for one in window.findChildren(kind)))
    return next(one for one in window.findChildren(kind) if one.isVisible())


def test_draw(window: MainWindow, look: Callable[[], None], qtbot: QtBot) -> None:
    page = draw_page(window)
    look()
    page.canvas.set_content(SEVEN)
    qtbot.waitUntil(lambda: page.answer_view.is_sure, timeout=TIMEOUT)
    look()
    page.answer_view.sureness_line.click()
    look()
    page.fitting_line.click()
    look()
    page.inspector.caret.click()
    page.canvas.set_content(X)
    qtbot.waitUntil(lambda: not page.answer_view.is_sure, timeout=TIMEOUT)
    look()


def test_a_picture_and_its_steps(window: MainWindow, look: Callable[[], None], qtbot: QtBot, tmp_path: Path) -> None:
    page = draw_page(window)
    seven(side=300).save(tmp_path / "seven.png")
    page.open_picture(tmp_path / "seven.png")
    qtbot.waitUntil(lambda: page.answer_view.label == "7", timeout=TIMEOUT)
    page.fitting_line.click()
    panel = page.inspector.panel(STEPS)
    assert isinstance(panel, PreparationPanel)
    qtbot.waitUntil(lambda: panel.list.count() > 0, timeout=TIMEOUT)
    look()
    for row in range(panel.list.count()):
        panel.list.setCurrentRow(row)
        assert "\n".join(faults_in(panel, names())) == ""


def test_what_is_inside_the_network(window: MainWindow, look: Callable[[], None], qtbot: QtBot) -> None:
    page = draw_page(window)
    page.canvas.set_content(SEVEN)
    qtbot.waitUntil(lambda: page.answer_view.is_sure, timeout=TIMEOUT)
    for key in (FORWARD, BACK, WEIGHTS):
        page.choice.choose(None)
        page.inspector.open(key)
        look()
        for unit in (Unit("C3", (2, 3, 4)), Unit("S2", (2, 3, 4)), Unit("F6", (17,)), Unit("output", (7,))):
            with qtbot.waitSignal(page.live_look.looked, timeout=TIMEOUT):
                page.choice.choose(unit)
            look()


def test_what_if(window: MainWindow, look: Callable[[], None], qtbot: QtBot) -> None:
    page = draw_page(window)
    page.inspector.open(WHAT_IF)
    look()
    page.canvas.set_content(SEVEN)
    qtbot.waitUntil(lambda: page.answer_view.is_sure, timeout=TIMEOUT)
    for unit in (Unit("C3", (2, 3, 4)), Unit("F6", (17,))):
        page.choice.choose(unit)
        page.what_if.switch_at(unit, False)
        qtbot.waitUntil(page.frame.note.isVisible, timeout=TIMEOUT)
        look()


def test_why_and_the_layers_large(window: MainWindow, look: Callable[[], None], qtbot: QtBot) -> None:
    page = draw_page(window)
    page.canvas.set_content(SEVEN)
    qtbot.waitUntil(lambda: page.answer_view.is_sure, timeout=TIMEOUT)
    page.choice.choose(Unit("C3", (2, 3, 4)))
    page.inspector.open(WHY)
    panel = page.inspector.panel(WHY)
    assert isinstance(panel, WhyPanel)
    qtbot.waitUntil(lambda: panel.pixels.sentence == "", timeout=TIMEOUT)
    for button in panel.buttons:
        button.click()
        look()
    page.inspector.caret.click()
    page.frame.layers_card.large_button.click()
    look()
    page.frame.layers_card.map_button.click()
    look()


def test_epochs_and_a_second_model(window: MainWindow, look: Callable[[], None], qtbot: QtBot) -> None:
    page, model = draw_page(window), window.model_in_use.model
    assert model is not None
    for key in (EPOCHS, BESIDE):
        page.inspector.open(key)
        look()
    page.canvas.set_content(SEVEN)
    page.epochs.set_course([KeptWeights(epoch, model.weights) for epoch in range(3)], model)
    page.beside.set_model(model)
    for key, signal in ((EPOCHS, page.epochs.answers_found), (BESIDE, page.beside.compared)):
        with qtbot.waitSignal(signal, timeout=TIMEOUT):
            page.inspector.open(key)
        look()


def test_read(window: MainWindow, look: Callable[[], None], qtbot: QtBot) -> None:
    window.rail.show_page("read")
    page, (pixels, text) = read_page(window), page_pixels()
    look()
    page.read_picture(pixels, "made.png")
    page.read_picture(pixels, "made.png")
    qtbot.waitUntil(lambda: page.result.text.page.text == text, timeout=TIMEOUT)
    look()
    page.view.setFocus()
    QTest.keyClick(page.view, Qt.Key.Key_Right)
    QTest.keyClick(page.view, Qt.Key.Key_0 if text[0] != "0" else Qt.Key.Key_1)
    look()
    window.close()
    box = opened(window, QMessageBox, qtbot)
    assert "\n".join(faults_in(box, names())) == ""
    box.reject()
    QTest.keySequence(page.view, "Ctrl+Z")


def test_my_digits(window: MainWindow, look: Callable[[], None], qtbot: QtBot) -> None:
    window.rail.show_page("digits")
    page, result = digits_page(window), digits_page(window).result
    look()
    with qtbot.waitSignal(window.people.samples_changed, timeout=TIMEOUT):
        window.people.desk.keep(lambda: [sample(n, n % 4, answer=7) for n in range(20)], lambda _ids: None)
    page.capture.sheets[0].set_content(SEVEN)
    qtbot.waitUntil(lambda: page.samples.told.endswith("20]") or page.samples.told == "20", timeout=TIMEOUT)
    look()
    page.samples.grid.choose(list(page.samples.grid.ids))
    look()
    page.samples.review_box.click()
    look()
    page.learn.begin_button.click()
    look()
    qtbot.waitUntil(result.use_button.isVisible, timeout=TIMEOUT)
    look()
    qtbot.waitUntil(lambda: bool(result.more.sentence), timeout=TIMEOUT)
    look()
    result.keep_button.click()
    page.paper.open()
    dialog = opened(page, QDialog, qtbot)
    assert "\n".join(faults_in(dialog, names())) == ""
    dialog.reject()


def test_networks(window: MainWindow, look: Callable[[], None], qtbot: QtBot) -> None:
    window.rail.show_page("networks")
    page = networks_page(window)
    for id_ in ("lenet5", "lenet5-1998", "lenet-cifar"):
        page.select(id_)
        look()
    page.actions_bar.compare_button.click()
    dialog = opened(page, QDialog, qtbot)
    assert "\n".join(faults_in(dialog, names())) == ""
    dialog.reject()
    page.actions_bar.reproduce_button.click()
    dialog = opened(page, QDialog, qtbot)
    assert "\n".join(faults_in(dialog, names())) == ""
    dialog.reject()


def test_compare(window: MainWindow, look: Callable[[], None], qtbot: QtBot) -> None:
    put_compared()
    page = compare_page(window)
    window.rail.show_page("compare")
    qtbot.waitUntil(lambda: page.plots.curves.is_drawn and len(page.table.lines.lines) == 3, timeout=TIMEOUT)
    for choice in page.plots.view.choices:
        page.plots.view.button(choice.key).click()
        look()
    for size in SIZES:
        window.resize(size)
        for _ in range(_ROUNDS):
            QApplication.processEvents()
        assert page.table.height() > size.height() / 4, "the table keeps its room"
        assert page.plots.curves.height() > size.height() / 8


def test_evaluate(window: MainWindow, look: Callable[[], None], qtbot: QtBot, tmp_path: Path) -> None:
    window.rail.show_page("evaluate")
    page = evaluate_page(window)
    choose_few(page, write_few(tmp_path), qtbot)
    look()
    choose_second(page, SECOND, qtbot)
    page.look_at(Choice(Kind.CELL, 9, 9))
    with qtbot.waitSignal(page.desk.holding_rested, timeout=TIMEOUT):
        page.plots.hold()
    for button in page.results.plots.buttons:
        button.click()
        look()
    qtbot.waitUntil(lambda: page.desk.mapped is not None, timeout=TIMEOUT)
    page.results.plots.map.plot.pointed.emit(4, 0)
    look()


def test_the_editor_of_networks(window: MainWindow, look: Callable[[], None], qtbot: QtBot) -> None:
    window.rail.show_page("networks")
    page = networks_page(window)
    page.new_button.click()
    qtbot.waitUntil(page.editor.isVisible)
    look()
    page.editor.height_box.setValue(1)
    look()
    window.close()
    box = opened(window, QMessageBox, qtbot)
    assert "\n".join(faults_in(box, names())) == ""
    box.reject()
    page.actions_bar.discard_button.click()


def test_train_the_strip_and_what_is_offered(window: MainWindow, look: Callable[[], None], qtbot: QtBot) -> None:
    window.rail.show_page("train")
    page, strip = train_page(window), window.strip
    for id_ in ("lenet5-1998", "lenet-cifar", "lenet5"):
        page.show_member(family.member(id_))
        look()
    qtbot.waitUntil(page.choices.train_button.isEnabled, timeout=TIMEOUT)
    page.choices.train_button.click()
    look()
    qtbot.waitUntil(lambda: strip.progress.batch_bar.value() > 0, timeout=TIMEOUT)
    strip.progress.pause_button.click()
    look()
    window.close()
    box = opened(window, QMessageBox, qtbot)
    assert "\n".join(faults_in(box, names())) == ""
    box.reject()
    strip.progress.stop_button.click()
    look()
    qtbot.waitUntil(lambda: bool(strip.outcome.buttons), timeout=TIMEOUT)
    look()


def test_the_list_of_models(window: MainWindow, qtbot: QtBot) -> None:
    folder = Home.of_user().models
    folder.mkdir(parents=True)
    (folder / "broken.safetensors").write_bytes(b"")
    window.models.list_again()
    qtbot.waitUntil(lambda: bool(window.models.unusable))
    window.chip.show_models()
    panel = window.chip.panel
    called = " ".join([*(one.name for one in window.models.entries), "broken.safetensors"])
    models = frozenset(re.findall(r"\w+", called))
    for one in (window.models.entries[0], window.models.unusable[0]):
        panel.models.select(one)
        assert "\n".join(faults_in(panel, names() | models)) == ""
    panel.hide()


def test_the_downloads(window: MainWindow, qtbot: QtBot) -> None:
    train_page(window).choices.data_set.download_requested.emit()
    downloads = opened(window, DownloadDialog, qtbot)
    assert "\n".join(faults_in(downloads, names())) == ""
    downloads.reject()
