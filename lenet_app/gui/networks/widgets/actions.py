"""What can be done with a network: train, open a model, change, save, compare, reproduce."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QSize, Qt, Signal, SignalInstance
from PySide6.QtGui import QAction, QIcon, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QToolButton, QWidget

from lenet_app.gui.kit.menu_button import give_menu
from lenet_app.gui.kit.tips import plain
from lenet_app.gui.kit.trailing_icon import TrailingIconButton
from lenet_app.gui.kit.wrapping_row import WrappingRow
from lenet_app.gui.look.icons import icon
from lenet_app.gui.look.theme import Kind, set_kind
from lenet_app.language import tr, trn


class NetworkActions(QWidget):
    """A row of buttons. It asks; the page does."""

    train_requested = Signal(int)
    """The number of the experiment whose recipe is to be used."""
    models_requested = Signal()
    change_requested = Signal()
    save_requested = Signal()
    discard_requested = Signal()
    export_requested = Signal()
    compare_requested = Signal()
    reproduce_requested = Signal()
    table_requested = Signal()
    rename_requested = Signal()
    delete_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._is_busy = self._is_own = self._can_reproduce = self._is_published = False
        self._models = 0
        self._train_tip, self._fault = "", ""
        self.train_button = TrailingIconButton(tr("Train…"))
        set_kind(self.train_button, Kind.PRIMARY)
        # The style sheet's arrow has the colour of other buttons.
        self.train_button.setStyleSheet("QPushButton::menu-indicator { image: none; width: 0; }")
        self.train_button.clicked.connect(self._on_train)
        self.save_button = self._button(tr("Save"), self.save_requested, "")
        self.discard_button = self._button(
            tr("Discard"), self.discard_requested, tr("Leave the changes that are not saved")
        )
        self.models_button = self._button(_models_text(0), self.models_requested, "")
        self.change_button = self._button(tr("Change…"), self.change_requested, "")
        self.compare_button = self._button(tr("Compare…"), self.compare_requested, "")
        self.export_button = self._button(tr("Save as JSON…"), self.export_requested, "")
        self.reproduce_button = self._button(tr("Reproduce…"), self.reproduce_requested, "")
        self.menu_button = self._make_menu()
        row = WrappingRow(
            *(self.train_button, self.models_button, self.save_button, self.discard_button),
            *(self.change_button, self.compare_button, self.export_button, self.reproduce_button),
        )
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(row, 1, Qt.AlignmentFlag.AlignTop)
        layout.addWidget(self.menu_button, 0, Qt.AlignmentFlag.AlignTop)
        self.show_experiments((), "")
        self.set_editing(is_editing=False)

    def _button(self, text: str, signal: SignalInstance, tip: str) -> QPushButton:
        button = QPushButton(text)
        button.setToolTip(tip)
        button.clicked.connect(signal)
        return button

    def _make_menu(self) -> QToolButton:
        button = QToolButton()
        button.setIcon(icon("ellipsis"))
        button.setIconSize(QSize(16, 16))
        button.setToolTip(tr("Rename or delete this network, or save its layer table"))
        button.setAccessibleName(tr("More"))
        set_kind(button, Kind.FLAT)
        self.table_action = QAction(tr("Save table as CSV…"), self)
        self.table_action.triggered.connect(self.table_requested)
        self.rename_action = QAction(icon("pencil-line"), tr("Rename…"), self)
        self.rename_action.triggered.connect(self.rename_requested)
        self.delete_action = QAction(icon("trash-2"), tr("Delete…"), self)
        self.delete_action.triggered.connect(self.delete_requested)
        menu = QMenu(button)
        menu.addAction(self.table_action)
        menu.addSeparator()
        menu.addActions([self.rename_action, self.delete_action])
        give_menu(button, menu)
        return button

    def show_experiments(self, names: Sequence[str], tip: str) -> None:
        """With more than one experiment the button asks which; `tip` says what is trained with."""
        menu = self.train_button.menu()
        self.train_button.setMenu(None)  # type: ignore[arg-type]
        if menu is not None:
            menu.deleteLater()
        if len(names) > 1:
            menu = QMenu(self.train_button)
            for number, name in enumerate(names):
                menu.addAction(name).triggered.connect(partial(self._train, number))
            give_menu(self.train_button, menu)
        self.train_button.setIcon(self._arrow() if len(names) > 1 else QIcon())
        self._train_tip = tip
        self._update()

    @staticmethod
    def _arrow() -> QIcon:
        return icon("chevron-down", lambda named: named.accent_text)

    def showEvent(self, event: QShowEvent) -> None:
        """Keep the room of the arrow where there is none, so that no button moves when another network comes."""
        super().showEvent(event)
        models = max((_models_text(count) for count in (0, 1, 88)), key=self.fontMetrics().horizontalAdvance)
        shown = self.models_button.text()
        self.models_button.setText(models)
        self.models_button.setMinimumWidth(self.models_button.sizeHint().width())
        self.models_button.setText(shown)
        before = self.train_button.icon()
        self.train_button.setIcon(self._arrow())
        self.train_button.setMinimumWidth(self.train_button.sizeHint().width())
        self.train_button.setIcon(before)

    def set_network(self, *, is_own: bool, models: int, can_reproduce: bool, is_published: bool) -> None:
        """What can be done with the network that is shown; how many models it has, whether its recipe was published."""
        self._is_own, self._models, self._can_reproduce = is_own, models, can_reproduce
        self._is_published = is_published
        self._update()

    def set_fault(self, fault: str) -> None:
        """Why the network cannot be built as it stands, in a sentence; empty where it can.

        What would take another network than the form shows is not to be had meanwhile.
        """
        self._fault = fault
        self._update()

    def set_editing(self, *, is_editing: bool) -> None:
        """Whether the network is being changed."""
        editing = (self.save_button, self.discard_button)
        looking = (self.models_button, self.change_button, self.reproduce_button)
        # What goes before what comes, so that the row is never wider than either needs.
        for button in looking if is_editing else editing:
            button.hide()
        for button in editing if is_editing else looking:
            button.show()
        self._update()

    def set_busy(self, is_busy: bool) -> None:
        """Whether a training runs, which allows no other."""
        self._is_busy = is_busy
        self._update()

    def _update(self) -> None:
        busy = tr("A training runs; wait for its end or stop it first")
        self.train_button.setEnabled(not self._fault)
        self.train_button.setToolTip(plain(self._fault) or self._train_tip)
        for button, tip in (
            (self.save_button, tr("Keep it among your networks")),
            (self.compare_button, tr("Compare with another network")),
            (self.export_button, tr("Save the architecture as a file to pass on")),
        ):
            button.setEnabled(not self._fault)
            button.setToolTip(plain(self._fault) or tip)
        self.table_action.setEnabled(not self._fault)
        self.models_button.setText(_models_text(self._models))
        self.models_button.setEnabled(self._models > 0)
        self.models_button.setToolTip(
            tr("The models of this network: let one answer, fine-tune, rename or delete it")
            if self._models
            else tr("There is no model of this network yet; train one")
        )
        self.change_button.setToolTip(
            tr("Change your network") if self._is_own else tr("Make a variant of it and change that")
        )
        self.reproduce_button.setEnabled(self._can_reproduce and not self._is_busy)
        reproduce = tr("Train it as it was published, and see whether the result comes out")
        if not self._is_published:
            reproduce = tr("Train it with its own recipe and several seeds, and see what comes out")
        if not self._can_reproduce:
            reproduce = tr("Only for the family's networks of single pictures: nothing was published of this one")
        self.reproduce_button.setToolTip(busy if self._is_busy else reproduce)
        self.rename_action.setEnabled(self._is_own)
        self.delete_action.setEnabled(self._is_own)

    def _on_train(self) -> None:
        if self.train_button.menu() is None:
            self.train_requested.emit(0)

    def _train(self, number: int, _checked: bool = False) -> None:
        self.train_requested.emit(number)


def _models_text(count: int) -> str:
    return trn("{count} model", "{count} models", count).format(count=count)
