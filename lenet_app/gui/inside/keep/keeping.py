"""Asks where something is to be kept, and writes it there beside the window; and the menus that lead to it."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QMenu, QPushButton, QToolButton, QWidget

from lenet_app.gui.inside.keep.keepsake import Form, Keepsake
from lenet_app.gui.kit.file_dialogs import Folders, Purpose, file_dialog
from lenet_app.gui.kit.menu_button import give_menu
from lenet_app.gui.workers.background import Background
from lenet_app.language import tr
from lenet_app.storage.names import fitting_name


class Keeping(QObject):
    """Saves what somebody chose in a menu.

    Args:
        page: what dialogs lie over.
        folders: where dialogs begin.
    """

    saved = Signal(str)
    """The name of a file that was written."""
    written = Signal(object)
    """Its Path."""
    refused = Signal(str)
    """It could not be; one sentence."""

    def __init__(self, page: QWidget, folders: Folders) -> None:
        super().__init__(page)
        # Its own: the weights of a wide layer take seconds, and nothing else should wait for them.
        self._over, self._background, self._folders = page, Background(self), folders

    def finish(self) -> None:
        """Let what is being written be written; this is the end."""
        self._background.finish()

    def give_menu(self, button: QToolButton | QPushButton, keepsakes: Callable[[], Sequence[Keepsake]]) -> None:
        """Have a button open a menu with what there is to keep when it is pressed."""
        menu = QMenu(button)
        menu.setAccessibleName(tr("Save as…"))
        menu.aboutToShow.connect(lambda: self._fill(menu, keepsakes()))
        give_menu(button, menu)

    def menu_of(self, keepsakes: Sequence[Keepsake]) -> QMenu:
        """The same as a menu of its own, which goes once it is closed."""
        menu = QMenu(self._over)
        menu.setAccessibleName(tr("Save as…"))
        menu.aboutToHide.connect(menu.deleteLater)
        self._fill(menu, keepsakes)
        return menu

    def _fill(self, menu: QMenu, keepsakes: Sequence[Keepsake]) -> None:
        menu.clear()
        for keepsake in keepsakes:
            if not menu.isEmpty():
                menu.addSeparator()
            menu.addAction(keepsake.title).setEnabled(False)
            for form in keepsake.forms:
                action = menu.addAction(form.text)
                action.triggered.connect(lambda _checked=False, one=keepsake, as_=form: self.ask(one, as_))
        if not keepsakes:
            menu.addAction(tr("Nothing is shown here that can be saved")).setEnabled(False)

    def ask(self, keepsake: Keepsake, form: Form) -> None:
        """Take hold of it as it is shown now, ask for a file, or a folder, and write it."""
        write = keepsake.forms[form]()
        dialog = file_dialog(self._over, _title(keepsake), Purpose.KEPT, self._folders)
        if form is Form.FOLDER:
            dialog.setFileMode(dialog.FileMode.Directory)
            dialog.setOption(dialog.Option.ShowDirsOnly)
        else:
            dialog.setAcceptMode(dialog.AcceptMode.AcceptSave)
            dialog.setDefaultSuffix(form.ending)
            kind = tr("{kind} files (*.{ending})").format(kind=form.ending.upper(), ending=form.ending)
            dialog.setNameFilters([kind, tr("All files (*)")])
            dialog.selectFile(f"{fitting_name(keepsake.name)}.{form.ending}")
        dialog.fileSelected.connect(lambda name: self._write(write, Path(name)))
        dialog.open()

    def save(self, keepsake: Keepsake, form: Form, path: Path) -> None:
        """Write it into this file, or into this folder."""
        self._write(keepsake.forms[form](), path)

    def _write(self, write: Callable[[Path], object], path: Path) -> None:
        def told(_written: object) -> None:
            self.saved.emit(path.name)
            self.written.emit(path)

        self._background.run(lambda: write(path), told, self.refused.emit)


def _title(keepsake: Keepsake) -> str:
    return tr("Save {what}").format(what=keepsake.title)
