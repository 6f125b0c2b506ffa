"""The command `lenet-app`: opens the window, or recognises, evaluates and trains without one."""

import argparse
import sys
from collections.abc import Callable, Sequence
from io import TextIOWrapper
from types import ModuleType

from lenet_app.commands import self_test, versions, window
from lenet_app.commands.output import discard_output
from lenet_app.commands.telling import is_without_terminal, tell
from lenet_app.errors import UserError
from lenet_app.language import tr
from lenet_app.paths import is_user_data_temporary, user_data

_JSON_HELP = "print one JSON object a line"

# What is done in place of a command.
_OPTIONS: dict[str, tuple[Callable[[argparse.Namespace], int], str]] = {
    "--version": (versions.run, "show the versions of the program, Qt and torch, and the device, and exit"),
    "--self-test": (self_test.run_self_test, "try out every part of the program, print the result as JSON, and exit"),
    "--start-times": (
        self_test.run_start_times,
        "open the window, draw, print when it was there and answered, and exit",
    ),
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command.

    Args:
        arguments: what follows the program's name; None takes them from the process.

    Returns:
        The exit status: 0, or 1 after a sentence on standard error. Wrong usage exits with 2, as argparse does.
    """
    # A name that the terminal cannot write is written with escapes.
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")
    given = sys.argv[1:] if arguments is None else list(arguments)
    # The window need not wait for the commands to be loaded.
    options = _parser({} if set(given) <= _OPTIONS.keys() else _commands()).parse_args(given)
    if is_user_data_temporary():
        sentence = tr("There is no home folder: what you make is kept in {folder} and may be lost.")
        print(f"lenet-app: {sentence.format(folder=user_data())}", file=sys.stderr)
    try:
        status: int = (options.instead or options.run)(options)
        if sys.stdout:  # a windowed program on Windows has none
            sys.stdout.flush()
        return status
    except UserError as error:
        print(f"lenet-app: {error}", file=sys.stderr)
        if (options.instead or options.run) is window.run and is_without_terminal():
            tell(str(error))
    except MemoryError:
        print(f"lenet-app: {tr('There is not enough memory for this.')}", file=sys.stderr)
    except KeyboardInterrupt:
        print(f"lenet-app: {tr('Interrupted.')}", file=sys.stderr)
    except BrokenPipeError:
        # The reader has enough, as in `lenet-app … | head`.
        discard_output()
    except OSError as error:
        discard_output()
        sentence = tr("The output cannot be written: {fault}.")
        print(f"lenet-app: {sentence.format(fault=error.strerror or error)}", file=sys.stderr)
    return 1


def _commands() -> dict[str, ModuleType]:
    from lenet_app.commands import (  # noqa: PLC0415 - only where one is asked for
        architectures,
        download,
        evaluate,
        predict,
        read,
        reproduce,
        train,
    )

    modules = (predict, read, evaluate, train, download, reproduce, architectures)
    return {module.__name__.rpartition(".")[2]: module for module in modules}


def _parser(known: dict[str, ModuleType]) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="lenet-app",
        description="Recognise handwriting with LeNet-5 and train it. Without a command the window opens.",
    )
    for name, (run, text) in _OPTIONS.items():
        parser.add_argument(name, action="store_const", dest="instead", const=run, help=text)
    parser.set_defaults(run=window.run)
    commands = parser.add_subparsers(metavar="COMMAND")
    for name, module in known.items():
        command = commands.add_parser(name, help=module.HELP, description=module.HELP)
        command.add_argument("--json", action="store_true", help=getattr(module, "JSON_HELP", _JSON_HELP))
        module.add_arguments(command)
        command.set_defaults(run=module.run)
    return parser
