"""Draw: the canvas at the left, the network in the middle, the answer at the right, the inspector below both."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QHideEvent, QImage, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QVBoxLayout

from lenet_app.data import catalogue
from lenet_app.data.pictures import DataSet
from lenet_app.gui.answering.live_recognition import LiveRecognition
from lenet_app.gui.answering.model_in_use import ModelInUse
from lenet_app.gui.answering.subjects import Answer, DataSetPicture, OpenedPicture, Subject
from lenet_app.gui.canvas.content import CanvasContent, ShownPicture, is_blank
from lenet_app.gui.canvas.drop import DropTarget
from lenet_app.gui.draw.colour_scales import ColourScales
from lenet_app.gui.draw.data_set_pictures import DataSetPictures
from lenet_app.gui.draw.frame import DrawFrame
from lenet_app.gui.draw.gradients import LayerGradients
from lenet_app.gui.draw.inspector.inspector import Inspector
from lenet_app.gui.draw.keeping import DrawKeeping
from lenet_app.gui.draw.labelling import DrawLabelling
from lenet_app.gui.draw.learned_pictures import LearnedPictures
from lenet_app.gui.draw.notes import canvas_hint, fitting_line
from lenet_app.gui.draw.number_offer import GiveSweep, NumberOffer
from lenet_app.gui.draw.opening import PictureOpening
from lenet_app.gui.draw.panels import CERTAINTY, STEPS, Desks, inspector_panels
from lenet_app.gui.draw.preparation.desk import PreparationDesk
from lenet_app.gui.draw.widgets.read_offer import ReadOffer
from lenet_app.gui.inside.beside_desk import BesideDesk
from lenet_app.gui.inside.choice import UnitChoice
from lenet_app.gui.inside.epochs_desk import EpochsDesk
from lenet_app.gui.inside.live_look import LiveLook
from lenet_app.gui.inside.what_if_desk import WhatIfDesk
from lenet_app.gui.kit.window_page import WindowPage
from lenet_app.gui.labelling.desk import SampleDesk
from lenet_app.gui.settings import Settings
from lenet_app.gui.workers.background import Background
from lenet_app.ink.strokes import Drawing
from lenet_app.language import tr
from lenet_app.networks.model import Model
from lenet_app.paths import Home


class DrawPage(DropTarget, WindowPage):
    """Draw or open a picture; the answer and every layer follow. What is dropped anywhere on it is opened."""

    answered = Signal(object)
    """The Answer that has just been shown."""
    read_requested = Signal(object, str)
    """To be read as a number: a Drawing, a picture's file or uint8 (height, width, 4); and what a picture is called."""

    def __init__(
        self,
        in_use: ModelInUse,
        settings: Settings,
        home: Home,
        background: Background,
        place_of: Callable[[str], str | None],
        samples: SampleDesk,
        *,
        sweep: GiveSweep,
    ) -> None:
        """Make the page.

        Args:
            in_use: who answers.
            settings: where the pen's width, and whether slanted writing is set upright, are kept.
            home: where the user's data sets and kept runs lie.
            background: where pictures are read.
            place_of: where the data set of a name can be read; None where it is not on this computer.
            samples: keeps what a person says of a digit.
            sweep: gives the sweep that reads rows besides, where there is one; asked beside the window.
        """
        super().__init__()
        self._in_use, self._settings = in_use, settings
        self.latest_answer: Answer | None = None
        self.recognition = LiveRecognition(self)
        self.preparation, self.choice = PreparationDesk(self), UnitChoice(self)
        self.live_look = LiveLook(self.choice, self)
        self.what_if, self.epochs = WhatIfDesk(self), EpochsDesk(in_use, background, home.runs, self)
        self.learned = LearnedPictures(in_use, background, home.data, place_of, self)
        self.beside = BesideDesk(in_use, background, self)
        desks = Desks(self.learned, self.what_if, self.epochs, self.beside)
        self.inspector = Inspector(inspector_panels(self.preparation, in_use, self.choice, self.live_look, desks))
        self.frame = DrawFrame(self.inspector, settings)
        self.panel, self.canvas = self.frame.panel, self.frame.panel.canvas
        self.browser, self.fitting_line = self.frame.browser, self.frame.fitting_line
        self.layers_view, self.answer_view = self.frame.layers_view, self.frame.answer_view
        self._lay_out()
        self._gradients = LayerGradients(self.frame.layers_card, self.live_look, self)
        self.keeping = DrawKeeping(self.frame, in_use, lambda: self.latest_answer, settings)
        self.labelling = DrawLabelling(self.frame.digit_rows, samples, self, self.panel.notice.say)
        self.pictures = DataSetPictures(self.browser, in_use, background, home.data, place_of, self)
        self.opening = PictureOpening(self, background, settings)
        self._scales = ColourScales(in_use, background, self)
        self.read_offer = ReadOffer(self.canvas)
        self._numbers = NumberOffer(self.read_offer, background, sweep, self)
        self._wire()
        self._begin()

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        # A window that gets smaller is first too small for the columns of the larger one.
        layout.setSizeConstraint(QVBoxLayout.SizeConstraint.SetNoConstraint)
        layout.addWidget(self.frame)

    def _begin(self) -> None:
        """Show what was chosen last, and who answers."""
        self.canvas.set_pen_width(self._settings.pen_width)
        self.preparation.set_upright(self._settings.upright)
        self._show_nothing()
        self._follow_model()

    def _wire(self) -> None:
        for action in self.canvas.actions():
            # Wherever the focus is, on the list of models or the training: hidden pages' keys are asleep.
            action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
            self.addAction(action)
        # What was wrong with a picture need not be read any more by somebody who draws on.
        self.canvas.content_changed.connect(self.panel.notice.dismiss)
        self.canvas.content_changed.connect(self._numbers.withdraw)
        self.canvas.content_changed.connect(self._ask)
        self.canvas.erasing_refused.connect(self._refuse_erasing)
        self._wire_pictures()
        self._wire_units()
        self.answer_view.certainty_requested.connect(self._inspect_certainty)
        self.fitting_line.clicked.connect(lambda: self.inspector.open(STEPS, self.fitting_line))
        self.inspector.shown_changed.connect(self._on_inspected)
        self.preparation.changed.connect(lambda: self._ask(self.canvas.content))
        self.preparation.upright_changed.connect(self._keep_upright)
        self._numbers.read_requested.connect(self.read_requested)
        self._scales.found.connect(self.layers_view.set_scales)
        self.recognition.answered.connect(self._on_answered)
        self.recognition.failed.connect(self._on_failed)
        self.live_look.failed.connect(self.panel.notice.say)
        self.keeping.refused.connect(self.panel.notice.say)
        self._in_use.model_changed.connect(self._follow_model)
        self._in_use.threshold_changed.connect(self._follow_threshold)

    def _wire_units(self) -> None:
        """What of the layers is looked at."""
        self.layers_view.unit_chosen.connect(self.choice.choose)
        self.layers_view.unit_pointed.connect(self.choice.point)
        self.choice.chosen.connect(self.frame.layers_card.show_chosen)
        self.choice.pointed.connect(self.frame.layers_card.show_pointed)
        self.layers_view.switch_wanted.connect(self.what_if.switch_at)
        self.frame.note.back_wanted.connect(self._put_back)
        self.panel.pen_colours.chosen.connect(self.what_if.set_pen)
        self.what_if.refused.connect(self.panel.notice.say)
        self.what_if.changed.connect(self._follow_what_if)

    def _wire_pictures(self) -> None:
        """What comes to the canvas, from wherever."""
        self.canvas.setAcceptDrops(False)  # they count wherever they fall
        self.setAcceptDrops(True)
        self.file_dropped.connect(self.opening.open_files)
        self.image_dropped.connect(self._take_dropped)
        self.panel.open_requested.connect(self.opening.choose)
        self.panel.paste_requested.connect(self.opening.paste)
        self.opening.begun.connect(self._numbers.stop)
        self.opening.opened.connect(self._show_picture)
        self.opening.told.connect(self.panel.notice.say)
        self.pictures.shown.connect(self._show_data_set_picture)
        self.learned.chosen.connect(self.pictures.show_training)
        self.pictures.failed.connect(self.panel.notice.say)
        self.pictures.changed.connect(self._on_data_set)

    # Its size

    def showEvent(self, event: QShowEvent) -> None:
        """A data set may have come to this computer since."""
        self.pictures.look_again()
        super().showEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        """Nothing is read for a page that nobody sees, nor while the window closes."""
        self._numbers.stop()
        super().hideEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the room anew."""
        super().resizeEvent(event)
        self.frame.measure(self.width(), self.height())

    def set_projected(self, is_projected: bool) -> None:
        """Show canvas, layers and answer alone, their type to be read from afar; keys do what the tools did."""
        self.frame.set_projected(is_projected)
        self._on_inspected(self.inspector.shown)
        self.frame.measure(self.width(), self.height())

    def _inspect_certainty(self) -> None:
        if not self.frame.is_projected:
            self.inspector.open(CERTAINTY, self.answer_view.sureness_line)

    def _on_inspected(self, key: str) -> None:
        self.preparation.set_looked_at(key == STEPS and not self.frame.is_projected)

    # What the window asks

    def minimumSizeHint(self) -> QSize:
        """What the page can still be used at."""
        return self.frame.minimumSizeHint()

    def take_focus(self) -> None:
        """One begins to draw."""
        self.canvas.setFocus()

    def finish(self) -> None:
        """Keep the pen's width and end the threads that answer."""
        self._settings.pen_width = self.canvas.pen_width
        self.recognition.finish()
        self.live_look.finish()
        for desk in (self.what_if, self.epochs, self.beside):
            desk.finish()
        self.keeping.finish()
        self.inspector.finish()

    def set_data_set(self, data_set: DataSet) -> None:
        """Lead through the pictures of this data set; the canvas keeps what is on it."""
        self.pictures.set_data_set(data_set)

    @property
    def data_set(self) -> DataSet | None:
        """The data set whose pictures can be looked at; None until one is read."""
        return self.pictures.data_set

    def load_data_set(self, name: str = catalogue.MNIST) -> None:
        """Read a data set by its name or path, beside the window, so that its pictures can be looked at."""
        self.pictures.load(name)

    def open_picture(self, path: Path) -> None:
        """Show the picture in this file and answer; the drawing stays where the file is no picture."""
        self.opening.open_files([path])

    def paste(self) -> None:
        """Show the picture on the clipboard, or the one in a file copied there."""
        self.opening.paste()

    # Who answers, and what

    def _follow_model(self) -> None:
        """Answer with the model in use, at once for what is on the canvas."""
        if (model := self._in_use.model) is None:
            return
        self.panel.suit(whole=model.takes_whole_pictures, colour=model.takes_colour)
        self.canvas.set_hint(*canvas_hint(model))
        shown = self.layers_view.model
        if not (model.reads_rows and shown is not None and shown.reads_rows):  # a line's layers come with its answer
            self._show_layers_of(model)
        if not model.reads_rows:
            self.answer_view.set_classes(model.class_names, with_distances=model.architecture.answers_with_distances)
        self._follow_threshold()
        self.pictures.follow(model)
        self.frame.measure(self.width(), self.height())  # a network may need one row more

    def _show_layers_of(self, model: Model) -> None:
        self.choice.follow(model)
        self.what_if.follow(model)
        self.layers_view.set_model(model)

    def _follow_threshold(self) -> None:
        """Say from which confidence on an answer is sure, and answer anew."""
        if (model := self._in_use.model) is not None:
            self.answer_view.set_certainty(model.certainty, self._in_use.threshold)
            self._ask(self.canvas.content)

    def _follow_what_if(self) -> None:
        self.layers_view.show_off(self.what_if.off)
        self._ask(self.canvas.content)

    def _keep_upright(self, is_upright: bool) -> None:
        self._settings.upright = is_upright

    def _on_data_set(self, data_set: DataSet) -> None:
        self._scales.set_data_set(data_set)
        self.what_if.set_data_set(data_set)
        self.live_look.curvature.set_data_set(data_set)
        self.learned.look_again()
        self.pictures.tell_label(self._subject())

    def _take_dropped(self, image: QImage) -> None:
        self.opening.take_image(image, tr("Dropped picture"))

    def _show_dropping(self, dropping: bool) -> None:
        self.canvas.show_dropping(dropping)

    def _refuse_erasing(self) -> None:
        self.panel.notice.say(tr("Only strokes can be erased. Clear takes the picture away."))

    def _show_picture(self, picture: OpenedPicture, title: str) -> None:
        self.panel.notice.dismiss()
        self.canvas.set_content(ShownPicture(picture.ink.shown, title, picture, picture.ink.whole))
        # Its answer is under way, and cannot arrive before this function has ended.
        self._numbers.expect(picture, title)

    def _show_data_set_picture(self, picture: ShownPicture) -> None:
        self.panel.notice.dismiss()
        # Leafing through is one step of the history: undo leads back to the drawing.
        self.canvas.set_content(picture, replace=isinstance(self._subject(), DataSetPicture))

    def _subject(self) -> Subject | None:
        """What there is to recognise; None on an empty canvas."""
        content: CanvasContent = self.canvas.content
        if is_blank(content):
            return None
        if isinstance(content, ShownPicture):
            source = content.source
            assert isinstance(source, OpenedPicture | DataSetPicture)
            return source
        assert isinstance(content, Drawing)
        return content

    def _ask(self, _content: CanvasContent) -> None:
        subject = self._subject()
        self.pictures.tell_label(subject)
        desk = self.preparation
        desk.take(subject, self._in_use.model)
        if subject is None:
            self._show_nothing()
        elif (recognizer := self._in_use.recognizer) is not None:
            what_if = self.what_if.value
            if self.canvas.is_drawing:  # half a digit is doubtful more often than not, and the next answer is due
                recognizer = recognizer.once
            self.recognition.ask(subject, recognizer, desk.corrections, with_steps=desk.wants_steps, what_if=what_if)

    def _on_answered(self, answer: Answer) -> None:
        # An answer may come after the canvas was cleared or another model was chosen; the next one is under way then.
        # One with an earlier threshold is shown: while the threshold is dragged every answer would be too late.
        model, subject = answer.request.recognizer.model, answer.request.subject
        if self._subject() is None or model is not self._in_use.model:
            return
        if answer.insight is not None:
            insight, found = answer.insight, answer.insight.recognition
            self.answer_view.show_recognition(found)
            line, winner = answer.line, None if found.is_of_no_class or answer.line is not None else found.alone.best
            spans, leads = (line.spans, "") if line is not None else ((), self._leads())
            if line is not None:
                self._show_layers_of(line.model)
            self.layers_view.show_activations(insight.network_input, insight.activations, winner, spans)
            self._scales.find()
            self.fitting_line.set_line(fitting_line(answer), leads, tip=_fitting_tip())
            if subject is self._subject():
                self.pictures.judge(subject, found)
        elif isinstance(subject, OpenedPicture) and not model.takes_whole_pictures:
            self._show_no_ink()
        else:
            self._show_nothing()
        self.latest_answer = answer
        self.labelling.show(answer if answer.line is None else None)  # a line is no sample
        self.live_look.show(answer)
        self._tell_what_if(answer)
        self.preparation.show(answer)
        self._numbers.on_answered(subject, answer.request.recognizer)
        self.answered.emit(answer)

    def _put_back(self) -> None:
        """Show all as it is."""
        self.what_if.put_back()
        self._in_use.end_look_back()

    def _tell_what_if(self, answer: Answer | None) -> None:
        self.frame.note.tell(answer, self._in_use.trial if self._in_use.looks_back else "")
        self.what_if.show(answer)

    def _on_failed(self, sentence: str) -> None:
        """What is shown belongs to something else, so nothing is shown in its place."""
        self._show_nothing()
        self.panel.notice.say(sentence)

    def _leads(self) -> str:
        return tr("What was done…") if self.preparation.has_steps() else ""

    def _show_no_ink(self) -> None:
        self.answer_view.show_no_ink()
        self.layers_view.clear()
        self.fitting_line.set_line(tr("No ink found"), tr("Choose another threshold…"), tip=_fitting_tip())

    def _show_nothing(self) -> None:
        self.labelling.show(None)
        self.live_look.show(None)
        self._tell_what_if(None)
        self.answer_view.show_recognition(None)
        self.layers_view.clear()
        self.fitting_line.set_line("", tr("What was done…"), tip=_fitting_tip())


def _fitting_tip() -> str:
    return tr("See every step from what is drawn to what the network gets, and correct them")
