"""A page of networks at work, for its tests."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QDialog, QFileDialog, QPushButton, QSpinBox, QWidget
from pytestqt.qtbot import QtBot

from lenet_app.gui.answering.model_in_use import ModelInUse
from lenet_app.gui.answering.model_switch import ModelSwitch
from lenet_app.gui.kit.notice import Notice
from lenet_app.gui.networks.page import NetworksPage
from lenet_app.gui.settings import Settings
from lenet_app.gui.workers.background import Background
from lenet_app.networks.family import Member
from lenet_app.networks.making import Metrics
from lenet_app.paths import Home
from lenet_app.storage.architectures import write_architecture
from lenet_app.storage.library import ModelLibrary
from lenet_app.storage.models import write_model
from tests.gui.helpers import SHIPPED, shipped_model

Dialog = TypeVar("Dialog", bound=QDialog)


class Desk:
    """The page with its worker; models that were shipped are the default one only."""

    def __init__(self, qtbot: QtBot, folder: Path) -> None:
        self.qtbot = qtbot
        self._parent = QObject()
        self.background = Background(self._parent)
        self.shipped, self.own = folder / "shipped", folder / "own"
        self.shipped.mkdir()
        (self.shipped / SHIPPED.name).write_bytes(SHIPPED.read_bytes())
        library, self.in_use = ModelLibrary(self.own, self.shipped), ModelInUse(Settings())
        window = QWidget()
        qtbot.addWidget(window)
        switch = ModelSwitch(library, self.in_use, self.background, Notice(window), self._parent)
        self.page = NetworksPage(Home.of_user(), self.background, self.in_use, switch, Settings())
        qtbot.addWidget(self.page)
        self.trained: list[Member] = []
        self.page.train_requested.connect(self.trained.append)
        self.page.resize(1280, 590)
        self.page.show()
        self.page.activateWindow()
        qtbot.waitUntil(self.page.isActiveWindow)
        self.refresh()

    def refresh(self) -> None:
        self.page.refresh()
        self.settle()

    def settle(self) -> None:
        """All work asked for so far is done and told, and what it brought about, too."""
        for _ in range(2):
            done: list[None] = []
            self.background.run(lambda: None, done.append, lambda _sentence: None)
            self.qtbot.waitUntil(lambda done=done: bool(done))  # type: ignore[misc]

    @property
    def id(self) -> str:
        return self.page.current.architecture.id

    @property
    def texts(self) -> tuple[str, ...]:
        return self.page.facts.texts

    @property
    def files(self) -> dict[str, str]:
        """The user's own files with their contents."""
        return {path.name: path.read_text(encoding="utf-8") for path in sorted(Home.of_user().architectures.glob("*"))}

    def click(self, button: QAbstractButton) -> None:
        assert button.isVisible()
        assert button.isEnabled()
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)

    def choose(self, title: str) -> None:
        """By a click into the list."""
        networks = self.page.list
        row = self.titles.index(title)
        networks.scrollToItem(networks.item(row))
        at = networks.visualItemRect(networks.item(row)).topLeft() + QPoint(20, 10)
        QTest.mouseClick(networks.viewport(), Qt.MouseButton.LeftButton, pos=at)

    @property
    def titles(self) -> list[str]:
        return [self.page.list.item(row).text() for row in range(self.page.list.count())]

    def note(self, title: str) -> str:
        item = self.page.list.item(self.titles.index(title))
        return str(item.data(Qt.ItemDataRole.AccessibleDescriptionRole))

    def column(self, heading: str) -> list[str]:
        texts = self.page.table.texts
        return [row[texts.headings.index(heading)] for row in texts.rows]

    def dialog(self, kind: type[Dialog]) -> Dialog:
        self.qtbot.waitUntil(lambda: any(one.isVisible() for one in self.page.findChildren(kind)))
        return next(one for one in self.page.findChildren(kind) if one.isVisible())

    def press(self, dialog: QDialog, text: str) -> None:
        (button,) = [one for one in dialog.findChildren(QPushButton) if one.text().replace("&", "") == text]
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        self.settle()

    def choose_file(self, open_dialog: Callable[[], None], path: Path) -> None:
        open_dialog()
        dialog = self.dialog(QFileDialog)
        dialog.fileSelected.emit(str(path))
        dialog.close()
        self.settle()

    def add_own(self, member: Member, name: str) -> None:
        write_architecture(member, Home.of_user().architectures / name)
        self.refresh()

    def add_model(self, name: str, accuracy: float, data_set: str = "mnist") -> None:
        model = shipped_model()
        making = replace(model.making, data_set=data_set)
        write_model(
            replace(model, name=name, metrics=Metrics(accuracy), making=making),
            self.own / f"{name}.safetensors",
        )
        self.refresh()


def enter(box: QSpinBox, value: int) -> None:
    """With the keys."""
    box.setFocus()
    box.selectAll()
    QTest.keyClicks(box, str(value))
    QTest.keyClick(box, Qt.Key.Key_Return)


def begin(networks: Desk, id_: str = "lenet5") -> None:
    networks.page.select(id_)
    networks.click(networks.page.actions_bar.change_button)
    assert networks.page.editor.isVisible()
