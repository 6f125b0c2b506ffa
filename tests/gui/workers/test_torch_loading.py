"""Loading torch, in a process of its own."""

from tests.unit.commands.running import as_process

LOADED = """
import gc, sys
from lenet_app.gui.workers.torch_loading import load_devices

collected = []
gc.callbacks.append(lambda phase, info: collected.append(phase) if phase == "start" else None)
before = gc.get_freeze_count()
devices = load_devices()
print(devices[-1].id, "torch" in sys.modules, gc.isenabled(), gc.get_freeze_count() - before > 100_000, len(collected))
"""


def test_no_garbage_is_looked_for_while_torch_is_loaded() -> None:
    done = as_process(code=LOADED)
    assert (done.status, done.err) == (0, "")
    name, is_there, is_enabled, is_frozen, collections = done.out.split()
    assert (name, is_there, is_enabled, is_frozen) == ("cpu", "True", "True", "True")
    assert int(collections) < 20  # by what is imported around it
