"""What the user chose, kept between sessions; a damaged value counts as not set."""

import json
import math
from typing import Any

from PySide6.QtCore import QByteArray, QSettings

from lenet_app.errors import UserError
from lenet_app.gui.theme import Theme
from lenet_app.gui.widgets.canvas_content import DEFAULT_PEN_WIDTH, PEN_WIDTHS
from lenet_app.networks.recipe import Recipe
from lenet_app.paths import APP_NAME


class Settings:
    """Typed access to a QSettings store.

    Args:
        store: where the values lie; without one the user's own.
    """

    def __init__(self, store: QSettings | None = None) -> None:
        self._store = store or QSettings(APP_NAME, APP_NAME)

    @property
    def theme(self) -> Theme:
        """Light, dark or as the system has it."""
        try:
            return Theme(self._text("window/theme"))
        except ValueError:
            return Theme.SYSTEM

    @theme.setter
    def theme(self, theme: Theme) -> None:
        self._store.setValue("window/theme", theme.value)

    @property
    def window_geometry(self) -> QByteArray | None:
        """What QWidget.restoreGeometry takes; None before the first session."""
        value = self._store.value("window/geometry")
        return value if isinstance(value, QByteArray) and not value.isEmpty() else None

    @window_geometry.setter
    def window_geometry(self, geometry: QByteArray) -> None:
        self._store.setValue("window/geometry", geometry)

    @property
    def pen_width(self) -> float:
        """The pen's width as a share of the canvas side, 0.01 to 0.2."""
        return self._number("canvas/pen_width", DEFAULT_PEN_WIDTH, *PEN_WIDTHS)

    @pen_width.setter
    def pen_width(self, width: float) -> None:
        self._store.setValue("canvas/pen_width", width)

    @property
    def model(self) -> str:
        """The name of the model in use; empty for the one that comes first."""
        return self._text("recognition/model")

    @model.setter
    def model(self, name: str) -> None:
        self._store.setValue("recognition/model", name)

    @property
    def device(self) -> str:
        """The device to train on, such as "cpu" or "cuda:0"; empty for the best there is."""
        return self._text("training/device")

    @device.setter
    def device(self, name: str) -> None:
        self._store.setValue("training/device", name)

    @property
    def recipe(self) -> Recipe | None:
        """The recipe of the last training; None for the one that the architecture was published with."""
        try:
            value = json.loads(self._text("training/recipe"))
            return Recipe.from_json(value) if isinstance(value, dict) else None
        except (ValueError, UserError):
            return None

    @recipe.setter
    def recipe(self, recipe: Recipe | None) -> None:
        self._store.setValue("training/recipe", json.dumps(recipe.to_json()) if recipe else "")

    def _text(self, key: str) -> str:
        value: Any = self._store.value(key)
        return value if isinstance(value, str) else ""

    def _number(self, key: str, default: float, low: float, high: float) -> float:
        value: Any = self._store.value(key)
        try:
            number = float(value)
        except (TypeError, ValueError):
            return default
        return number if math.isfinite(number) and low <= number <= high else default
