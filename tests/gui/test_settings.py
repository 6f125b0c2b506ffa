from pathlib import Path

import pytest
from PySide6.QtCore import QByteArray, QSettings

from lenet_app.gui.settings import Settings
from lenet_app.gui.theme import Theme
from lenet_app.gui.widgets.canvas_content import DEFAULT_PEN_WIDTH
from lenet_app.networks.recipe import Optimiser, Recipe


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "settings.ini"


def opened(file: Path) -> Settings:
    return Settings(QSettings(str(file), QSettings.Format.IniFormat))


def test_an_empty_store_gives_the_defaults(file: Path) -> None:
    settings = opened(file)
    assert settings.theme is Theme.SYSTEM
    assert settings.window_geometry is None
    assert settings.pen_width == DEFAULT_PEN_WIDTH
    assert (settings.model, settings.device) == ("", "")
    assert settings.recipe is None


def test_everything_is_read_back_from_the_file(file: Path) -> None:
    store = QSettings(str(file), QSettings.Format.IniFormat)
    settings = Settings(store)
    settings.theme = Theme.DARK
    settings.window_geometry = QByteArray(b"\x01\xd9\xd0\x00")
    settings.pen_width = 0.125
    settings.model, settings.device = "lenet-5, my own", "cuda:0"
    settings.recipe = Recipe(epochs=3, optimiser=Optimiser.SGD)
    store.sync()
    read = opened(file)
    assert read.theme is Theme.DARK
    assert read.window_geometry == QByteArray(b"\x01\xd9\xd0\x00")
    assert read.pen_width == 0.125
    assert (read.model, read.device) == ("lenet-5, my own", "cuda:0")
    assert read.recipe == Recipe(epochs=3, optimiser=Optimiser.SGD)


def test_no_recipe_can_be_kept(file: Path) -> None:
    settings = opened(file)
    settings.recipe = Recipe()
    settings.recipe = None
    assert settings.recipe is None


@pytest.mark.parametrize(
    "damage", ["", "purple", "nan", "inf", "-1", "17", "[]", "{", '{"epochs": 0}', "@Invalid()", "1, 2"]
)
def test_damaged_values_fall_back_to_the_defaults(file: Path, damage: str) -> None:
    store = QSettings(str(file), QSettings.Format.IniFormat)
    for key in ("window/theme", "window/geometry", "canvas/pen_width", "training/recipe"):
        store.setValue(key, damage)
    store.sync()
    settings = opened(file)
    assert settings.theme is Theme.SYSTEM
    assert settings.window_geometry is None
    assert settings.pen_width == DEFAULT_PEN_WIDTH
    assert settings.recipe is None


def test_lists_in_the_place_of_texts_fall_back_too(file: Path) -> None:
    file.write_text("[recognition]\nmodel=a, b\n[training]\ndevice=@ByteArray(x)\n[canvas]\npen_width=1, 2\n")
    settings = opened(file)
    assert (settings.model, settings.device) == ("", "")
    assert settings.pen_width == DEFAULT_PEN_WIDTH
