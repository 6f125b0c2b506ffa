"""The recipe of a training, every part of it a field, with the ways back to the network's own and published ones."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QMenu, QPushButton, QScrollArea, QVBoxLayout, QWidget

from lenet_app.errors import UserError
from lenet_app.gui.kit.menu_button import give_menu
from lenet_app.gui.look.theme import Kind, set_kind
from lenet_app.gui.train.widgets.recipe_form import RecipeForm
from lenet_app.language import tr
from lenet_app.networks.family import Experiment, Member
from lenet_app.networks.recipe import Recipe
from lenet_app.networks.recipe_text import recipe_text
from lenet_app.training.presets import Preset
from lenet_app.training.settings import usual_recipe

_TEXT_LINES = 3


class RecipeCard(QFrame):
    """Shows a recipe to be changed; what is impossible is said at once."""

    changed = Signal()
    """A field has another value, whoever gave it."""
    open_requested = Signal()
    """Somebody wants the recipe of a file."""
    save_requested = Signal()
    """Somebody wants this recipe in a file."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_kind(self, Kind.CARD)
        self._member: Member | None = None
        self._recipe = Recipe()
        self._fault = ""
        self.form = RecipeForm()
        title = QLabel(tr("Recipe"))
        set_kind(title, Kind.TITLE)
        self.preset_button = QPushButton(tr("Preset"))
        self.preset_button.setToolTip(tr("A recipe that suits most networks of digits"))
        self._presets = QMenu(self.preset_button)
        self._presets.setToolTipsVisible(True)
        give_menu(self.preset_button, self._presets)
        self.published_button = QPushButton(tr("As published"))
        self.default_button = QPushButton(tr("Default of the network"))
        self.default_button.setToolTip(tr("The recipe that the network is trained with unless it is changed"))
        self.default_button.clicked.connect(self._take_default)
        self.file_button = QPushButton(tr("File"))
        self.file_button.setToolTip(tr("Open a recipe, or save this one to keep it or to pass it on"))
        files = QMenu(self.file_button)
        self.open_action, self.save_action = files.addAction(tr("Open…")), files.addAction(tr("Save…"))
        self.open_action.triggered.connect(self.open_requested)
        self.save_action.triggered.connect(self.save_requested)
        give_menu(self.file_button, files)
        self._text = QLabel()
        self._text.setWordWrap(True)
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self._text.setFixedHeight(_TEXT_LINES * self._text.fontMetrics().lineSpacing() + 16)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(title)
        head.addStretch(1)
        head.addWidget(self.preset_button)
        head.addWidget(self.published_button)
        head.addWidget(self.default_button)
        head.addWidget(self.file_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 8)
        layout.setSpacing(8)
        layout.addLayout(head)
        layout.addWidget(_scrolled(self.form), 1)
        layout.addWidget(self._text)
        self.form.changed.connect(self._check)
        self._check()

    def set_recipe(self, member: Member, recipe: Recipe) -> None:
        """Fill the fields.

        Args:
            member: the network; it has the recipes that can be gone back to.
            recipe: what the fields show.
        """
        if member != self._member:
            self._member = member
            self._offer_published(member)
            self._offer_presets(member)
        self.form.set_recipe(recipe)

    def _take_default(self) -> None:
        if self._member is not None:
            self.form.set_recipe(usual_recipe(self._member))

    def _offer_published(self, member: Member) -> None:
        """Put the published recipe behind the button; a menu where there are several."""
        published = [one for one in member.experiments if one.is_published]
        button = self.published_button
        if (menu := button.menu()) is not None:
            button.setMenu(None)  # type: ignore[arg-type]
            menu.deleteLater()
        button.disconnect(self)
        button.setEnabled(bool(published))
        button.setToolTip(
            tr("The recipe that the network was published with")
            if published
            else tr("The network was published without a recipe")
        )
        if len(published) > 1:
            menu = QMenu(button)
            for experiment in published:
                menu.addAction(_experiment_title(experiment)).triggered.connect(self._taker(experiment.recipe))
            give_menu(button, menu)
        elif published:
            button.clicked.connect(self._take_only_published)

    def _offer_presets(self, member: Member) -> None:
        """Those that suit the network."""
        self._presets.clear()
        for preset in Preset:
            if (recipe := preset.recipe(member)) is not None:
                action = self._presets.addAction(preset.label)
                action.setToolTip(preset.purpose)
                action.triggered.connect(self._taker(recipe))
        self.preset_button.setEnabled(not self._presets.isEmpty())

    def _take_only_published(self) -> None:
        assert self._member is not None
        published = (one.recipe for one in self._member.experiments if one.is_published)
        self.form.set_recipe(next(published))

    def _taker(self, recipe: Recipe) -> Callable[[], None]:
        return lambda *_: self.form.set_recipe(recipe)

    @property
    def recipe(self) -> Recipe:
        """The last recipe that was possible."""
        return self._recipe

    @property
    def fault(self) -> str:
        """What is impossible about the fields, in a sentence; empty where nothing is."""
        return self._fault

    @property
    def text(self) -> str:
        """The recipe in words, or what is impossible about it."""
        return self._text.text()

    def _check(self) -> None:
        try:
            self._recipe = self.form.recipe
        except UserError as error:
            self._fault = str(error)
            self._say(self._fault, Kind.NOTICE)
        else:
            self._fault = ""
            self._say(recipe_text(self._recipe), Kind.SECONDARY)
        self.changed.emit()

    def _say(self, text: str, kind: Kind) -> None:
        self._text.setText(text)
        self._text.setMargin(8 if kind is Kind.NOTICE else 0)
        set_kind(self._text, kind)


def _experiment_title(experiment: Experiment) -> str:
    title = experiment.name.capitalize() or tr("Plain")
    if experiment.accuracy is None:
        return title
    text = tr("{title}: {right} % right on the test pictures")
    return text.format(title=title, right=f"{100 * experiment.accuracy:.4g}")


def _scrolled(form: QWidget) -> QScrollArea:
    """The form in an area that scrolls up and down once there is less room than it needs."""
    area = QScrollArea()
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidgetResizable(True)
    area.setWidget(form)
    for one in (area.viewport(), form):
        one.setAutoFillBackground(False)
    return area
