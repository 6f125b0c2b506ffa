"""Whether a program has a person open: such a person is not deleted by another program.

It is a lock that many may hold at once, and that ends with its process. On Windows the open file alone does the same:
a folder with such a file in it cannot be renamed, which is how a deletion begins.
"""

import os
from pathlib import Path
from typing import BinaryIO

from lenet_app.errors import UserError
from lenet_app.language import tr
from lenet_app.paths import Home

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

FILE = "in-use"


class Presence:
    """Held while somebody's samples and models may be read or written. Where no lock can be had it keeps nobody out.

    Args:
        home: the person's. The first person is never deleted and needs none.

    Raises:
        UserError: the person's folder is gone, or is being deleted.
    """

    def __init__(self, home: Home) -> None:
        self._file: BinaryIO | None = None
        if home.person is None:
            return
        try:
            self._file = (home.person / FILE).open("ab")
        except (FileNotFoundError, NotADirectoryError) as error:
            raise UserError(gone(home.person)) from error
        except OSError:
            return  # whoever writes there is told
        if not _locked(self._file, is_shared=True) or os.fstat(self._file.fileno()).st_nlink == 0:
            self.end()
            raise UserError(gone(home.person))

    @property
    def is_alone(self) -> bool:
        """Whether no other program, or window, has the person open."""
        is_alone = self.claimed()
        if self._file is not None:
            _locked(self._file, is_shared=True)
        return is_alone

    def claimed(self) -> bool:
        """Whether nobody else has the person open, nor can have from now on."""
        return self._file is None or _locked(self._file, is_shared=False)

    def end(self) -> None:
        """The person is not open here any more."""
        if self._file is not None:
            self._file.close()
            self._file = None


def _locked(file: BinaryIO, *, is_shared: bool) -> bool:
    """Whether nothing keeps this lock from being had; True, too, where the disk or the system has none."""
    if fcntl is None:
        return True
    try:
        fcntl.flock(file.fileno(), (fcntl.LOCK_SH if is_shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        return True
    return True


def gone(folder: Path) -> str:
    """Why a person cannot be opened whose folder is not there."""
    return tr("The folder {folder} of this person is not there any more.").format(folder=folder)
