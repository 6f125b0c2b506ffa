"""Values that last from one session to the next, in one JSON file: an object, written whole."""

import json
import logging
import threading
from pathlib import Path
from typing import Any

from lenet_app.errors import UserError
from lenet_app.json_values import parsed, text_of
from lenet_app.storage.files import read_bytes, write_whole

_MOST_BYTES = 5_000_000
_log = logging.getLogger(__name__)


class KeptValues:
    """Plain values by their keys. A file that cannot be read, or is no object, holds none.

    Args:
        file: read now; made when something is written.
    """

    def __init__(self, file: Path) -> None:
        self.file = file
        self._values = _read(file)
        self._changes: dict[str, Any] = {}
        """What the file does not hold yet; None for what is no more."""
        self._writing, self._changing = threading.Lock(), threading.Lock()

    def value(self, key: str) -> object:
        """What is kept; None where there is nothing."""
        return self._values.get(key)

    def set(self, key: str, value: object) -> None:
        """Keep a plain value; it is in the file once that is written. None keeps nothing any more."""
        if self._values.get(key) == value:
            return
        with self._changing:
            self._values[key] = self._changes[key] = value

    def write(self) -> None:
        """Put what has changed into the file, and leave there what others have changed; a fault is logged only.

        Any thread may call it.
        """
        with self._writing:
            with self._changing:
                changes, self._changes = self._changes, {}
            if not changes:
                return
            whole = {key: value for key, value in (_read(self.file) | changes).items() if value is not None}
            try:
                write_whole(self.file, _content(whole))
            except UserError as error:
                _log.info("%s", error)  # that the folder is closed is told once: see `paths.Home.fault`
                with self._changing:
                    self._changes = changes | self._changes

    def write_beside(self) -> None:
        """The same on a thread of its own, if anything has changed."""
        if self._changes and not self._writing.locked():
            threading.Thread(target=self.write, name="kept values", daemon=True).start()


def _read(file: Path) -> dict[str, Any]:
    try:
        value = parsed(read_bytes(file, _MOST_BYTES))
    except (OSError, ValueError):
        return {}
    return value if isinstance(value, dict) else {}


def _content(values: dict[str, Any]) -> bytes:
    """JSON for people, in the order of the keys."""
    return (json.dumps(json.loads(text_of(values)), indent=1, sort_keys=True, ensure_ascii=False) + "\n").encode()
