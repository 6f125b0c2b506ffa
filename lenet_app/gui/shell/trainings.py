"""What trains, the strip that tells of it, and the models that somebody has to decide about, wired to each other.

Loaded once the window is there: nothing of it is seen before.
"""

from PySide6.QtWidgets import QWidget

from lenet_app.gui.answering.model_switch import ModelSwitch
from lenet_app.gui.kit.notice import Notice
from lenet_app.gui.settings import Settings
from lenet_app.gui.shell.end_notice import EndNotice
from lenet_app.gui.train.control import TrainingControl
from lenet_app.gui.train.offers import Offers
from lenet_app.gui.train.widgets.strip import Strip
from lenet_app.gui.workers.background import Background
from lenet_app.language import tr
from lenet_app.paths import Home
from lenet_app.storage.library import ModelLibrary


class Trainings:
    """Makes the three.

    Args:
        home: of whoever is chosen.
        settings: what the user chose.
        switch: has another model answer.
        notice: where faults are told.
        background: where files are read and written.
        window: the owner.
    """

    def __init__(
        self,
        *,
        home: Home,
        settings: Settings,
        switch: ModelSwitch,
        notice: Notice,
        background: Background,
        window: QWidget,
    ) -> None:
        made = ModelLibrary(home.undecided)
        self._made = {home: made}
        self.strip = Strip()
        self.control = TrainingControl(self.strip, notice, home, made, settings, window)
        self.offers = Offers(
            strip=self.strip,
            notice=notice,
            made=made,
            switch=switch,
            background=background,
            folders=settings,
            parent=window,
        )
        control, offers = self.control, self.offers
        control.begun.connect(offers.begin)
        control.model_trained.connect(offers.show_epoch)
        control.model_saved.connect(offers.add)
        control.model_unsaved.connect(offers.add_unsaved)
        control.ended.connect(offers.take_end)
        self._end_notice = EndNotice(control, self.strip, window)

    def turn_to(self, home: Home) -> None:
        """Train for somebody else from now on, whose home this is, and ask about the models of their trainings."""
        made = self._made.setdefault(home, ModelLibrary(home.undecided))
        self.control.turn_to(home, made)
        self.offers.turn_to(made)

    def reason_to_stay(self, home: Home) -> str:
        """Why the person of this home cannot be deleted, as a sentence; empty where they can."""
        runs = self.control.is_running_for(home)
        return tr("A training of this person runs: stop it first.") if runs else ""

    def start(self) -> None:
        """Read what nobody has decided about yet, the list of data sets, and the one last in use."""
        self.offers.start()
        self.control.start()
