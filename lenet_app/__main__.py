"""`python -m lenet_app` is the command `lenet-app`."""

import sys

if __name__ == "__main__":
    try:
        from lenet_app.cli import main

        sys.exit(main())
    except KeyboardInterrupt:  # before there was anything to break off
        sys.exit(130)
