#!/bin/sh
# Puts lenet-app into the start menu of your own account, with its icons, and `lenet-app` into ~/.local/bin.
# Nothing is copied but icons: the program stays in this folder. After moving the folder run this again.
set -eu

me=install.sh
here=$(dirname "$(readlink -f "$0")" && echo .) # the dot keeps a line break at its end
here=${here%??}
. "$here/share/menu.sh"

write_entry() {
    while IFS= read -r line; do
        case $line in
            Exec=*) printf '%s\n' "$exec_line" ;;
            *) printf '%s\n' "$line" ;;
        esac
    done <"$here/share/lenet-app.desktop" >"$entry.new"
}

# What is in the command's place is another program's, unless it leads into a copy of this one or nowhere.
is_anothers() {
    [ -e "$command" ] && ! { [ -L "$command" ] && [ -e "$(dirname "$(readlink -f "$command")")/share/lenet-app.desktop" ]; }
}

add_command() {
    if is_anothers; then
        echo "$command is another program's, so it stays as it is."
    elif ! { mkdir -p "$(dirname "$command")" && ln -sf "$here/lenet-app" "$command"; } 2>/dev/null; then
        echo "$command cannot be written, so there is no such command."
    fi
}

try mkdir -p "$data/applications" "$icons/scalable/apps"
try write_entry
try mv "$entry.new" "$entry"
for icon in "$here"/share/icons/*.png; do
    side=$(basename "$icon" .png)
    try mkdir -p "$icons/${side}x$side/apps"
    try cp "$icon" "$icons/${side}x$side/apps/lenet-app.png"
done
try cp "$here/share/icons/lenet-app.svg" "$icons/scalable/apps/lenet-app.svg"
if [ -n "$command" ]; then add_command; fi
refresh
echo "lenet-app is in your start menu. Remove it with: $here/uninstall.sh"
# A system library that is missing is told here, in a sentence.
"$here/lenet-app" --version
