"""What the tests of the window need beyond those of the core."""

import pytest

from lenet_app.gui.workers import stepping


@pytest.fixture(autouse=True)
def training_at_full_speed(monkeypatch: pytest.MonkeyPatch) -> None:
    """A training gives way to all else that the machine does, other tests included: here it does not."""
    monkeypatch.setattr(stepping, "_NICENESS", 0)
