"""What the user chose, kept between sessions; a damaged value counts as not set."""

import base64
import math
from binascii import Error as NotBase64
from pathlib import Path
from typing import Any, TypeVar

from PySide6.QtCore import QByteArray, QObject, QTimer

from lenet_app.data import catalogue
from lenet_app.errors import UserError
from lenet_app.gui.canvas.pen_and_eraser import DEFAULT_PEN_WIDTH, PEN_WIDTHS
from lenet_app.gui.look.theme import Theme
from lenet_app.json_values import value_of
from lenet_app.networks import family
from lenet_app.networks.recipe import Recipe
from lenet_app.paths import Home
from lenet_app.storage.kept_values import KeptValues

_THEME, _GEOMETRY = "window/theme", "window/geometry"
_PEN_WIDTH = "canvas/pen_width"
_PERSON = "people/chosen"
_MODEL, _THRESHOLD, _UPRIGHT = "recognition/model", "recognition/threshold", "recognition/upright"
_ROW_MODEL, _ROWS_ON_DRAW = "reading/row_model", "recognition/rows_on_draw"
_DEVICE, _NETWORK, _DATA_SET = "training/device", "training/network", "training/data_set"
_RECIPES, _RECENT = "training/recipes", "training/recent_data_sets"
_GOES_ON = "reading/goes_on"
_SHOWS_MARKS = "reading/shows_marks"
_INSPECTOR_OPEN, _INSPECTOR_HEIGHT = "draw/inspector_open", "draw/inspector_height"
_MOST_RECIPES, _MOST_RECENT = 100, 5
_MS_BETWEEN_WRITES = 2000

Value = TypeVar("Value")


