"""Damaged models and settings in the window: what can be read is shown, and nothing is raised."""

import zlib
from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from lenet_app.errors import UserError
from lenet_app.gui.answering.opening import read_model
from lenet_app.gui.settings import Settings
from lenet_app.gui.shell.main_window import MainWindow
from lenet_app.networks.model import Model
from lenet_app.networks.recipe import Recipe
from lenet_app.paths import Home
from lenet_app.storage.library import Entry, ModelLibrary
from lenet_app.storage.own_architectures import own_members
from tests.gui.helpers import SEVEN
from tests.gui.window_pages import draw_page, networks_page
from tests.unit.mutations.files import architecture_files, model_facts, written_with
from tests.unit.mutations.mutating import mutated_json

QUICK, ALL = range(200), range(200, 5000)
TIMEOUT = 20_000


def mutations(name: str, content: bytes, cases: range) -> dict[str, bytes]:
    """The content, damaged in as many ways; the name and a case's number give the damage again."""
    return {
        f"{name} {case}": mutated_json(content, np.random.default_rng([case, zlib.crc32(name.encode())]))
        for case in cases
    }


def mutated_models(cases: range) -> list[tuple[Entry, Model]]:
    """Those that can be read, in the user's own folder, where those that cannot be lie beside them."""
    folder = Home.of_user().models
    folder.mkdir(parents=True, exist_ok=True)
    (facts,) = model_facts().values()
    for name, content in mutations("model", facts, cases).items():
        written_with(content, folder / f"{name}.safetensors")
    found = []
    for entry in ModelLibrary(folder).entries():
        if not entry.shipped:
            with suppress(UserError):
                found.append((entry, read_model(entry.path)))
    return found


def show(window: MainWindow, qtbot: QtBot, cases: range) -> int:
    """Have each model answer for a digit; how many there were."""
    draw_page(window).canvas.set_content(SEVEN)
    models = mutated_models(cases)
    for entry, model in models:
        with qtbot.waitSignal(draw_page(window).answered, timeout=TIMEOUT):
            window.model_in_use.use(entry, model)
    return len(models)


def test_a_window_shows_damaged_models(window: MainWindow, qtbot: QtBot) -> None:
    assert show(window, qtbot, QUICK) > len(QUICK) / 10


@pytest.mark.long
def test_a_window_shows_many_damaged_models(window: MainWindow, qtbot: QtBot) -> None:
    assert show(window, qtbot, ALL) > len(ALL) / 10


def test_the_networks_page_shows_damaged_networks(window: MainWindow, qtbot: QtBot) -> None:
    folder = Home.of_user().architectures
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in architecture_files().items():
        for number, damaged in enumerate(mutations(name, content, range(40)).values()):
            (folder / f"{number} {name}").write_bytes(damaged)
    members, unusable = own_members(folder)
    assert len(members) > 10
    assert len(members) + len(unusable) == 120
    page = networks_page(window)
    window.pages.show_page("networks")
    page.select(members[0].architecture.id)
    qtbot.waitUntil(lambda: page.current == members[0])  # they are listed then, and chosen at once
    for member in members[1:]:
        page.select(member.architecture.id)
        assert page.current == member


def test_damaged_settings_are_read_value_by_value(tmp_path: Path) -> None:
    file = tmp_path / "settings.json"
    sound = Settings(file)
    sound.model, sound.threshold, sound.pen_width = "mine", 0.5, 0.1
    sound.set_recipe("lenet5", Recipe())
    sound.add_recent_data_set("/data/letters", "EMNIST letters")
    sound.write()
    for content in mutations("settings", file.read_bytes(), range(400)).values():
        file.write_bytes(content)
        settings = Settings(file)
        assert 0.01 <= settings.pen_width <= 0.2
        assert settings.threshold is None or 0 <= settings.threshold <= 1
        texts = (settings.model, settings.device, settings.network, settings.data_set, settings.theme)
        assert all(text.encode() is not None for text in texts)
        assert settings.recipe("lenet5") in (None, settings.recipe("lenet5"))
        assert all(path.encode() is not None for path, _ in settings.recent_data_sets)
        settings.model = "another"
        settings.write()
        assert Settings(file).model == "another"
