from collections.abc import Iterator

import pytest
import torch

from tests.unit.commands.running import Command


@pytest.fixture
def command(capsys: pytest.CaptureFixture[str]) -> Iterator[Command]:
    """Runs the program in this process; the number of torch's threads, which training sets, is put back."""
    threads = torch.get_num_threads()
    yield Command(capsys)
    torch.set_num_threads(threads)
