"""Loads pyqtgraph when the first plot is seen, once for all plots."""

import importlib
import logging
import sys

from PySide6.QtCore import QCoreApplication, QObject, QTimer, Signal

_MODULE = "lenet_app.gui.plots.canvas"
_PAUSE = 50
"""Milliseconds."""


class Loading(QObject):
    """Tells when plots can be drawn."""

    done = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._has_begun = False

    @property
    def is_done(self) -> bool:
        """Whether they can be drawn now."""
        return _MODULE in sys.modules

    def begin(self) -> None:
        """Load what is not loaded yet, once the page around the plot is painted; `done` comes later, if it comes.

        The import takes an eighth of a second. It is not done by a thread: pyqtgraph makes classes of widgets, and
        while the window made some, too, the process was seen to end twice.
        """
        if not self._has_begun:
            self._has_begun = True
            QTimer.singleShot(_PAUSE, self, self._load)

    def _load(self) -> None:
        try:
            importlib.import_module(_MODULE)
        except ImportError:  # a broken installation: the plots stay empty
            logging.getLogger(__name__).exception("pyqtgraph cannot be loaded")
        else:
            self.done.emit()


def loading() -> Loading:
    """The one of this program."""
    application = QCoreApplication.instance()
    assert application is not None
    found = application.findChild(Loading)
    return found if isinstance(found, Loading) else Loading(application)
