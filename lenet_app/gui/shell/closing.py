"""What is asked before the window closes, and when it may."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QMessageBox, QPushButton, QWidget

from lenet_app.gui.shell.page_stack import PageStack
from lenet_app.language import tr

if TYPE_CHECKING:
    from lenet_app.gui.train.control import TrainingControl


class Closing(QObject):
    """Holds the window open while a training runs, and asks before something is lost.

    Args:
        window: what is closed.
        pages: tell what of the user's own would be lost, and keep it.
    """

    def __init__(self, window: QWidget, pages: PageStack) -> None:
        super().__init__(window)
        self._window, self._pages = window, pages
        self._training: TrainingControl | None = None
        self._unsaved: Callable[[], tuple[str, ...]] = tuple
        self._is_decided = False

    def hold_for(self, training: "TrainingControl", unsaved: Callable[[], tuple[str, ...]]) -> None:
        """Hold the window open for what runs there, too.

        Args:
            training: what may be running.
            unsaved: tells of the models that are not saved, in a sentence each.
        """
        self._training, self._unsaved = training, unsaved
        training.model_unsaved.connect(self._stay)
        # Later than all others who hear of the end, which ask for work beside the window.
        training.ended.connect(self._go_on, Qt.ConnectionType.QueuedConnection)

    @property
    def is_decided(self) -> bool:
        """Whether the window closes now, or as soon as its training has ended."""
        return self._is_decided

    @property
    def _running(self) -> "TrainingControl | None":
        """What trains, while it does."""
        return self._training if self._training is not None and self._training.is_running else None

    @property
    def _losses(self) -> tuple[str, ...]:
        return (*self._unsaved(), *self._pages.losses)

    def may_close(self) -> bool:
        """Whether nothing speaks against it; otherwise the user is asked."""
        is_held = self._running is not None or (bool(self._losses) and not self._is_decided)
        if is_held and not self._is_decided:
            self._ask()
        self._is_decided = self._is_decided or not is_held
        return not is_held

    def stop_and_close(self) -> None:
        """Close without asking; a training is stopped first and its best weights are saved."""
        self._is_decided = True
        if (training := self._running) is not None:
            training.stop()
        else:
            self._window.close()

    def _stay(self) -> None:
        """A model could not be saved: it lasts as long as the window does."""
        self._is_decided = False

    def _go_on(self) -> None:
        if self._is_decided:
            self._window.close()

    def _ask(self) -> None:
        box = QMessageBox(QMessageBox.Icon.Question, self._window.windowTitle(), "", parent=self._window)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        losses = " ".join(self._losses)
        if (training := self._running) is not None:
            question, consequence = training.closing_question
            losses = f"{consequence} {losses}".strip()
            leave, stay = tr("Stop and close"), tr("Go on")
            training.ended.connect(box.reject)
        else:
            question = tr("Close without saving?")
            leave, stay = tr("Close without saving"), tr("Go back")
        box.setText(question)
        box.setInformativeText(losses)
        leave_button = box.addButton(leave, QMessageBox.ButtonRole.AcceptRole)
        stay_button = box.addButton(stay, QMessageBox.ButtonRole.RejectRole)
        leave_button.clicked.connect(self.stop_and_close)
        box.setDefaultButton(self._add_save_button(box) if self._pages.can_save_losses else stay_button)
        box.open()

    def _add_save_button(self, box: QMessageBox) -> QPushButton:
        """Once that is saved the window is closed anew: what else would be lost is asked about then."""
        button = box.addButton(tr("Save…"), QMessageBox.ButtonRole.ActionRole)
        button.setToolTip(tr("Save what would be lost, then close"))
        button.clicked.connect(lambda: self._pages.save_losses(self._window.close))
        return button
