#!/bin/sh
# Makes .venv in the current folder, or mends it, and installs lenet-app there, editable and with the pinned versions.
#
#     packaging/make_venv.sh [EXTRA]      EXTRA is an extra of pyproject.toml, for example `test`
#
# PYTHON names the interpreter; without it the first of python3, python3.14, … that is new enough is taken.
# TORCH_INDEX names one of PyTorch's own indexes (cpu, cu126, …, or a whole address) to install torch from. With TORCH_WISH
# instead, the index is tried where torch is not installed yet, and the usual one is taken when it cannot be reached.
set -eu

extra=${1:-}
unfinished=.venv/unfinished
python=

say() {
    echo "$1" >&2
    exit 1
}

new_enough() {
    "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1
}

find_python() {
    if [ -n "${PYTHON:-}" ]; then
        new_enough "$PYTHON" || say "$PYTHON is not a Python 3.11 or newer: name one with PYTHON=, or install it (Debian and Ubuntu: sudo apt install python3 python3-venv)."
        python=$PYTHON
        return
    fi
    for python in python3 python3.14 python3.13 python3.12 python3.11; do
        if new_enough "$python"; then return; fi
    done
    say "lenet-app needs Python 3.11 or newer, and there is none here: install it (Debian and Ubuntu: sudo apt install python3 python3-venv; elsewhere: python.org)."
}

# A copied or moved .venv still points to the old place, and one whose making was broken off may lack anything.
sound() {
    [ ! -e "$unfinished" ] && [ "$(cat .venv/place 2>/dev/null)" = "$(pwd -P)" ] &&
        .venv/bin/python -c 'import pip, sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1
}

make_venv() {
    find_python
    version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
    "$python" -c 'import ensurepip, venv' >/dev/null 2>&1 ||
        say "$python cannot make virtual environments: install its venv module (Debian and Ubuntu: sudo apt install python3-venv, or python$version-venv)."
    echo "Making .venv with Python $version"
    mkdir -p .venv
    : >"$unfinished"
    "$python" -m venv --clear .venv
    : >"$unfinished"
    pwd -P >.venv/place
}

# pip undoes an installation that fails by itself, but not one that is killed.
install() {
    status=0
    .venv/bin/python -m pip --disable-pip-version-check install --constraint constraints.txt "$@" || status=$?
    if [ $status -ne 0 ] && [ $status -lt 128 ]; then rm -f "$unfinished"; fi
    return $status
}

trap 'exit 130' HUP INT TERM
sound || make_venv
: >"$unfinished"
# The stamps of other extras come back, as old as they were, once nothing can go wrong any more.
mkdir -p .venv/stamps
mv .venv/installed* .venv/stamps/ 2>/dev/null || true
case ${TORCH_INDEX:-} in
    '')
        if [ -n "${TORCH_WISH:-}" ] && ! .venv/bin/python -c 'import importlib.metadata as m; m.version("torch")' 2>/dev/null; then
            install --no-deps --retries 1 --timeout 15 --index-url "https://download.pytorch.org/whl/$TORCH_WISH" torch ||
                echo "PyTorch's index $TORCH_WISH cannot be reached: torch is taken from the usual one." >&2
            : >"$unfinished"
        fi
        ;;
    # Without its dependencies: these come from the usual index, in the pinned versions.
    *://*) install --no-deps --index-url "$TORCH_INDEX" torch ;;
    *) install --no-deps --index-url "https://download.pytorch.org/whl/$TORCH_INDEX" torch ;;
esac
install --editable ".${extra:+[$extra]}"
mv .venv/stamps/* .venv/ 2>/dev/null || true
rm "$unfinished"
