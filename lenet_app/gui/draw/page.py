"""Draw: the canvas at the left, the network in the middle, the answer at the right."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtGui import QGuiApplication, QHideEvent, QImage, QResizeEvent
from PySide6.QtWidgets import QFileDialog, QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from lenet_app.data import catalogue
from lenet_app.data.pictures import DataSet
from lenet_app.gui.answering.live_recognition import LiveRecognition
from lenet_app.gui.answering.model_in_use import ModelInUse
from lenet_app.gui.answering.subjects import Answer, DataSetPicture, OpenedPicture, Subject
from lenet_app.gui.answering.widgets.answer_view import AnswerView
from lenet_app.gui.canvas.content import CanvasContent, ShownPicture, is_blank
from lenet_app.gui.canvas.panel import CanvasPanel
from lenet_app.gui.draw.colour_scales import ColourScales
from lenet_app.gui.draw.notes import canvas_hint, preparation_notes
from lenet_app.gui.draw.number_offer import NumberOffer
from lenet_app.gui.draw.preparation.control import PreparationControl
from lenet_app.gui.draw.preparation.desk import PreparationDesk
from lenet_app.gui.draw.widgets.data_set_browser import DataSetBrowser
from lenet_app.gui.draw.widgets.input_view import InputView
from lenet_app.gui.draw.widgets.read_offer import ReadOffer
from lenet_app.gui.kit.file_dialogs import Purpose, file_dialog
from lenet_app.gui.kit.tool_button import tool_button
from lenet_app.gui.kit.window_page import WindowPage
from lenet_app.gui.layers.legend import Legend
from lenet_app.gui.layers.view import LayersView
from lenet_app.gui.look.theme import Kind, set_kind
from lenet_app.gui.settings import Settings
from lenet_app.gui.workers.background import Background
from lenet_app.ink.strokes import Drawing
from lenet_app.language import tr
from lenet_app.networks.model import Model

_COLUMNS = ((1600, 448, 272), (1160, 304, 224), (0, 280, 200))
"""From which width of the page on, and how wide the outer columns are then, all in pixels."""

_INPUT_HEIGHT = 104  # pixels: the picture, and beside it the notes and the way to the steps
_BESIDE_PICTURE = 96 + 12 - 8  # pixels: the text of the button stands below that of the notes


class DrawPage(QWidget, WindowPage):
    """Draw or open a picture; the answer and every layer follow."""

    answered = Signal(object)
    """The Answer that has just been shown."""
    read_requested = Signal(object, str)
    """A picture to be read as a number, its file or uint8 (height, width, 4), and what it is called."""

    def __init__(
        self,
        in_use: ModelInUse,
        settings: Settings,
        downloads: Path,
        background: Background,
        place_of: Callable[[str], str | None],
        parent: QWidget | None = None,
    ) -> None:
        """Make the page.

        Args:
            in_use: who answers.
            settings: where the pen's width, and whether slanted writing is set upright, are kept.
            downloads: the folder of downloaded data sets.
            background: where pictures are read.
            place_of: where the data set of a name can be read; None where it is not on this computer.
            parent: Qt's parent.
        """
        super().__init__(parent)
        self._in_use, self._settings = in_use, settings
        self._downloads, self._place_of, self._background = downloads, place_of, background
        self.recognition = LiveRecognition(self)
        self._data_set: DataSet | None = None
        self.latest_answer: Answer | None = None
        self.panel = CanvasPanel()
        self.canvas = self.panel.canvas
        self.browser = DataSetBrowser()
        self.input_view = InputView()
        self.layers_view = LayersView()
        self._scales = ColourScales(in_use, background, self)
        self._scales.found.connect(self.layers_view.set_scales)
        self.answer_view = AnswerView()
        self._card = QFrame()
        self.preparation_control = PreparationControl(self._card)
        self.preparation = PreparationDesk(self.preparation_control, self)
        self.read_offer = ReadOffer(self.canvas)
        self._numbers = NumberOffer(self.read_offer, background, self)
        self._lay_out()
        self._wire()
        self.canvas.set_pen_width(settings.pen_width)
        self.preparation.set_upright(settings.upright)
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
        self.canvas.file_dropped.connect(lambda paths: self.open_picture(paths[0]))
        self.canvas.image_dropped.connect(lambda image: self._take_image(image, tr("Dropped picture")))
        self.panel.open_requested.connect(self._choose_picture)
        self.panel.paste_requested.connect(self.paste)
        self.browser.requested.connect(self._show_data_set_picture)
        self.answer_view.threshold_changed.connect(self._in_use.set_threshold)
        self.preparation.changed.connect(lambda: self._ask(self.canvas.content))
        self.preparation.upright_changed.connect(self._keep_upright)
        self._numbers.read_requested.connect(self.read_requested)
        self.recognition.answered.connect(self._on_answered)
        self.recognition.failed.connect(self._on_failed)
        self._in_use.model_changed.connect(self._follow_model)
        self._in_use.threshold_changed.connect(self._follow_threshold)

    def _lay_out(self) -> None:
        left = QVBoxLayout()
        left.setSpacing(8)
        left.addWidget(self.panel)
        left.addWidget(self.browser)
        left.addWidget(self._input_block())
        left.addStretch(1)
        right = QVBoxLayout()
        right.addWidget(self.answer_view, 0, Qt.AlignmentFlag.AlignTop)
        set_kind(self._card, Kind.CARD)
        inner = QVBoxLayout(self._card)
        inner.setContentsMargins(16, 12, 16, 12)
        inner.setSpacing(8)
        inner.addWidget(self.layers_view, 1)
        below = QHBoxLayout()
        below.addWidget(Legend(), 1)
        for action in (self.layers_view.zoom_out_action, self.layers_view.zoom_in_action):
            below.addWidget(tool_button(action))
        inner.addLayout(below)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(16)
        self._left, self._right = _column(left), _column(right)
        layout.addWidget(self._left)
        layout.addWidget(self._card, 1)
        layout.addWidget(self._right)

    def _input_block(self) -> QWidget:
        """What the network sees, and below its notes the way to the steps that led there."""
        button = QHBoxLayout()
        button.addSpacing(_BESIDE_PICTURE)
        button.addWidget(self.preparation_control)
        button.addStretch(1)
        block = QWidget()
        block.setFixedHeight(_INPUT_HEIGHT)
        layout = QGridLayout(block)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.input_view, 0, 0, Qt.AlignmentFlag.AlignTop)
        layout.addLayout(button, 0, 0, Qt.AlignmentFlag.AlignBottom)
        self.preparation_control.raise_()
        return block

    def hideEvent(self, event: QHideEvent) -> None:
        """Nothing is read for a page that nobody sees, nor while the window closes."""
        self._numbers.stop()
        super().hideEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the network more room in a narrow window."""
        left, right = next(columns for least, *columns in _COLUMNS if event.size().width() >= least)
        self._left.setFixedWidth(left)
        self._right.setFixedWidth(right)
        # The canvas is a square as wide as its column; a lower window makes it smaller.
        self.canvas.setMaximumHeight(left)
        super().resizeEvent(event)

    def take_focus(self) -> None:
        """One begins to draw."""
        self.canvas.setFocus()

    def finish(self) -> None:
        """Keep the pen's width and end the thread that answers."""
        self._settings.pen_width = self.canvas.pen_width
        self.recognition.finish()

    def _follow_model(self) -> None:
        """Answer with the model in use, at once for what is on the canvas."""
        if (model := self._in_use.model) is None:
            return
        self.panel.suit(whole=model.takes_whole_pictures, colour=model.takes_colour)
        self.canvas.set_hint(*canvas_hint(model))
        self.layers_view.set_model(model)
        self.answer_view.set_classes(model.class_names, with_distances=model.architecture.answers_with_distances)
        self._follow_threshold()
        self._show_pictures_for(model)

    def _follow_threshold(self) -> None:
        """Say from which confidence on an answer is sure, and answer anew."""
        if (model := self._in_use.model) is not None:
            self.answer_view.set_certainty(model.certainty, self._in_use.threshold, model.metrics.refused)
            self._ask(self.canvas.content)

    def _keep_upright(self, is_upright: bool) -> None:
        self._settings.upright = is_upright

    def _show_pictures_for(self, model: Model) -> None:
        """Lead through the pictures that the model was trained on, unless others of their kind are shown."""
        shown, name = self._data_set, model.making.data_set
        place = None if name is None else self._place_of(name)
        is_like = shown is not None and (shown.channels, shown.class_names) == (
            model.architecture.input_shape[0],
            model.class_names,
        )
        if place is not None and not is_like:
            self.load_data_set(place)

    def load_data_set(self, name: str = catalogue.MNIST) -> None:
        """Read a data set by its name or path, beside the window, so that its pictures can be looked at."""
        self._background.run(lambda: catalogue.load(name, self._downloads), self.set_data_set, self.panel.notice.say)

    @property
    def data_set(self) -> DataSet | None:
        """The data set whose pictures can be looked at; None until one is read."""
        return self._data_set

    def open_picture(self, path: Path) -> None:
        """Show the picture in this file and answer; the drawing stays where the file is no picture."""
        self._numbers.stop()
        self._settings.set_folder(Purpose.PICTURES, path.parent)
        self._background.run(lambda: _opened_file(path), self._show_picture(path.name), self.panel.notice.say)

    def paste(self) -> None:
        """Show the picture on the clipboard, or the one in a file copied there."""
        clipboard = QGuiApplication.clipboard()
        data = clipboard.mimeData() or QMimeData()  # an empty clipboard has none on some systems
        files = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
        if files:  # some systems put the file's icon beside it, as a picture
            self.open_picture(files[0])
        elif data.hasImage():
            self._take_image(clipboard.image(), tr("Pasted picture"))
        else:
            self.panel.notice.say(tr("There is no picture to paste."))

    def _take_image(self, image: QImage, title: str) -> None:
        self._numbers.stop()
        self._background.run(lambda: _opened_image(image), self._show_picture(title), self.panel.notice.say)

    def _refuse_erasing(self) -> None:
        self.panel.notice.say(tr("Only strokes can be erased. Clear takes the picture away."))

    def _choose_picture(self) -> None:
        dialog = file_dialog(self, tr("Open picture"), Purpose.PICTURES, self._settings)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        patterns = "*.png *.jpg *.jpeg *.bmp *.gif *.tif *.tiff *.webp *.avif *.jp2 *.ppm *.pgm *.pbm *.tga *.pcx"
        dialog.setNameFilters([tr("Pictures ({patterns})").format(patterns=patterns), tr("All files (*)")])
        dialog.fileSelected.connect(lambda name: self.open_picture(Path(name)))
        dialog.open()

    def _show_picture(self, title: str) -> Callable[[OpenedPicture], None]:
        """What shows a picture once it is read."""

        def show(picture: OpenedPicture) -> None:
            self.panel.notice.dismiss()
            self.canvas.set_content(ShownPicture(picture.ink.shown, title, picture, picture.ink.whole))
            # Its answer is under way, and cannot arrive before this function has ended.
            self._numbers.expect(picture, title)

        return show

    def set_data_set(self, data_set: DataSet) -> None:
        """Lead through the pictures of this data set; the canvas keeps what is on it."""
        self._data_set = data_set
        self._scales.set_data_set(data_set)
        self.browser.set_data_set(data_set.title, test=len(data_set.test), training=len(data_set.training))
        self._tell_label()

    def _show_data_set_picture(self, of_test: bool, index: int) -> None:
        if self._data_set is None:
            return
        part = self._data_set.test if of_test else self._data_set.training
        label = self._data_set.class_names[part.labels[index]]
        image = part.images[index]
        shown = np.ascontiguousarray(np.broadcast_to(image.transpose(1, 2, 0), (*image.shape[1:], 3)))
        self.panel.notice.dismiss()
        # Leafing through is one step of the history: undo leads back to the drawing.
        leafing = isinstance(self._subject(), DataSetPicture)
        self.canvas.set_content(
            ShownPicture(shown, source=DataSetPicture(image, label, self._data_set.title)), replace=leafing
        )

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
        self._tell_label()
        desk = self.preparation
        desk.take(subject, self._in_use.model)
        if subject is None:
            self._show_nothing()
        elif (recognizer := self._in_use.recognizer) is not None:
            self.recognition.ask(subject, recognizer, desk.corrections, with_steps=desk.wants_steps)

    def _tell_label(self) -> None:
        subject = self._subject()
        if isinstance(subject, DataSetPicture):
            self.browser.say(subject.label, subject.title)
        else:
            self.browser.say("")

    def _on_answered(self, answer: Answer) -> None:
        # An answer may come after the canvas was cleared or another model was chosen; the next one is under way then.
        # One with an earlier threshold is shown: while the threshold is dragged every answer would be too late.
        model = answer.request.recognizer.model
        if self._subject() is None or model is not self._in_use.model:
            return
        is_picture = isinstance(answer.request.subject, OpenedPicture)
        if answer.insight is None and is_picture and not model.takes_whole_pictures:
            self._show_no_ink()
        elif answer.insight is None:
            self._show_nothing()
        else:
            insight = answer.insight
            self.answer_view.show_recognition(insight.recognition)
            found = insight.recognition
            winner = None if found.is_of_no_class else found.best
            self.layers_view.show_activations(insight.network_input, insight.activations, winner)
            self._scales.find()
            self.input_view.show_input(insight.network_input, model.normalisation, preparation_notes(answer))
        self.latest_answer = answer
        self.preparation.show(answer)
        self._numbers.on_answered(answer.request.subject, answer.request.recognizer)
        self.answered.emit(answer)

    def _on_failed(self, sentence: str) -> None:
        """What is shown belongs to something else, so nothing is shown in its place."""
        self._show_nothing()
        self.panel.notice.say(sentence)

    def _show_no_ink(self) -> None:
        self.answer_view.show_no_ink()
        self.layers_view.clear()
        self.input_view.clear(tr("No ink found in this picture: choose another threshold here"))

    def _show_nothing(self) -> None:
        self.answer_view.show_recognition(None)
        self.layers_view.clear()
        self.input_view.clear()


def _column(layout: QVBoxLayout) -> QWidget:
    layout.setContentsMargins(0, 0, 0, 0)
    column = QWidget()
    column.setLayout(layout)
    return column


def _opened_file(path: Path) -> OpenedPicture:
    from lenet_app.gui.answering.answers import opened_file  # noqa: PLC0415 - the window is there sooner

    return opened_file(path)


def _opened_image(image: QImage) -> OpenedPicture:
    from lenet_app.gui.answering.answers import opened_pixels  # noqa: PLC0415
    from lenet_app.gui.kit.qt_images import pixels_of  # noqa: PLC0415 - the window is there sooner

    return opened_pixels(pixels_of(image))