class Settings:
    """Typed access to what is kept in a JSON file: each value by itself, so that one that is damaged costs no other.

    Args:
        file: where the values lie; without one where the user's own do.
    """

    def __init__(self, file: Path | None = None) -> None:
        self._store = KeptValues(file or Home.of_user().settings)

    @staticmethod
    def of(home: Home) -> "Settings":
        """Those of this home."""
        return Settings(home.settings)

    def write(self) -> None:
        """Write at once what was chosen."""
        self._store.write()

    def keep_written(self, parent: QObject) -> None:
        """Write what is chosen every now and then, beside the window, for as long as `parent` is there."""
        timer = QTimer(parent)
        timer.timeout.connect(self._store.write_beside)
        timer.start(_MS_BETWEEN_WRITES)

    @property
    def place(self) -> str:
        """The file that the values lie in."""
        return str(self._store.file)

    @property
    def theme(self) -> Theme:
        """Light, dark or as the system has it."""
        return self._value(_THEME, Theme, Theme.SYSTEM)

    @theme.setter
    def theme(self, theme: Theme) -> None:
        self._store.set(_THEME, theme.value)

    @property
    def window_geometry(self) -> QByteArray | None:
        """What QWidget.restoreGeometry takes; None before the first session."""
        try:
            content = base64.b64decode(self._text(_GEOMETRY), validate=True)
        except (NotBase64, ValueError):
            return None
        return QByteArray(content) if content else None

    @window_geometry.setter
    def window_geometry(self, geometry: QByteArray) -> None:
        self._store.set(_GEOMETRY, base64.b64encode(geometry.data()).decode())

    @property
    def pen_width(self) -> float:
        """The pen's width as a share of the canvas side, 0.01 to 0.2."""
        return self._number(_PEN_WIDTH, DEFAULT_PEN_WIDTH, *PEN_WIDTHS)

    @pen_width.setter
    def pen_width(self, width: float) -> None:
        self._store.set(_PEN_WIDTH, width)

    @property
    def inspector_open(self) -> bool | None:
        """Whether the inspector on Draw is open; None while nobody chose, and the window's height decides."""
        number = self._number(_INSPECTOR_OPEN, math.nan, 0, 1)
        return None if math.isnan(number) else number == 1

    @inspector_open.setter
    def inspector_open(self, is_open: bool) -> None:
        self._store.set(_INSPECTOR_OPEN, int(is_open))

    @property
    def inspector_height(self) -> int | None:
        """Pixels that the open inspector on Draw is high; None while nobody chose."""
        number = self._number(_INSPECTOR_HEIGHT, math.nan, 0, 10_000)
        return None if math.isnan(number) else round(number)

    @inspector_height.setter
    def inspector_height(self, height: int) -> None:
        self._store.set(_INSPECTOR_HEIGHT, height)

    @property
    def person(self) -> str:
        """Who was chosen last, by the name of their folder; empty for the first person."""
        return self._text(_PERSON)

    @person.setter
    def person(self, key: str) -> None:
        self._store.set(_PERSON, key)

    @property
    def model(self) -> str:
        """The name of the model that the chosen person uses; empty for the default one."""
        return self._text(_of(_MODEL, self.person))

    @model.setter
    def model(self, name: str) -> None:
        self.set_model_of(self.person, name)

    def set_model_of(self, person: str, name: str) -> None:
        """Have a person, chosen or not, begin with this model the next time; empty for the default one."""
        self._store.set(_of(_MODEL, person), name or None)
        self._store.set(_of(_ROWS_ON_DRAW, person), None)

    @property
    def rows_on_draw(self) -> bool:
        """Whether the chosen person has the model that sweeps over rows answer on Draw."""
        return self._number(_of(_ROWS_ON_DRAW, self.person), 0, 0, 1) == 1

    def have_rows_on_draw(self) -> None:
        """Have it answer there, until another model is chosen."""
        self._store.set(_of(_ROWS_ON_DRAW, self.person), 1)

    @property
    def row_model(self) -> str:
        """The name of the model that sweeps over rows; empty for the one that came with the program."""
        return self._text(_ROW_MODEL)

    @row_model.setter
    def row_model(self, name: str) -> None:
        self._store.set(_ROW_MODEL, name)

    @property
    def threshold(self) -> float | None:
        """The confidence from which on an answer is sure, 0 to 1; None for what each model suggests."""
        number = self._number(_THRESHOLD, math.nan, 0, 1)
        return None if math.isnan(number) else number

    @threshold.setter
    def threshold(self, threshold: float | None) -> None:
        self._store.set(_THRESHOLD, threshold)

    @property
    def upright(self) -> bool:
        """Whether slanted writing is set upright."""
        return self._number(_UPRIGHT, 0, 0, 1) == 1

    @upright.setter
    def upright(self, is_upright: bool) -> None:
        self._store.set(_UPRIGHT, int(is_upright))

    @property
    def goes_on(self) -> bool:
        """Whether a digit that was corrected by a key is followed by the next doubtful one."""
        return self._number(_GOES_ON, 1, 0, 1) == 1

    @goes_on.setter
    def goes_on(self, goes_on: bool) -> None:
        self._store.set(_GOES_ON, int(goes_on))

    @property
    def shows_marks(self) -> bool:
        """Whether the text of numbers has the points, commas and dashes that stand between their digits."""
        return self._number(_SHOWS_MARKS, 0, 0, 1) == 1

    @shows_marks.setter
    def shows_marks(self, shows_marks: bool) -> None:
        self._store.set(_SHOWS_MARKS, int(shows_marks))

    def folder(self, purpose: str) -> Path | None:
        """The folder that files for this purpose were last taken from or written to; None where none were."""
        text = self._text(f"folders/{purpose}")
        return Path(text) if text else None

    def set_folder(self, purpose: str, folder: Path) -> None:
        """Begin the next dialog for this purpose here."""
        self._store.set(f"folders/{purpose}", str(folder))

    @property
    def device(self) -> str:
        """The device to train on, such as "cpu" or "cuda:0"; empty for the best there is."""
        return self._text(_DEVICE)

    @device.setter
    def device(self, name: str) -> None:
        self._store.set(_DEVICE, name)

    def recipe(self, architecture_id: str) -> Recipe | None:
        """The recipe that a network was last trained with; None for its own."""
        value = self._recipes().get(architecture_id)
        try:
            return Recipe.from_json(value) if isinstance(value, dict) else None
        except UserError:
            return None

    def set_recipe(self, architecture_id: str, recipe: Recipe) -> None:
        """Keep the recipe that a network was last trained with."""
        kept = self._recipes()
        kept.pop(architecture_id, None)
        kept[architecture_id] = recipe.to_json()
        # In their order, which an object in a file need not keep.
        self._store.set(_RECIPES, [[id_, value] for id_, value in kept.items()][-_MOST_RECIPES:])

    def _recipes(self) -> dict[str, Any]:
        return dict(self._pairs(_RECIPES, tuple[str, dict[str, Any]]))

    @property
    def network(self) -> str:
        """The network to train: an id of the family, or the path of an architecture file."""
        return self._text(_NETWORK) or family.DEFAULT_ID

    @network.setter
    def network(self, key: str) -> None:
        self._store.set(_NETWORK, key)

    @property
    def data_set(self) -> str:
        """The name or the path of the data set to train on."""
        return self._text(_DATA_SET) or catalogue.MNIST

    @data_set.setter
    def data_set(self, name: str) -> None:
        self._store.set(_DATA_SET, name)

    @property
    def recent_data_sets(self) -> tuple[tuple[str, str], ...]:
        """The paths of data sets that were opened, and their titles, the latest first."""
        return tuple(self._pairs(_RECENT, tuple[str, str]))

    def add_recent_data_set(self, path: str, title: str) -> None:
        """Put a data set that was opened in front of the others; the oldest goes.

        Of two files that lie together and have the same title, both of one set, the later one is kept.
        """

        def is_other(pair: tuple[str, str]) -> bool:
            return pair[0] != path and (Path(pair[0]).parent, pair[1]) != (Path(path).parent, title)

        others = [pair for pair in self.recent_data_sets if is_other(pair)]
        self._store.set(_RECENT, [list(pair) for pair in [(path, title), *others][:_MOST_RECENT]])

    def _pairs(self, key: str, kind: type[tuple[str, Value]]) -> list[tuple[str, Value]]:
        """A list of pairs; those that are none are left out."""
        pairs = []
        for one in self._value(key, list[Any], []):
            try:
                pairs.append(value_of(one, kind))
            except ValueError:
                continue
        return pairs

    def _text(self, key: str) -> str:
        return self._value(key, str, "")

    def _number(self, key: str, default: float, low: float, high: float) -> float:
        number = self._value(key, float, default)
        return number if low <= number <= high else default

    def _value(self, key: str, kind: type[Value], default: Value) -> Value:
        kept = self._store.value(key)
        if kept is None:
            return default
        try:
            return value_of(kept, kind)
        except ValueError:
            return default


def _of(key: str, person: str) -> str:
    """The key of a person's own value: one for each, so that two windows do not write over each other's."""
    return f"{key}/{person}" if person else key
