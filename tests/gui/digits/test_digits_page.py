"""My digits: written, looked through, corrected, deleted, brought back; learned in tests of their own."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QPushButton
from pytestqt.qtbot import QtBot

from lenet_app.gui.answering.model_in_use import ModelInUse
from lenet_app.gui.digits.page import DigitsPage
from lenet_app.gui.labelling.desk import SampleDesk
from lenet_app.gui.look.theme import Theme, ThemeSwitch
from lenet_app.gui.settings import Settings
from lenet_app.gui.workers.background import Background
from lenet_app.paths import Home
from lenet_app.samples.sample import Sample, Source
from lenet_app.samples.store import SampleStore
from lenet_app.storage.library import ModelLibrary
from tests.gui.canvas.canvas_helpers import draw
from tests.gui.helpers import SEVEN, entry_of, shipped_model
from tests.unit.own_samples.made import sample
from tests.unit.samples import model

LEFT, Key = Qt.MouseButton.LeftButton, Qt.Key


class DigitsDesk:
    """The page with its workers, beside some samples."""

    def __init__(self, qtbot: QtBot, *given: Sample, waits: bool = True) -> None:
        self.qtbot, self._parent = qtbot, QObject()
        self.file = Home.of_user().samples
        if given:
            self.store().add(given)
        self.settings = Settings()
        self.background, self.in_use = Background(self._parent), ModelInUse(self.settings)
        self.samples = SampleDesk(self.file, self._parent)
        self.library = ModelLibrary(Home.of_user().models)
        self.page = DigitsPage(self.samples, self.in_use, self.library, self.background, self.settings)
        self.in_use.use(entry_of(shipped_model()), shipped_model())
        qtbot.addWidget(self.page)
        self.page.resize(1208, 672)
        self.page.show()
        self.page.activateWindow()
        qtbot.waitUntil(self.page.isActiveWindow)
        self.card, self.grid = self.page.samples, self.page.samples.grid
        if waits:
            self.wait_for(len(given))

    def store(self) -> SampleStore:
        return SampleStore(self.file)

    def labels(self) -> list[int]:
        store = self.store()
        found = [one.label for one in store.samples(store.ids())]
        store.close()
        return found

    def wait_for(self, count: int) -> None:
        """So many are listed."""
        self.qtbot.waitUntil(lambda: self.card.told == str(count) or self.card.told.startswith(f"{count} of "))

    def click(self, place: int) -> None:
        QTest.mouseClick(self.grid.viewport(), LEFT, pos=self.grid.cell(place).center())

    def press(self, button: QPushButton) -> None:
        QTest.mouseClick(button, LEFT)

    def finish(self) -> None:
        self.page.finish()
        self.samples.finish()
        self.background.finish()


@pytest.fixture
def empty(qtbot: QtBot, qapp: QApplication) -> Iterator[DigitsDesk]:
    ThemeSwitch(qapp, Theme.LIGHT)
    desk = DigitsDesk(qtbot)
    yield desk
    desk.finish()


@pytest.fixture
def some(qtbot: QtBot, qapp: QApplication) -> Iterator[DigitsDesk]:
    """Three 1s, of which one was answered wrongly, and two 7s, which are the same."""
    ThemeSwitch(qapp, Theme.LIGHT)
    ones = (sample(1, 1), sample(2, 1, answer=7, model="Other"), sample(3, 1, answer=1, model="LeNet-5"))
    desk = DigitsDesk(qtbot, *ones, sample(4, 7), sample(4, 7))
    yield desk
    desk.finish()


def test_an_empty_page_says_what_it_is_for(empty: DigitsDesk) -> None:
    assert not empty.grid.isVisible()
    assert empty.page.learn.note == "Write a few of each digit first: five of each will do."
    assert not empty.page.learn.begin_button.isEnabled()
    assert not empty.page.erase_button.isEnabled()


def test_three_digits_are_written_and_kept_when_the_pen_rests(empty: DigitsDesk) -> None:
    card = empty.page.capture
    for number, sheet in enumerate(card.sheets):
        assert len(card.drawings) == number
        draw(sheet, (20, 20), (60, 25), (30, 90))
    empty.wait_for(3)
    assert (empty.labels(), card.capture.digit, card.drawings) == ([0, 0, 0], 1, ())
    store = empty.store()
    one = store.samples(store.ids())[0]
    store.close()
    assert (one.source, one.model) == (Source.CAPTURE, "LeNet-5")
    assert one.answer is not None
    assert one.drawing is not None
    empty.press(empty.card.undo_button)
    empty.wait_for(0)


def test_a_pen_that_is_down_is_waited_for(empty: DigitsDesk, qtbot: QtBot) -> None:
    card = empty.page.capture
    card.sheets[0].set_content(SEVEN)
    card.sheets[1].set_content(SEVEN)
    QTest.mousePress(card.sheets[2], LEFT, pos=QPoint(20, 20))
    QTest.mouseMove(card.sheets[2], QPoint(40, 60))
    with qtbot.assertNotEmitted(card.written):
        card.rest.timeout.emit()
    with qtbot.waitSignal(card.written):
        QTest.mouseRelease(card.sheets[2], LEFT, pos=QPoint(40, 60))


def test_what_is_written_can_be_kept_at_once_cleared_or_passed_over(empty: DigitsDesk) -> None:
    card = empty.page.capture
    card.sheets[0].set_content(SEVEN)
    empty.press(card.again_button)
    assert card.drawings == ()
    card.sheets[0].set_content(SEVEN)
    empty.press(card.skip_button)
    assert (card.drawings, card.capture.digit) == ((), 1)
    QTest.mouseClick(card.digit_buttons[7], LEFT)
    card.sheets[1].set_content(SEVEN)
    QTest.keyClick(card.sheets[1], Key.Key_Return)
    empty.wait_for(1)
    assert (empty.labels(), card.capture.digit) == ([7], 8)


def test_samples_are_relabelled_deleted_and_brought_back(some: DigitsDesk) -> None:
    some.click(0)
    with some.qtbot.waitSignal(some.samples.changed):
        QTest.keyClick(some.grid, Key.Key_4)
    assert sorted(some.labels()) == [1, 1, 4, 7, 7]
    some.wait_for(5)
    some.click(1)
    some.press(some.card.delete_button)
    some.wait_for(4)
    assert some.card.chosen_line.text() == "1 deleted"
    some.press(some.card.undo_button)
    some.wait_for(5)
    QTest.keyClick(some.grid, Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    some.qtbot.waitUntil(lambda: some.labels() == [1, 1, 1, 7, 7])
    assert not some.card.undo_button.isEnabled()


def test_a_filter_lists_some_of_them(some: DigitsDesk) -> None:
    some.card.wrong_box.setChecked(True)
    some.wait_for(1)
    some.card.wrong_box.setChecked(False)
    some.card.digit_box.setCurrentIndex(8)
    some.wait_for(2)
    some.card.digit_box.setCurrentIndex(0)
    some.card.model_box.setCurrentIndex(some.card.model_box.findData("Other"))
    some.wait_for(1)
    some.card.model_box.setCurrentIndex(0)
    some.card.date_box.setCurrentIndex(1)
    some.wait_for(5)
    assert [some.card.model_box.itemText(n) for n in range(3)] == ["Model", "LeNet-5", "Other"]


def test_duplicates_are_chosen_but_for_the_first_of_each(some: DigitsDesk) -> None:
    some.press(some.card.duplicates_button)
    some.qtbot.waitUntil(lambda: some.grid.chosen != [])
    assert some.grid.chosen == [5]


def test_samples_go_into_a_file_and_come_back(some: DigitsDesk, tmp_path: Path) -> None:
    file = tmp_path / "mine.jsonl"
    some.page.exchange.write(file)
    some.qtbot.waitUntil(lambda: some.card.notice.text == "5 samples are in mine.jsonl.")
    some.page.exchange.bring_in(file)
    some.wait_for(10)
    assert some.labels() == [1, 1, 1, 1, 1, 1, 7, 7, 7, 7]
    some.press(some.card.undo_button)
    some.wait_for(5)
    file.write_text('{"label": 7}')
    some.page.exchange.bring_in(file)
    some.qtbot.waitUntil(lambda: some.card.notice.text.endswith('It has neither "strokes" nor a "picture".'))
    assert len(some.labels()) == 5


def test_samples_and_the_model_that_learned_them_go_into_a_zip_and_come_back(some: DigitsDesk, tmp_path: Path) -> None:
    file, one = tmp_path / "me.zip", model(name="Mine")
    some.library.save(replace(one, making=replace(one.making, own_digits=5)))
    some.page.exchange.write(file)
    some.qtbot.waitUntil(lambda: some.card.notice.text == "5 samples are in me.zip.")
    with some.qtbot.waitSignal(some.page.exchange.model_added):
        some.page.exchange.bring_in(file)
    some.wait_for(10)
    assert some.card.notice.text == "The model Mine (2) came with them: choose it above."
    assert sorted(entry.name for entry in some.library.own_entries()) == ["Mine", "Mine (2)"]
    some.press(some.card.undo_button)
    some.wait_for(5)
    file.write_bytes(file.read_bytes()[:-30])
    some.page.exchange.bring_in(file)
    some.qtbot.waitUntil(lambda: some.card.notice.text == "me.zip is no ZIP, or it is damaged.")
    assert len(some.labels()) == 5


def test_a_file_to_export_to_is_asked_for(some: DigitsDesk) -> None:
    some.page.exchange.ask_export()
    (dialog,) = some.page.findChildren(QFileDialog)
    both, alone = dialog.nameFilters()
    assert dialog.defaultSuffix() == "zip"
    for chosen, suffix in ((alone, "jsonl"), (both, "zip")):
        dialog.filterSelected.emit(chosen)
        assert dialog.defaultSuffix() == suffix
    dialog.reject()


def test_a_database_that_cannot_be_read_is_told(qtbot: QtBot, qapp: QApplication) -> None:
    file = Home.of_user().samples
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(b"no database" * 100)
    desk = DigitsDesk(qtbot, waits=False)
    qtbot.waitUntil(lambda: desk.card.notice.text.endswith("the file is damaged; it was left as it is."))
    desk.finish()
