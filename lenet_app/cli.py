"""The command `lenet-app`: opens the window, or recognises, evaluates and trains without one."""

import argparse
import sys
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from io import TextIOWrapper
from types import ModuleType

from lenet_app.commands import self_test, versions, window
from lenet_app.commands.interrupt import endings_as_interrupts, status_of
from lenet_app.commands.output import complain, end_output, open_standard_error
from lenet_app.commands.telling import is_without_terminal, tell
from lenet_app.errors import UserError
from lenet_app.language import tr
from lenet_app.paths import Home

# What is done in place of a command.
_OPTIONS: dict[str, Callable[[argparse.Namespace], int]] = {
    "--version": versions.run,
    "--self-test": self_test.run_self_test,
    "--start-times": self_test.run_start_times,
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command.

    Args:
        arguments: what follows the program's name; None takes them from the process.

    Returns:
        The exit status: 0, 1 after a sentence on standard error, or 128 and the signal's number where one broke the
        command off. Wrong usage exits with 2, as argparse does.
    """
    open_standard_error()
    # A name that the terminal cannot write is written with escapes.
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")
    given = sys.argv[1:] if arguments is None else list(arguments)
    status = 1
    try:
        with endings_as_interrupts():
            return _run(given)
    except UserError as error:
        complain(str(error))
        if not given and is_without_terminal():  # the window was asked for, with a double click
            tell(str(error))
    except MemoryError:
        complain(tr("There is not enough memory for this."))
    except KeyboardInterrupt as interruption:
        complain(tr("Interrupted."))
        status = status_of(interruption)
    except BrokenPipeError:
        status = 0  # the reader has enough, as in `lenet-app … | head`
    except OSError as error:
        complain(_sentence_for(error))
    end_output()
    return status


def _run(given: Sequence[str]) -> int:
    # The window need not wait for the commands to be loaded.
    commands = {} if set(given) <= _OPTIONS.keys() else _commands()
    parser = _parser(commands)
    try:
        options = parser.parse_args(given)
    except SystemExit:  # after the help, which is still to be printed
        _flush()
        raise
    options.home = Home.of_user()
    with _as_person(options) if commands else nullcontext():
        if fault := options.home.fault:
            complain(fault)
        status: int = (options.instead or options.run)(options)
        _flush()
    return status


def _as_person(options: argparse.Namespace) -> AbstractContextManager[None]:
    from lenet_app.commands.profiles import as_person  # noqa: PLC0415 - only where a command is asked for

    return as_person(options)


def _flush() -> None:
    if sys.stdout:  # a windowed program on Windows has none
        sys.stdout.flush()


def _sentence_for(error: OSError) -> str:
    """What a file's fault is, or the output's, which has no name."""
    fault = error.strerror or error
    if error.filename is None:
        return tr("The output cannot be written: {fault}.").format(fault=fault)
    return tr("{file} cannot be used: {fault}.").format(file=error.filename, fault=fault)


def _commands() -> dict[str, ModuleType]:
    from lenet_app.commands import (  # noqa: PLC0415 - only where one is asked for
        architectures,
        compare,
        download,
        evaluate,
        export,
        import_weights,
        inspect,
        personalise,
        predict,
        profiles,
        read,
        reproduce,
        runs,
        samples,
        sweep,
        train,
    )

    using = (predict, read, inspect, evaluate)
    own = (samples, personalise, profiles)
    modules = (*using, train, sweep, runs, compare, download, reproduce, architectures, *own, export)
    named = {module.__name__.rpartition(".")[2]: module for module in modules}
    return {**named, "import": import_weights}


def _parser(known: dict[str, ModuleType]) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="lenet-app",
        description=tr("Recognise handwriting with LeNet-5 and train it. Without a command the window opens."),
    )
    texts = {
        "--version": tr("show the versions of the program, Qt and torch, and the device, and exit"),
        "--self-test": tr("try out every part of the program, print the result as JSON, and exit"),
        "--start-times": tr("open the window, draw, print when it was there and answered, and exit"),
    }
    for name, run in _OPTIONS.items():
        parser.add_argument(name, action="store_const", dest="instead", const=run, help=texts[name])
    parser.set_defaults(run=window.run)
    commands = parser.add_subparsers(metavar=tr("COMMAND"))
    for name, module in known.items():
        command = commands.add_parser(name, help=module.summary(), description=module.summary())
        told = module.json_summary() if hasattr(module, "json_summary") else tr("print one JSON object a line")
        command.add_argument("--json", action="store_true", help=told)
        module.add_arguments(command)
        if name in known["profiles"].OF_PEOPLE:
            known["profiles"].add_profile_option(command)
        command.set_defaults(run=module.run, command=name)
    return parser
