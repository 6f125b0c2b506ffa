"""What of the page can be kept in files: layers, one layer, one map, a panel of the inspector, one page of all."""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint

from lenet_app.gui.answering.model_in_use import ModelInUse
from lenet_app.gui.answering.subjects import Answer
from lenet_app.gui.draw.frame import DrawFrame
from lenet_app.gui.inside.keep.keeping import Keeping
from lenet_app.gui.inside.keep.keepsake import Keepsake
from lenet_app.gui.kit.file_dialogs import Folders
from lenet_app.gui.layers.shown import ShownLayer
from lenet_app.gui.layers.values_menu import Shows
from lenet_app.gui.look.theme import colours

if TYPE_CHECKING:
    from lenet_app.inspection.passage import Passage

_DRAWING_SCALE = 2


class DrawKeeping(Keeping):
    """Fills the menus of layers and inspector.

    Args:
        frame: with layers, canvas, answer and inspector.
        in_use: who answers.
        latest: tells the answer that is shown.
        folders: where dialogs begin.
    """

    def __init__(
        self, frame: DrawFrame, in_use: ModelInUse, latest: Callable[[], Answer | None], folders: Folders
    ) -> None:
        super().__init__(frame, folders)
        self._frame, self._in_use, self._latest = frame, in_use, latest
        card, inspector = frame.layers_card, frame.inspector
        self.give_menu(card.save_button, lambda: self.of_layers(None))
        self.give_menu(inspector.save_button, inspector.keepsakes)
        card.menu_wanted.connect(self._open_for_layer)
        inspector.menu_wanted.connect(lambda at: self.menu_of(inspector.keepsakes()).popup(at))

    def _open_for_layer(self, layer: ShownLayer | None, at: QPoint) -> None:
        self.menu_of(self.of_layers(layer)).popup(at)

    def of_layers(self, layer: ShownLayer | None) -> tuple[Keepsake, ...]:
        """One layer, all of them, and the page; nothing where nothing is drawn.

        Args:
            layer: that is pointed at; None for the one that is large, or else for the chosen unit's.
        """
        answer, view = self._latest(), self._frame.layers_view
        if answer is None or answer.insight is None or not view.shows_values:
            return ()
        from lenet_app.gui.inside.keep.layers import pipeline_keepsake  # noqa: PLC0415 - loaded when somebody saves
        from lenet_app.inspection.passage import Passage  # noqa: PLC0415

        passage = Passage.of(answer.model, answer.insight)
        pipeline = pipeline_keepsake(passage, self._frame.layers_card.printed)
        if answer.line is not None:  # the page tells how single pictures are answered
            return (*self._of_one(layer), pipeline)
        return (*self._of_one(layer), pipeline, self._page(answer, passage))

    def _of_one(self, layer: ShownLayer | None) -> tuple[Keepsake, ...]:
        """The map that is shown alone, or a layer."""
        from lenet_app.gui.inside.keep.layers import layer_keepsake  # noqa: PLC0415 - loaded when somebody saves

        card, view = self._frame.layers_card, self._frame.layers_view
        unit, map_ = view.chosen, None
        if card.shows_map:
            layer, map_ = view.layer(card.map_stage.layer_name), card.map_stage.number
        elif layer is None:
            layer = view.layer(view.stage or (unit.layer if unit is not None else ""))
        values = None if layer is None else view.values(layer.name)
        if layer is None or values is None:
            return ()
        dark, largest = colours(view).dark, view.largest(layer.name, map_ or 0)
        found = (layer_keepsake(layer, values, dark=dark, map_=map_, largest=largest),)
        if card.values_menu.shows is Shows.ACTIVATIONS or (back := card.gradients.values(layer.name)) is None:
            return found
        return (*found, layer_keepsake(layer, back, dark=dark, map_=map_, of_gradients=True))

    def _page(self, answer: Answer, passage: "Passage") -> Keepsake:
        from lenet_app.gui.inside.keep.page import page_keepsake  # noqa: PLC0415 - loaded when somebody saves
        from lenet_app.gui.kit.printing import as_image, as_png, printed  # noqa: PLC0415
        from lenet_app.inspection.one_page import OnePage  # noqa: PLC0415

        assert answer.insight is not None
        said, model = self._frame.answer_view, answer.request.recognizer.model
        words = f"{said.big_text}, {said.note}"
        if self._frame.note.text:  # a what-if is not to be taken for how it is
            words = f"{words}. {self._frame.note.text}"
        drawing = as_png(as_image(printed(self._frame.panel.canvas), _DRAWING_SCALE))
        when = datetime.now().astimezone().strftime("%Y-%m-%d %H:%M")
        return page_keepsake(OnePage(passage, answer.insight.recognition, words, model.name, drawing, when))
