#!/bin/sh
# Takes lenet-app out of the start menu of your own account. The program's folder and what you made stay.
set -eu

if [ -z "${HOME:-}" ] && [ -z "${XDG_DATA_HOME:-}" ]; then
    echo "uninstall.sh: there is no home folder (HOME is not set), so there is no menu to look into." >&2
    exit 1
fi
here=$(cd "$(dirname "$0")" && pwd -P)
data=${XDG_DATA_HOME:-$HOME/.local/share}
rm -f "$data/applications/lenet-app.desktop" "$data"/icons/hicolor/*/apps/lenet-app.png \
    "$data/icons/hicolor/scalable/apps/lenet-app.svg"
if [ -n "${HOME:-}" ] && [ "$(readlink "$HOME/.local/bin/lenet-app" 2>/dev/null)" = "$here/lenet-app" ]; then
    rm -f "$HOME/.local/bin/lenet-app"
fi
update-desktop-database -q "$data/applications" 2>/dev/null || true
gtk-update-icon-cache -q -t "$data/icons/hicolor" 2>/dev/null || true
echo "lenet-app is no longer in your start menu. To remove it, delete $here"
echo "Your models are kept in ${LENET_APP_HOME:-$data/lenet-app}"
