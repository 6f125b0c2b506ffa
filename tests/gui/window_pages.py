"""The pages of a window, made where they are not yet."""

from lenet_app.gui.compare.page import ComparePage
from lenet_app.gui.digits.everyone import EveryonesDigits
from lenet_app.gui.digits.page import DigitsPage
from lenet_app.gui.draw.page import DrawPage
from lenet_app.gui.evaluate.page import EvaluatePage
from lenet_app.gui.networks.page import NetworksPage
from lenet_app.gui.read.page import ReadPage
from lenet_app.gui.shell.main_window import MainWindow
from lenet_app.gui.train.page import TrainPage


def draw_page(window: MainWindow) -> DrawPage:
    return window.page("draw", DrawPage)


def read_page(window: MainWindow) -> ReadPage:
    return window.page("read", ReadPage)


def digits_page(window: MainWindow) -> DigitsPage:
    """That of whoever is chosen."""
    return everyones_digits(window).page


def everyones_digits(window: MainWindow) -> EveryonesDigits:
    return window.page("digits", EveryonesDigits)


def train_page(window: MainWindow) -> TrainPage:
    return window.page("train", TrainPage)


def networks_page(window: MainWindow) -> NetworksPage:
    return window.page("networks", NetworksPage)


def compare_page(window: MainWindow) -> ComparePage:
    return window.page("compare", ComparePage)


def evaluate_page(window: MainWindow) -> EvaluatePage:
    return window.page("evaluate", EvaluatePage)
