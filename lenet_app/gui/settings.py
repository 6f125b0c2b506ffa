"""What the user chose, kept between sessions; a damaged value counts as not set."""

import json
import math
from pathlib import Path
from typing import Any, TypeVar

from PySide6.QtCore import QByteArray, QSettings

from lenet_app.data import catalogue
from lenet_app.errors import UserError
from lenet_app.gui.canvas.pen_and_eraser import DEFAULT_PEN_WIDTH, PEN_WIDTHS
from lenet_app.gui.look.theme import Theme
from lenet_app.json_values import parsed
from lenet_app.networks import family
from lenet_app.networks.recipe import Recipe
from lenet_app.paths import APP_NAME, Home

_RECIPES, _RECENT = "training/recipes", "training/recent_data_sets"
_THRESHOLD = "recognition/threshold"
_UPRIGHT = "recognition/upright"
_MOST_RECIPES, _MOST_RECENT = 100, 5

Value = TypeVar("Value", dict[str, Any], list[Any])


class Settings:
    """Typed access to a QSettings store.

    Args:
        store: where the values lie; without one where the system keeps the user's own.
    """

    def __init__(self, store: QSettings | None = None) -> None:
        self._store = store or QSettings(APP_NAME, APP_NAME)

    @staticmethod
    def of(home: Home) -> "Settings":
        """The user's own: in a file of this home, or where the system keeps them."""
        return Settings(None if home.settings is None else QSettings(str(home.settings), QSettings.Format.IniFormat))

    def write(self) -> None:
        """Write at once what was chosen."""
        self._store.sync()

    @property
    def place(self) -> str:
        """The file that the values lie in, or what Windows keeps them under."""
        return self._store.fileName()

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
        """The name of the model in use; empty for the default one."""
        return self._text("recognition/model")

    @model.setter
    def model(self, name: str) -> None:
        self._store.setValue("recognition/model", name)

    @property
    def threshold(self) -> float | None:
        """The confidence from which on an answer is sure, 0 to 1; None for what each model suggests."""
        number = self._number(_THRESHOLD, math.nan, 0, 1)
        return None if math.isnan(number) else number

    @threshold.setter
    def threshold(self, threshold: float | None) -> None:
        if threshold is None:
            self._store.remove(_THRESHOLD)
        else:
            self._store.setValue(_THRESHOLD, threshold)

    @property
    def upright(self) -> bool:
        """Whether slanted writing is set upright."""
        return self._number(_UPRIGHT, 0, 0, 1) == 1

    @upright.setter
    def upright(self, is_upright: bool) -> None:
        self._store.setValue(_UPRIGHT, int(is_upright))

    @property
    def device(self) -> str:
        """The device to train on, such as "cpu" or "cuda:0"; empty for the best there is."""
        return self._text("training/device")

    @device.setter
    def device(self, name: str) -> None:
        self._store.setValue("training/device", name)

    def recipe(self, architecture_id: str) -> Recipe | None:
        """The recipe that a network was last trained with; None for its own."""
        kept = self._json(_RECIPES, dict)
        value = kept.get(architecture_id, self._only_recipe() if architecture_id == family.DEFAULT_ID else None)
        try:
            return Recipe.from_json(value) if isinstance(value, dict) else None
        except UserError:
            return None

    def set_recipe(self, architecture_id: str, recipe: Recipe) -> None:
        """Keep the recipe that a network was last trained with."""
        kept = self._json(_RECIPES, dict)
        kept.pop(architecture_id, None)
        kept[architecture_id] = recipe.to_json()
        latest = dict(list(kept.items())[-_MOST_RECIPES:])
        self._store.setValue(_RECIPES, json.dumps(latest))

    def _only_recipe(self) -> Any:  # noqa: ANN401 - whatever stands there
        """The recipe as it was kept while there was one network; it had no hold-out of its own then."""
        value = self._json("training/recipe", dict)
        return {"hold_out": family.member(family.DEFAULT_ID).recipe.hold_out} | value if value else None

    @property
    def network(self) -> str:
        """The network to train: an id of the family, or the path of an architecture file."""
        return self._text("training/network") or family.DEFAULT_ID

    @network.setter
    def network(self, key: str) -> None:
        self._store.setValue("training/network", key)

    @property
    def data_set(self) -> str:
        """The name or the path of the data set to train on."""
        return self._text("training/data_set") or catalogue.MNIST

    @data_set.setter
    def data_set(self, name: str) -> None:
        self._store.setValue("training/data_set", name)

    @property
    def recent_data_sets(self) -> tuple[tuple[str, str], ...]:
        """The paths of data sets that were opened, and their titles, the latest first."""
        kept = self._json(_RECENT, list)
        pairs = [pair for pair in kept if isinstance(pair, list) and len(pair) == 2]
        return tuple((path, title) for path, title in pairs if isinstance(path, str) and isinstance(title, str))

    def add_recent_data_set(self, path: str, title: str) -> None:
        """Put a data set that was opened in front of the others; the oldest goes.

        Of two files that lie together and have the same title, both of one set, the later one is kept.
        """

        def is_other(pair: tuple[str, str]) -> bool:
            return pair[0] != path and (Path(pair[0]).parent, pair[1]) != (Path(path).parent, title)

        others = [pair for pair in self.recent_data_sets if is_other(pair)]
        self._store.setValue(_RECENT, json.dumps([(path, title), *others][:_MOST_RECENT]))

    def _json(self, key: str, kind: type[Value]) -> Value:
        """A value that was kept as JSON; an empty one where there is none, or one of another kind."""
        try:
            value = parsed(self._text(key))
        except ValueError:
            return kind()
        return value if isinstance(value, kind) else kind()

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
