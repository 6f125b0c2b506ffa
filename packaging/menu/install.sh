#!/bin/sh
# Puts lenet-app into the start menu of your own account, with its icons, and `lenet-app` into ~/.local/bin.
# Nothing is copied: the program stays in this folder. After moving the folder run this again.
set -eu

here=$(cd "$(dirname "$0")" && pwd -P)
if [ -z "${HOME:-}" ] && [ -z "${XDG_DATA_HOME:-}" ]; then
    echo "install.sh: there is no home folder (HOME is not set), so there is no menu to install to." >&2
    exit 1
fi
data=${XDG_DATA_HOME:-$HOME/.local/share}

# The rules of the Desktop Entry Specification for an argument between quotes; `%` begins a field code.
quoted=$(printf '%s\n' "$here/lenet-app" | sed -e 's/[\\"`$]/\\&/g' -e 's/\\/\\\\/g' -e 's/%/%%/g')
# And those of the right side of sed's command.
safe=$(printf '%s\n' "\"$quoted\"" | sed -e 's/[\\&|]/\\&/g')

mkdir -p "$data/applications"
sed "s|@EXEC@|$safe|" "$here/share/lenet-app.desktop" >"$data/applications/lenet-app.desktop.new"
mv "$data/applications/lenet-app.desktop.new" "$data/applications/lenet-app.desktop"
for icon in "$here"/share/icons/*.png; do
    side=$(basename "$icon" .png)
    mkdir -p "$data/icons/hicolor/${side}x$side/apps"
    cp "$icon" "$data/icons/hicolor/${side}x$side/apps/lenet-app.png"
done
mkdir -p "$data/icons/hicolor/scalable/apps"
cp "$here/share/icons/lenet-app.svg" "$data/icons/hicolor/scalable/apps/lenet-app.svg"
if [ -n "${HOME:-}" ]; then
    mkdir -p "$HOME/.local/bin"
    ln -sf "$here/lenet-app" "$HOME/.local/bin/lenet-app"
fi
# Menus that keep a cache; without these tools they look for themselves.
update-desktop-database -q "$data/applications" 2>/dev/null || true
gtk-update-icon-cache -q -t "$data/icons/hicolor" 2>/dev/null || true
echo "lenet-app is in your start menu. Remove it with: $here/uninstall.sh"
# A system library that is missing is told here, in a sentence.
"$here/lenet-app" --version
