from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from lenet_app.gui.train.widgets.download_dialog import DownloadDialog, Offer

MISSING = Offer("one", "Set one", 100_000_000, 0, is_here=False)
HALF = Offer("two", "Set two", 60_000_000, 15_000_000, is_here=False)
HERE = Offer("three", "Set three", 5_000_000, 5_000_000, is_here=True)


@pytest.fixture
def dialog(qtbot: QtBot) -> DownloadDialog:
    dialog = DownloadDialog([MISSING, HALF, HERE], "/home/anna/data")
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def states(dialog: DownloadDialog) -> list[tuple[str, str, bool]]:
    return [(row.state.text(), row.button.text(), row.button.isEnabled()) for row in dialog.rows.values()]


def test_what_is_here_and_what_is_not(dialog: DownloadDialog) -> None:
    assert states(dialog) == [
        ("100.0 MB", "Download", True),
        ("15.0 of 60.0 MB are here", "Go on", True),
        ("Here · 5.0 MB", "Use", True),
    ]
    assert "/home/anna/data" in dialog.text


def test_the_buttons_ask(dialog: DownloadDialog, qtbot: QtBot) -> None:
    for name in ("one", "two"):
        with qtbot.waitSignal(dialog.download_requested) as signal:
            dialog.rows[name].button.click()
        assert signal.args == [name]
    with qtbot.waitSignal(dialog.use_requested) as signal:
        dialog.rows["three"].button.click()
    assert signal.args == ["three"]


def test_one_download_at_a_time_with_megabytes_and_time_left(dialog: DownloadDialog, qtbot: QtBot) -> None:
    size = dialog.size()
    dialog.show_begun("two")
    assert states(dialog) == [
        ("100.0 MB", "Download", False),
        ("Connecting…", "Stop", True),
        ("Here · 5.0 MB", "Use", True),
    ]
    dialog.show_progress(20_000_000, 60_000_000, None)
    assert states(dialog)[1] == ("20.0 of 60.0 MB", "Stop", True)
    dialog.show_progress(30_000_000, 60_000_000, 65.0)
    assert states(dialog)[1] == ("30.0 of 60.0 MB · 1 min 05 s left", "Stop", True)
    bar = dialog.rows["two"].bar
    assert 2 * bar.value() == bar.maximum()
    with qtbot.waitSignal(dialog.stop_requested):
        dialog.rows["two"].button.click()
    dialog.show_stopping()
    assert states(dialog)[1] == ("Stopping…", "Stop", False)
    dialog.show_progress(31_000_000, 60_000_000, 64.0)
    assert states(dialog)[1] == ("Stopping…", "Stop", False)
    dialog.set_offers([replace(HALF, kept=31_000_000), MISSING])
    assert states(dialog)[:2] == [("100.0 MB", "Download", True), ("31.0 of 60.0 MB are here", "Go on", True)]
    dialog.grab()
    assert dialog.size() == size, "nothing jumps"


def test_a_failure_stands_until_the_next_download(dialog: DownloadDialog) -> None:
    sentence = "set.gz cannot be fetched: this computer seems to be offline."
    dialog.show_failure(sentence)
    dialog.set_offers([MISSING, HALF, HERE])
    assert dialog.text == sentence
    dialog.show_begun("one")
    assert dialog.text != sentence


def test_every_button_says_what_of(dialog: DownloadDialog) -> None:
    names = [row.button.accessibleName() for row in dialog.rows.values()]
    assert names == ["Download: Set one", "Go on: Set two", "Use: Set three"]
    assert all(row.button.toolTip() and row.bar.accessibleName() for row in dialog.rows.values())
