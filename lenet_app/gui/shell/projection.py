"""The window for an audience: the page alone fills the screen, in the form that it has for projectors."""

from collections.abc import Sequence

from PySide6.QtCore import QByteArray, QObject, Qt
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import QMainWindow, QWidget

from lenet_app.gui.kit.window_page import WindowPage
from lenet_app.gui.shell.page_stack import PageStack
from lenet_app.language import tr

_KEY = "F11"


class Projection(QObject):
    """F11 fills the screen with the page that is shown, and leaves again; so does Escape.

    Args:
        window: what fills the screen.
        pages: one of them is shown.
        around: what an audience need not see.
    """

    def __init__(self, window: QMainWindow, pages: PageStack, around: Sequence[QWidget]) -> None:
        super().__init__(window)
        self._window, self._pages, self._around = window, pages, tuple(around)
        self._shown: list[QWidget] = []
        self._page: WindowPage | None = None
        self._geometry = QByteArray()
        self.action = QAction(tr("Full screen"), self)
        self.action.setShortcut(QKeySequence(_KEY))
        self.action.setStatusTip(tr("Show this page alone on the whole screen, for a projector"))
        self.action.triggered.connect(self.toggle)
        window.addAction(self.action)
        self._escape = QShortcut(QKeySequence(Qt.Key.Key_Escape), window)
        self._escape.setWhatsThis(tr("Leave full screen"))
        self._escape.setEnabled(False)
        self._escape.activated.connect(self.leave)
        # Qt gives a key that dismisses a notice, too, to each in turn.
        self._escape.activatedAmbiguously.connect(self.leave)
        pages.shown.connect(self.leave)

    @property
    def is_on(self) -> bool:
        """Whether the page fills the screen."""
        return self._page is not None

    def toggle(self) -> None:
        """Fill the screen, or leave it."""
        if self.is_on:
            self.leave()
        else:
            self._enter()

    def _enter(self) -> None:
        page = self._pages.currentWidget()
        assert isinstance(page, WindowPage)
        self._page = page
        self._geometry = self._window.saveGeometry()
        self._shown = [one for one in self._around if not one.isHidden()]
        for one in self._shown:
            one.hide()
        page.set_projected(True)
        self._escape.setEnabled(True)
        self._window.showFullScreen()

    def leave(self) -> None:
        """Be the usual window again."""
        page, self._page = self._page, None
        if page is None:
            return
        self._escape.setEnabled(False)
        page.set_projected(False)
        for one in self._shown:
            one.show()
        self._window.showNormal()
        self._window.restoreGeometry(self._geometry)
