"""A dialog for every part of a recipe."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QHBoxLayout, QLabel, QMenu, QPushButton, QVBoxLayout, QWidget

from lenet_app.errors import UserError
from lenet_app.gui.kit.menu_button import give_menu
from lenet_app.gui.look.theme import Kind, set_kind
from lenet_app.gui.train.widgets.recipe_form import RecipeForm
from lenet_app.language import tr
from lenet_app.networks.family import Experiment, Member
from lenet_app.networks.recipe import Recipe
from lenet_app.networks.recipe_text import recipe_text

_TEXT_LINES = 3


class RecipeDialog(QDialog):
    """Shows a recipe to be changed; what is impossible is said at once, and cannot be accepted.

    Args:
        member: the network; it has the recipes that can be gone back to.
        recipe: to begin with.
        parent: what the dialog lies over.
    """

    def __init__(self, member: Member, recipe: Recipe, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._member, self._recipe = member, recipe
        self.setWindowTitle(tr("Recipe of {network}").format(network=member.architecture.title))
        self.form = RecipeForm()
        self._text = QLabel()
        self._text.setWordWrap(True)
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self._text.setFixedHeight(_TEXT_LINES * self._text.fontMetrics().lineSpacing() + 16)
        self.published_button = self._make_published_button()
        self.default_button = QPushButton(tr("Default of the network"))
        self.default_button.setToolTip(tr("The recipe that the network is trained with unless it is changed"))
        self.default_button.setAutoDefault(False)
        self.default_button.clicked.connect(lambda: self.form.set_recipe(member.recipe))
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        self.ok_button = self.buttons.button(QDialogButtonBox.StandardButton.Ok)
        set_kind(self.ok_button, Kind.PRIMARY)
        self._lay_out()
        self.form.changed.connect(self._check)
        self.form.set_recipe(recipe)

    def _lay_out(self) -> None:
        below = QHBoxLayout()
        below.setSpacing(8)
        below.addWidget(self.published_button)
        below.addWidget(self.default_button)
        below.addStretch(1)
        below.addWidget(self.buttons)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(8)
        layout.addWidget(self.form)
        layout.addWidget(self._text)
        layout.addLayout(below)
        layout.setSizeConstraint(QVBoxLayout.SizeConstraint.SetFixedSize)

    def _make_published_button(self) -> QPushButton:
        """A button for the published recipe; a menu where there are several."""
        published = [one for one in self._member.experiments if one.is_published]
        button = QPushButton(tr("As published"))
        button.setAutoDefault(False)
        button.setEnabled(bool(published))
        button.setToolTip(
            tr("The recipe that the network was published with")
            if published
            else tr("The network was published without a recipe")
        )
        if len(published) > 1:
            menu = QMenu(button)
            for experiment in published:
                action = menu.addAction(self._experiment_title(experiment))
                action.triggered.connect(self._taker(experiment.recipe))
            give_menu(button, menu)
        elif published:
            button.clicked.connect(self._taker(published[0].recipe))
        return button

    def _experiment_title(self, experiment: Experiment) -> str:
        title = experiment.name.capitalize() or tr("Plain")
        if experiment.accuracy is None:
            return title
        text = tr("{title}: {right} % right on the test pictures")
        return text.format(title=title, right=f"{100 * experiment.accuracy:.4g}")

    def _taker(self, recipe: Recipe) -> Callable[[], None]:
        return lambda *_: self.form.set_recipe(recipe)

    @property
    def recipe(self) -> Recipe:
        """The last recipe that was possible."""
        return self._recipe

    @property
    def text(self) -> str:
        """The recipe in words, or what is impossible about it."""
        return self._text.text()

    def _check(self) -> None:
        try:
            self._recipe = self.form.recipe
        except UserError as error:
            self._say(str(error), Kind.NOTICE)
            self.ok_button.setEnabled(False)
        else:
            self._say(recipe_text(self._recipe), Kind.SECONDARY)
            self.ok_button.setEnabled(True)

    def _say(self, text: str, kind: Kind) -> None:
        self._text.setText(text)
        self._text.setMargin(8 if kind is Kind.NOTICE else 0)
        set_kind(self._text, kind)
