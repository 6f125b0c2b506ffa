"""Recipes opened from files and saved to them, beside the window."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QWidget

from lenet_app.gui.kit.file_dialogs import Folders, Purpose, file_dialog
from lenet_app.gui.train.widgets.recipe_card import RecipeCard
from lenet_app.gui.workers.background import Background
from lenet_app.language import tr
from lenet_app.networks.recipe import Recipe
from lenet_app.storage.recipes import SUFFIX, read_recipe, write_recipe


class RecipeFiles(QObject):
    """Does what the card's button asks for.

    Args:
        page: what dialogs lie over.
        card: which asks, and has the recipe.
        folders: where dialogs begin.
        background: where files are read and written.
        take: is handed the recipe of a file.
        say: tells a fault.
    """

    def __init__(
        self,
        page: QWidget,
        card: RecipeCard,
        folders: Folders,
        background: Background,
        take: Callable[[Recipe], None],
        say: Callable[[str], None],
    ) -> None:
        super().__init__(page)
        self._page, self._card, self._folders, self._background = page, card, folders, background
        self._take, self._say = take, say
        card.open_requested.connect(self._ask_which)
        card.save_requested.connect(self._ask_where)

    def _ask_which(self) -> None:
        dialog = self._dialog(tr("Open a recipe"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(
            lambda name: self._background.run(lambda: read_recipe(Path(name)), self._take, self._say)
        )
        dialog.open()

    def _ask_where(self) -> None:
        if self._card.fault:
            self._say(self._card.fault)
            return
        recipe = self._card.recipe
        dialog = self._dialog(tr("Save the recipe"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(SUFFIX.removeprefix("."))
        dialog.fileSelected.connect(
            lambda name: self._background.run(lambda: write_recipe(recipe, Path(name)), lambda _: None, self._say)
        )
        dialog.open()

    def _dialog(self, title: str) -> QFileDialog:
        dialog = file_dialog(self._page, title, Purpose.RECIPES, self._folders)
        dialog.setNameFilter(tr("Recipes (*.json)"))
        return dialog
