"""`python -m lenet_app` is the command `lenet-app`."""

import sys

from lenet_app.cli import main

if __name__ == "__main__":
    sys.exit(main())
