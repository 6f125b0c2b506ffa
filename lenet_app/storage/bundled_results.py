"""What came of reproducing the published results: the report that the program brings along, and the user's own."""

from lenet_app.errors import UserError
from lenet_app.json_values import parsed
from lenet_app.networks.reproduction import Result
from lenet_app.paths import bundled, user_data
from lenet_app.storage.reproductions import REPORT, ReproductionFolder

_MOST_BYTES = 20_000_000


def bundled_results() -> tuple[Result, ...]:
    """The results in the report that came with the program; empty where there is none or it is damaged."""
    path = bundled("models", f"{REPORT}.json")
    try:
        if path.stat().st_size > _MOST_BYTES:
            return ()
        return tuple(Result.from_json(one) for one in parsed(path.read_bytes()))
    except (OSError, ValueError, TypeError, UserError):
        return ()


def own_results() -> tuple[Result, ...]:
    """The results of the user's own reproductions."""
    return ReproductionFolder(user_data() / "reproduction").results()
