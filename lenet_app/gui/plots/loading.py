"""Loads pyqtgraph beside the window, once for all plots: its import takes a fifth of a second."""

import importlib
import logging
import sys

from PySide6.QtCore import QCoreApplication, QObject, QThreadPool, Signal

_MODULE = "lenet_app.gui.plots.canvas"


class Loading(QObject):
    """Tells when plots can be drawn."""

    done = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._has_begun = False

    @property
    def is_done(self) -> bool:
        """Whether they can be drawn now."""
        return _MODULE in sys.modules and not self._is_importing

    @property
    def _is_importing(self) -> bool:
        spec = getattr(sys.modules.get(_MODULE), "__spec__", None)
        return bool(getattr(spec, "_initializing", False))

    def begin(self) -> None:
        """Load what is not loaded yet; `done` comes later, if it comes."""
        if not self._has_begun:
            self._has_begun = True
            QThreadPool.globalInstance().start(self._load)

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
