"""The report of the user's own reproductions, shown within the window."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QTextBrowser, QVBoxLayout, QWidget

from lenet_app.gui.kit.notice import Notice
from lenet_app.gui.workers.background import Background
from lenet_app.language import tr
from lenet_app.paths import Home
from lenet_app.storage.results import ReproductionFolder

_SIZE = QSize(880, 560)


def show_report(window: QWidget, home: Home, background: Background, notice: Notice) -> None:
    """Read the report beside the window and open it over the window; a fault goes to `notice`."""
    path = ReproductionFolder(home.reproduction).report

    def show(text: str) -> None:
        dialog = QDialog(window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setWindowTitle(tr("Reproduced results"))
        page = QTextBrowser()
        page.setOpenLinks(False)
        page.setMarkdown(text)
        page.setAccessibleName(tr("Reproduced results"))
        page.setToolTip(tr("The same text lies in {file}").format(file=path))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(dialog.reject)
        layout = QVBoxLayout(dialog)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.addWidget(page)
        layout.addWidget(buttons)
        dialog.resize(_SIZE.boundedTo(window.size()))
        dialog.open()

    background.run(lambda: path.read_text(encoding="utf-8"), show, notice.say)
