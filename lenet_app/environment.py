"""The environment that the system's own programs are started with."""

from collections.abc import Mapping

# What the standalone program puts values of its own into; what was there before is kept beside it, with `_ORIG`.
_CHANGED = ("LD_LIBRARY_PATH", "QT_PLUGIN_PATH")
_ADDED = "PYSIDE_DISABLE_INTERNAL_QT_CONF"


def systems_environment(environ: Mapping[str, str]) -> dict[str, str]:
    """What the environment was before the standalone program put its own libraries before the system's.

    Args:
        environ: the standalone program's, as PyInstaller and `packaging/hooks/qt_environment.py` have made it.
    """
    before = {name: environ[kept] for name in _CHANGED if (kept := f"{name}_ORIG") in environ}
    changed = {_ADDED, *_CHANGED, *(f"{name}_ORIG" for name in _CHANGED)}
    return {name: value for name, value in environ.items() if name not in changed} | before
