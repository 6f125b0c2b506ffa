"""Packages that only some exchanges need."""

from importlib import import_module
from types import ModuleType

from lenet_app.errors import UserError
from lenet_app.language import tr


def needed(package: str) -> ModuleType:
    """The package.

    Raises:
        UserError: it is not installed.
    """
    try:
        return import_module(package)
    except ImportError as error:
        sentence = tr("This needs the package {package}, which is not installed.")
        raise UserError(sentence.format(package=package)) from error
