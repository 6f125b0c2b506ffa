"""The command `lenet-app`: opens the window, or recognises, evaluates and trains without one."""

import argparse
import sys
from collections.abc import Sequence
from io import TextIOWrapper

import lenet_app
from lenet_app.commands import architectures, download, evaluate, predict, read, reproduce, train, window
from lenet_app.commands.output import discard_output
from lenet_app.errors import UserError
from lenet_app.language import tr

_COMMANDS = {
    "predict": predict,
    "read": read,
    "evaluate": evaluate,
    "train": train,
    "download": download,
    "reproduce": reproduce,
    "architectures": architectures,
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
    options = _parser().parse_args(arguments)
    try:
        status: int = options.run(options)
        if sys.stdout:  # a windowed program on Windows has none
            sys.stdout.flush()
        return status
    except UserError as error:
        print(f"lenet-app: {error}", file=sys.stderr)
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


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="lenet-app",
        description="Recognise handwriting with LeNet-5 and train it. Without a command the window opens.",
    )
    parser.add_argument("--version", action="version", version=f"lenet-app {lenet_app.__version__}")
    parser.set_defaults(run=window.run)
    commands = parser.add_subparsers(metavar="COMMAND")
    for name, module in _COMMANDS.items():
        command = commands.add_parser(name, help=module.HELP, description=module.HELP)
        command.add_argument("--json", action="store_true", help="print one JSON object a line")
        module.add_arguments(command)
        command.set_defaults(run=module.run)
    return parser
