"""The window's pages: which there are, how each is made, and how they are wired to each other.

Here alone is a page named. Each is made when it is first needed, and its modules are loaded then, so that the window is
there sooner; only the page that is shown first is not worth the wait.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from lenet_app.data.pictures import DataSet
from lenet_app.data.sources import SOURCES
from lenet_app.gui.answering.model_in_use import ModelInUse
from lenet_app.gui.answering.model_switch import ModelSwitch
from lenet_app.gui.draw.page import DrawPage
from lenet_app.gui.kit.notice import Notice
from lenet_app.gui.kit.window_page import Group, PageEntry, WindowPage
from lenet_app.gui.labelling.people import People
from lenet_app.gui.settings import Settings
from lenet_app.gui.shell.page_stack import PageStack
from lenet_app.gui.workers.background import Background
from lenet_app.ink.strokes import Drawing
from lenet_app.language import tr
from lenet_app.networks import family
from lenet_app.networks.family import Member
from lenet_app.paths import Home
from lenet_app.storage.library import Entry

if TYPE_CHECKING:
    from lenet_app.gui.train.control import TrainingControl
    from lenet_app.reading.sweep.chosen import ChosenSweep
    from lenet_app.reading.sweep.swept import Sweep


@dataclass(frozen=True)
class Parts:
    """What the pages are made with and wired to.

    Args:
        home: where what the user makes is kept.
        settings: what the user chose in earlier sessions.
        background: where pages read and write files.
        in_use: who answers.
        models: has another model answer.
        training: what is trained, and on what; made when it is first asked for.
        place_of: where the data set of a name can be read; None where that is not on this computer or not known yet.
        notice: where faults are told that concern no page.
        pages: where pages find each other.
        people: whose samples and models these are.
    """

    home: Home
    settings: Settings
    background: Background
    in_use: ModelInUse
    models: ModelSwitch
    training: "Callable[[], TrainingControl]"
    place_of: Callable[[str], str | None]
    notice: Notice
    pages: PageStack
    people: People

    def sweep(self) -> "Sweep | None":
        """What reads the rows of numbers besides; any thread may ask."""
        return self._chosen_sweep()

    @cached_property
    def _chosen_sweep(self) -> "ChosenSweep":
        from lenet_app.reading.sweep.chosen import ChosenSweep  # noqa: PLC0415 - the window is there sooner

        return ChosenSweep(lambda: (self.models.library, self.in_use.row_model))


def page_entries(parts: Parts) -> tuple[PageEntry, ...]:
    """All pages, in the order of the rail; the first one is shown first."""
    draw_tip = tr("Draw or open a picture and see the answer")
    read_tip = tr("Read whole numbers from pictures, or as you write them")
    digits_tip = tr("Collect digits of your own, and have a model learn your hand")
    train_tip = tr("Train a network from new weights, or a model further")
    networks_tip = tr("Choose, read, change and compare networks")
    compare_tip = tr("Compare trainings: results, curves, and what they were asked for")
    evaluate_tip = tr("See how good a model is, where it fails and how well it holds")
    return (
        PageEntry("draw", tr("Draw"), draw_tip, "pen", Group.USE, lambda: _draw(parts), follows_trial=True),
        PageEntry("read", tr("Read"), read_tip, "scan-text", Group.USE, lambda: _read(parts)),
        PageEntry("digits", tr("My digits"), digits_tip, "user", Group.TEACH, lambda: _digits(parts)),
        PageEntry("train", tr("Train"), train_tip, "chart-line", Group.TEACH, lambda: _train(parts)),
        PageEntry("networks", tr("Networks"), networks_tip, "network", Group.UNDERSTAND, lambda: _networks(parts)),
        PageEntry(
            "compare", tr("Compare"), compare_tip, "chart-no-axes-column", Group.UNDERSTAND, lambda: _compare(parts)
        ),
        PageEntry("evaluate", tr("Evaluate"), evaluate_tip, "grid-2x2", Group.UNDERSTAND, lambda: _evaluate(parts)),
    )


def _draw(parts: Parts) -> WindowPage:
    home, background = parts.home, parts.background
    page = DrawPage(
        parts.in_use, parts.settings, home, background, parts.place_of, parts.people.desk, sweep=parts.sweep
    )
    parts.people.chosen.connect(lambda: page.labelling.turn_to(parts.people.desk))

    def read_number(source: Path | npt.NDArray[np.uint8] | Drawing, name: str) -> None:
        from lenet_app.gui.read.page import ReadPage  # noqa: PLC0415 - the window is there sooner

        parts.pages.wanted.emit("read")
        reading = parts.pages.page("read", ReadPage)
        if isinstance(source, Path):
            reading.read_files([source])
        elif isinstance(source, Drawing):
            reading.sheets.take(source)
        else:
            reading.read_picture(source, name)

    def get_data_set(name: str) -> None:
        parts.pages.wanted.emit("train")
        if name in SOURCES:
            parts.training().data_sets.show_downloads()

    page.read_requested.connect(read_number)
    page.learned.missed.connect(get_data_set)
    parts.models.entries_changed.connect(page.beside.set_entries)
    page.beside.set_entries(parts.models.entries)
    return page


def _read(parts: Parts) -> WindowPage:
    from lenet_app.gui.read.page import ReadPage  # noqa: PLC0415 - the window is there sooner

    page = ReadPage(parts.in_use, parts.background, parts.settings, parts.people.desk, sweep=parts.sweep)
    parts.people.chosen.connect(lambda: page.corrected_samples.turn_to(parts.people.desk))
    page.default_model_requested.connect(lambda: parts.models.use_architecture(family.DEFAULT_ID))
    return page


def _digits(parts: Parts) -> WindowPage:
    from lenet_app.gui.digits.everyone import EveryonesDigits  # noqa: PLC0415 - the window is there sooner

    page = EveryonesDigits(parts.people, parts.in_use, parts.background, parts.settings)
    page.model_kept.connect(parts.models.take_saved)
    page.model_added.connect(parts.models.list_again)
    return page


def _train(parts: Parts) -> WindowPage:
    from lenet_app.gui.train.page import TrainPage  # noqa: PLC0415 - the window is there sooner

    page = TrainPage(parts.training(), parts.settings, parts.home, parts.background)
    parts.models.entries_changed.connect(page.set_models)
    page.set_models(parts.models.entries)
    return page


def fine_tune(parts: Parts, entry: Entry | None) -> None:
    """Go to Train, with this model to go on from; None for new weights."""
    from lenet_app.gui.train.page import TrainPage  # noqa: PLC0415 - the window is there sooner

    parts.pages.wanted.emit("train")
    page = parts.pages.page("train", TrainPage)
    page.fine_tune(entry)
    page.take_focus()


def follow_training(parts: Parts, control: "TrainingControl") -> None:
    """Let Draw lead through the epochs of what is trained in this window."""
    page = parts.pages.page("draw", DrawPage)
    control.begun.connect(page.epochs.begin)
    control.weights_kept.connect(page.epochs.add)


def _networks(parts: Parts) -> WindowPage:
    from lenet_app.gui.networks.page import NetworksPage  # noqa: PLC0415 - the window is there sooner
    from lenet_app.gui.train.page import TrainPage  # noqa: PLC0415

    page, training = (
        NetworksPage(parts.home, parts.background, parts.in_use, parts.models, parts.settings),
        parts.training(),
    )

    def train(member: Member) -> None:
        parts.pages.wanted.emit("train")
        page = parts.pages.page("train", TrainPage)
        page.show_member(member)
        page.take_focus()

    def list_in_train() -> None:
        if parts.pages.is_made("train"):
            parts.pages.page("train", TrainPage).list_networks()

    page.fine_tune_requested.connect(lambda entry: fine_tune(parts, entry))
    page.train_requested.connect(train)
    page.reproduce_requested.connect(lambda ids, is_quick: training.reproduce(ids, is_quick=is_quick))
    page.files.done.connect(list_in_train)
    page.list.chosen.connect(lambda _key: parts.notice.dismiss())
    training.running_changed.connect(page.set_busy)
    training.ended.connect(page.refresh)
    parts.models.entries_changed.connect(lambda _entries: page.refresh())
    page.set_busy(training.is_running)
    page.refresh()
    return page


def _compare(parts: Parts) -> WindowPage:
    from lenet_app.gui.compare.page import ComparePage  # noqa: PLC0415 - the window is there sooner

    page, training = ComparePage(parts.home, parts.in_use, parts.settings), parts.training()
    drawing = parts.pages.page("draw", DrawPage)
    drawing.answered.connect(page.set_answer)
    if drawing.latest_answer is not None:
        page.set_answer(drawing.latest_answer)
    page.train_requested.connect(lambda: parts.pages.wanted.emit("train"))
    training.ended.connect(page.refresh)
    training.weights_kept.connect(lambda *_: page.refresh())  # after each epoch
    return page


def _evaluate(parts: Parts) -> WindowPage:
    from lenet_app.gui.evaluate.page import EvaluatePage  # noqa: PLC0415 - the window is there sooner

    page, data_sets = EvaluatePage(parts.in_use, parts.home, parts.settings), parts.training().data_sets
    drawing = parts.pages.page("draw", DrawPage)

    def show_picture(data_set: DataSet, number: int) -> None:
        parts.pages.wanted.emit("draw")
        drawing.pictures.show_test(data_set, number)

    def show_file(path: Path) -> None:
        parts.pages.wanted.emit("draw")
        drawing.open_picture(path)

    page.picture_chosen.connect(show_picture)
    page.file_chosen.connect(show_file)
    page.sets_requested.connect(lambda: parts.pages.wanted.emit("train"))
    data_sets.listed.connect(lambda: page.set_sets(data_sets.sets))
    parts.people.samples_changed.connect(page.take_new_samples)
    parts.models.entries_changed.connect(page.set_models)
    page.set_sets(data_sets.sets)
    page.set_models(parts.models.entries)
    return page
