"""PySide6 leaves Python's import alone, in a process of its own."""

from tests.unit.commands.running import as_process

RESTORED = """
import linecache, sys
from lenet_app.gui.system.plain_import import restore_import

restore_import()
from lenet_app.networks.family import ids
from PySide6.QtWidgets import QApplication, QLabel

application = QApplication(sys.argv[:1])
label = QLabel("text")
print(label.text(), sys.modules[ids.__module__].__file__ in linecache.cache)
"""
PLAIN = RESTORED.replace("restore_import()\n", "import PySide6.QtCore\n")


def test_no_source_is_read_of_what_is_imported_and_qt_works() -> None:
    done = as_process(code=RESTORED)
    assert (done.status, done.err) == (0, "")
    assert done.out.split() == ["text", "False"]


def test_pyside_itself_still_reads_it() -> None:
    """Else `restore_import` has become needless."""
    assert as_process(code=PLAIN).out.split() == ["text", "True"]
