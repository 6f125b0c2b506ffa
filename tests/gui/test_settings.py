import json
import pickle
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QByteArray, QObject
from pytestqt.qtbot import QtBot

from lenet_app.gui.canvas.pen_and_eraser import DEFAULT_PEN_WIDTH
from lenet_app.gui.look.theme import Theme
from lenet_app.gui.settings import Settings
from lenet_app.networks.recipe import Optimiser, Recipe
from lenet_app.paths import Home
from tests.unit.closed_folder import closed
from tests.unit.commands.running import ROOT
from tests.unit.small_disk import fill, small_disk

KEYS = (
    *("window/theme", "window/geometry", "canvas/pen_width", "recognition/threshold", "recognition/model"),
    *("recognition/upright", "training/device", "training/recipes", "training/recent_data_sets"),
    *("training/network", "training/data_set"),
)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "settings.json"


def are_defaults(settings: Settings) -> bool:
    return (
        (settings.theme, settings.window_geometry, settings.pen_width) == (Theme.SYSTEM, None, DEFAULT_PEN_WIDTH)
        and (settings.model, settings.device, settings.threshold, settings.upright) == ("", "", None, False)
        and (settings.network, settings.data_set, settings.recent_data_sets) == ("lenet5", "mnist", ())
        and settings.recipe("lenet5") is None
    )


def test_without_a_file_there_are_the_defaults_and_nothing_is_made(file: Path) -> None:
    settings = Settings(file)
    assert are_defaults(settings)
    settings.write()
    assert not file.exists()


def test_a_home_keeps_its_own(tmp_path: Path) -> None:
    homes = [Home(tmp_path / name) for name in ("one", "other")]
    settings = Settings.of(homes[0])
    settings.threshold = 0.75
    settings.write()
    assert settings.place == str(tmp_path / "one" / "settings.json")
    assert [Settings.of(home).threshold for home in homes] == [0.75, None]
    assert Settings().place == str(Home.of_user().settings)


def test_everything_is_read_back_from_the_file(file: Path) -> None:
    settings = Settings(file)
    settings.theme = Theme.DARK
    settings.window_geometry = QByteArray(b"\x01\xd9\xd0\x00")
    settings.pen_width = 0.125
    settings.threshold = 0.625
    settings.upright = True
    settings.model, settings.device = "lenet-5, my “own”", "cuda:0"
    settings.set_recipe("lenet5", Recipe(epochs=3, optimiser=Optimiser.SGD))
    settings.set_recipe("lenet5-wide", Recipe(steps=7))
    settings.network, settings.data_set = "/own/net.json", "fashion-mnist"
    settings.add_recent_data_set("/data/letters", "EMNIST letters")
    settings.write()
    assert [path.name for path in file.parent.iterdir()] == ["settings.json"]
    read = Settings(file)
    assert read.theme is Theme.DARK
    assert read.window_geometry == QByteArray(b"\x01\xd9\xd0\x00")
    assert (read.pen_width, read.threshold, read.upright) == (0.125, 0.625, True)
    assert (read.model, read.device) == ("lenet-5, my “own”", "cuda:0")
    assert read.recipe("lenet5") == Recipe(epochs=3, optimiser=Optimiser.SGD)
    assert read.recipe("lenet5-wide") == Recipe(steps=7)
    assert read.recipe("lenet5-deep") is None
    assert (read.network, read.data_set) == ("/own/net.json", "fashion-mnist")
    assert read.recent_data_sets == (("/data/letters", "EMNIST letters"),)


@pytest.mark.parametrize("threshold", [0.0, 1.0])
def test_a_threshold_is_kept_until_it_is_left_to_the_model_again(file: Path, threshold: float) -> None:
    settings = Settings(file)
    for value in (threshold, None):
        settings.threshold = value
        settings.write()
        assert settings.threshold == Settings(file).threshold == value


def test_the_latest_hundred_recipes_are_kept(file: Path) -> None:
    settings = Settings(file)
    for number in range(1, 103):
        settings.set_recipe(f"own{number}", Recipe(epochs=number))
    settings.write()
    for one in (settings, Settings(file)):
        assert one.recipe("own1") is one.recipe("own2") is None
        assert one.recipe("own3") == Recipe(epochs=3)


def test_the_latest_five_data_sets_are_kept_the_latest_first(file: Path) -> None:
    settings = Settings(file)
    for number in range(7):
        settings.add_recent_data_set(f"/data/{number}/set", f"Set {number}")
    settings.add_recent_data_set("/data/4/set", "Set 4")
    assert [path for path, _ in settings.recent_data_sets] == [f"/data/{number}/set" for number in (4, 6, 5, 3, 2)]


