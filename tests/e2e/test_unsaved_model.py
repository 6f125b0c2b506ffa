"""A training whose model cannot be saved in the end: it is offered to be saved again, and closing asks."""

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QMessageBox
from pytestqt.qtbot import QtBot

from lenet_app.gui.shell.main_window import MainWindow
from lenet_app.paths import Home
from lenet_app.storage.models import read_model
from tests.e2e.driver import run_program
from tests.e2e.test_training import LONG, press, ready_to_train, until_offered


def asked_at_closing(window: MainWindow) -> QMessageBox:
    window.close()
    assert window.isVisible()
    (box,) = (box for box in window.findChildren(QMessageBox) if box.isVisible())
    return box


def save_again(window: MainWindow, path: Path) -> None:
    press(window.strip.outcome.button("Save again…"))
    dialog = next(one for one in window.findChildren(QFileDialog) if one.isVisible())
    dialog.fileSelected.emit(str(path))
    dialog.hide()


def test_it_lasts_until_it_is_saved_elsewhere(qtbot: QtBot, tmp_path: Path) -> None:
    place = tmp_path / "kept.safetensors"

    def steps(window: MainWindow) -> None:
        folder, strip = Home.of_user().undecided, window.strip
        press(ready_to_train(window, qtbot).choices.train_button)
        qtbot.waitUntil(lambda: strip.progress.batch_bar.value() > 0, timeout=LONG)
        folder.rmdir()  # which the training made, to find out whether it can be written to
        folder.write_bytes(b"in the way")
        press(strip.progress.stop_button)
        until_offered(window, qtbot)
        assert strip.text.endswith(" is not saved")
        assert f"{folder}/" in window.notice.text
        assert "cannot be written: Not a directory." in window.notice.text

        box = asked_at_closing(window)
        assert box.text() == "Close without saving?"
        assert box.informativeText() == f"The model {strip.text.removesuffix(' is not saved')} is not saved."
        box.reject()

        save_again(window, folder / "x.safetensors")
        qtbot.waitUntil(lambda: f"{folder / 'x.safetensors'} cannot be written" in window.notice.text, timeout=LONG)
        qtbot.waitUntil(lambda: strip.outcome.button("Save again…").isVisible(), timeout=LONG)
        save_again(window, place)
        qtbot.waitUntil(lambda: strip.text.endswith(f" is saved in {place}"), timeout=LONG)
        window.close()
        assert not window.isVisible(), "nothing is left to ask about"

    assert run_program(steps) == 0
    assert read_model(place).metrics.test_accuracy is not None
