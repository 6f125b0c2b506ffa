import json
from pathlib import Path

import pytest
from PySide6.QtCore import QByteArray, QSettings

from lenet_app.gui.canvas.pen_and_eraser import DEFAULT_PEN_WIDTH
from lenet_app.gui.look.theme import Theme
from lenet_app.gui.settings import Settings
from lenet_app.networks.recipe import Optimiser, Recipe
from lenet_app.paths import Home

TRAINING = ("training/recipe", "training/recipes", "training/recent_data_sets")


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
    assert settings.threshold is None
    assert settings.recipe("lenet5") is None
    assert (settings.network, settings.data_set, settings.recent_data_sets) == ("lenet5", "mnist", ())


def test_a_home_that_was_chosen_keeps_its_own(tmp_path: Path) -> None:
    homes = [Home(tmp_path / name) for name in ("one", "other")]
    Settings.of(homes[0]).threshold = 0.75
    Settings.of(homes[0]).write()
    assert (tmp_path / "one" / "settings.ini").is_file()
    assert [Settings.of(home).threshold for home in homes] == [0.75, None]
    systems = Home(tmp_path / "one", keeps_settings=False)
    assert Settings.of(systems).threshold is None
    Settings.of(systems).threshold = 0.5
    assert Settings().threshold == 0.5


def test_everything_is_read_back_from_the_file(file: Path) -> None:
    store = QSettings(str(file), QSettings.Format.IniFormat)
    settings = Settings(store)
    settings.theme = Theme.DARK
    settings.window_geometry = QByteArray(b"\x01\xd9\xd0\x00")
    settings.pen_width = 0.125
    settings.threshold = 0.625
    settings.model, settings.device = "lenet-5, my own", "cuda:0"
    settings.set_recipe("lenet5", Recipe(epochs=3, optimiser=Optimiser.SGD))
    settings.set_recipe("lenet5-wide", Recipe(steps=7))
    settings.network, settings.data_set = "/own/net.json", "fashion-mnist"
    settings.add_recent_data_set("/data/letters", "EMNIST letters")
    store.sync()
    read = opened(file)
    assert read.theme is Theme.DARK
    assert read.window_geometry == QByteArray(b"\x01\xd9\xd0\x00")
    assert read.pen_width == 0.125
    assert read.threshold == 0.625
    assert (read.model, read.device) == ("lenet-5, my own", "cuda:0")
    assert read.recipe("lenet5") == Recipe(epochs=3, optimiser=Optimiser.SGD)
    assert read.recipe("lenet5-wide") == Recipe(steps=7)
    assert read.recipe("lenet5-deep") is None
    assert (read.network, read.data_set) == ("/own/net.json", "fashion-mnist")
    assert read.recent_data_sets == (("/data/letters", "EMNIST letters"),)


@pytest.mark.parametrize("threshold", [0.0, 1.0])
def test_a_threshold_is_kept_until_it_is_left_to_the_model_again(file: Path, threshold: float) -> None:
    settings = opened(file)
    settings.threshold = threshold
    assert settings.threshold == threshold
    settings.threshold = None
    assert settings.threshold is None


def test_the_recipe_of_an_earlier_version_is_lenet5s(file: Path) -> None:
    """It was the only one, and the hold-out was no part of it: 5,000 pictures were held out then."""
    store = QSettings(str(file), QSettings.Format.IniFormat)
    earlier = Recipe(epochs=3, batch_size=32).to_json()
    store.setValue("training/recipe", json.dumps(dict(list(earlier.items())[:7])))
    settings = Settings(store)
    assert settings.recipe("lenet5") == Recipe(epochs=3, batch_size=32, hold_out=1 / 12)
    assert settings.recipe("lenet5-wide") is None
    settings.set_recipe("lenet5", Recipe(epochs=4))
    assert settings.recipe("lenet5") == Recipe(epochs=4)


def test_the_latest_hundred_recipes_are_kept(file: Path) -> None:
    settings = opened(file)
    for number in range(1, 103):
        settings.set_recipe(f"own{number}", Recipe(epochs=number))
    assert settings.recipe("own1") is settings.recipe("own2") is None
    assert settings.recipe("own3") == Recipe(epochs=3)


def test_the_latest_five_data_sets_are_kept_the_latest_first(file: Path) -> None:
    settings = opened(file)
    for number in range(7):
        settings.add_recent_data_set(f"/data/{number}/set", f"Set {number}")
    settings.add_recent_data_set("/data/4/set", "Set 4")
    assert [path for path, _ in settings.recent_data_sets] == [f"/data/{number}/set" for number in (4, 6, 5, 3, 2)]


def test_two_files_of_one_data_set_are_kept_once(file: Path) -> None:
    settings = opened(file)
    settings.add_recent_data_set("/data/train-images-idx3-ubyte", "My set")
    settings.add_recent_data_set("/data/t10k-images-idx3-ubyte", "My set")
    assert settings.recent_data_sets == (("/data/t10k-images-idx3-ubyte", "My set"),)


@pytest.mark.parametrize(
    "damage",
    [
        *("", "purple", "nan", "inf", "-1", "17", "[]", "{", '{"epochs": 0}', "@Invalid()", "1, 2", "[" * 99_999),
        *('{"lenet5": 7}', '{"lenet5": {"epochs": 0}}', "[1]", '["a", "b"]', '[["a"], ["a", 2], [3, "b"]]'),
    ],
)
def test_damaged_values_fall_back_to_the_defaults(file: Path, damage: str) -> None:
    store = QSettings(str(file), QSettings.Format.IniFormat)
    for key in ("window/theme", "window/geometry", "canvas/pen_width", "recognition/threshold", *TRAINING):
        store.setValue(key, damage)
    store.sync()
    settings = opened(file)
    assert settings.theme is Theme.SYSTEM
    assert settings.window_geometry is None
    assert settings.pen_width == DEFAULT_PEN_WIDTH
    assert settings.threshold is None
    assert settings.recipe("lenet5") is None
    assert settings.recent_data_sets == ()


def test_lists_in_the_place_of_texts_fall_back_too(file: Path) -> None:
    file.write_text("[recognition]\nmodel=a, b\n[training]\ndevice=@ByteArray(x)\n[canvas]\npen_width=1, 2\n")
    settings = opened(file)
    assert (settings.model, settings.device) == ("", "")
    assert settings.pen_width == DEFAULT_PEN_WIDTH