def test_two_files_of_one_data_set_are_kept_once(file: Path) -> None:
    settings = Settings(file)
    settings.add_recent_data_set("/data/train-images-idx3-ubyte", "My set")
    settings.add_recent_data_set("/data/t10k-images-idx3-ubyte", "My set")
    assert settings.recent_data_sets == (("/data/t10k-images-idx3-ubyte", "My set"),)


DAMAGES: list[Any] = [
    *(7, -1, 1e308, True, None, {}, [], [1], ["a", "b"], [["a"], ["a", 2], [3, "b"]], {"lenet5": 7}, "\ud800"),
    *([["lenet5", {"epochs": 0}]], [["lenet5", 7]], [[[[[]]]]], {"lenet5": {"epochs": 0}}, "x" * 20_000, 10**400),
]


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda value: str(value)[:20].encode("ascii", "replace").decode())
def test_damaged_values_fall_back_to_the_defaults(file: Path, damage: object) -> None:
    file.write_text(json.dumps(dict.fromkeys(KEYS, damage)))
    assert are_defaults(Settings(file))


def test_one_damaged_value_costs_itself_alone(file: Path) -> None:
    pairs = [["lenet5", {"epochs": "many"}], "neither", ["lenet5-wide", Recipe(steps=7).to_json()]]
    whole = {"window/theme": "purple", "recognition/threshold": 0.5, "training/recipes": pairs, "from/tomorrow": [1]}
    file.write_text(json.dumps(whole))
    settings = Settings(file)
    assert (settings.theme, settings.threshold) == (Theme.SYSTEM, 0.5)
    assert (settings.recipe("lenet5"), settings.recipe("lenet5-wide")) == (None, Recipe(steps=7))


@pytest.mark.parametrize("content", ["", "{", "[]", "7", "NaN", '{"a": 1', "[" * 99_999, "\0", "[General]\na=1"])
def test_a_file_that_is_none_holds_nothing_and_is_written_anew(file: Path, content: str) -> None:
    file.write_text(content)
    settings = Settings(file)
    assert are_defaults(settings)
    settings.model = "mine"
    settings.write()
    assert json.loads(file.read_text("utf-8")) == {"recognition/model": "mine"}


def test_nothing_is_unpickled(file: Path) -> None:
    """What Qt's own settings would run."""
    mark = file.with_name("ran")

    class Trap:
        def __reduce__(self) -> tuple[object, ...]:
            return (open, (str(mark), "w"))

    trap = pickle.dumps(Trap()).decode("latin-1")
    for content in (json.dumps(dict.fromkeys(KEYS, f"@Variant({trap})")), f"[window]\ntheme=@Variant({trap!r})"):
        file.write_text(content)
        assert are_defaults(Settings(file)) or Settings(file).model
    assert not mark.exists()


def test_two_windows_keep_what_each_has_changed(file: Path) -> None:
    one, other = Settings(file), Settings(file)
    one.theme, other.model = Theme.DARK, "mine"
    one.write()
    other.write()
    assert (Settings(file).theme, Settings(file).model) == (Theme.DARK, "mine")


def test_a_closed_folder_and_a_full_disk_cost_the_settings_only(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    with closed(tmp_path / "home"):
        settings = Settings.of(Home(tmp_path / "home"))
        settings.model = "mine"
        settings.write()
    assert "cannot be written" in caplog.text
    settings.write()
    assert Settings.of(Home(tmp_path / "home")).model == "mine", "written as soon as that can be"
    with small_disk(tmp_path / "disk", 2**16) as disk:
        full = Settings(disk / "settings.json")
        full.model = "first"
        full.write()
        fill(disk)
        full.set_recipe("lenet5", Recipe())
        full.model = "second" * 1000
        full.write()
        assert Settings(disk / "settings.json").model == "first"


def test_what_is_chosen_is_written_while_the_window_is_there(file: Path, qtbot: QtBot, qapp: QObject) -> None:
    parent, settings = QObject(qapp), Settings(file)
    settings.keep_written(parent)
    for name in ("first", "second"):
        settings.model = name
        qtbot.waitUntil(lambda: Settings(file).model == settings.model, timeout=60_000)
    parent.deleteLater()


@pytest.mark.skipif(sys.platform == "win32", reason="A kill is POSIX's.")
def test_a_kill_leaves_whole_settings(file: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from lenet_app.storage.kept_values import KeptValues\n"
        "values = KeptValues(Path(sys.argv[1]))\n"
        "for number in range(10**9):\n"
        "    values.set('recognition/model', f'model {number}' * 100); values.write(); print(number, flush=True)"
    )
    for _ in range(5):
        with subprocess.Popen(
            [sys.executable, "-c", code, str(file)], cwd=ROOT, stdout=subprocess.PIPE, text=True
        ) as process:
            assert process.stdout is not None
            for _line in range(20):
                confirmed = int(process.stdout.readline())
            process.kill()
        found = int(Settings(file).model.rpartition(" ")[2])
        assert found >= confirmed
