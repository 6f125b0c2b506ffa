# What install.sh and uninstall.sh have in common. They set `me`, the script's name, and `here`, the program's folder.

say() {
    echo "$me: $1" >&2
    exit 1
}

case $here in
    *'
'*) say "a start menu cannot start a program from a folder with a line break in its name: rename it first." ;;
    *%*) say "a start menu cannot start a program from a folder with % in its name, which $here has: rename it first." ;;
esac
if [ -z "${HOME:-}" ] && [ -z "${XDG_DATA_HOME:-}" ]; then
    say "there is no home folder (HOME is not set), so there is no menu to look into."
fi
data=${XDG_DATA_HOME:-$HOME/.local/share}
entry=$data/applications/lenet-app.desktop
icons=$data/icons/hicolor
command=${HOME:+$HOME/.local/bin/lenet-app}

# The rules of the Desktop Entry Specification for an argument between quotes.
quoted=$(printf '%s\n' "$here/lenet-app" | sed -e 's/[\\"`$]/\\&/g' -e 's/\\/\\\\/g')
exec_line="Exec=\"$quoted\""

# Does a step, or ends with a sentence.
try() {
    "$@" 2>/dev/null || say "$data cannot be written to, so your start menu stays as it is."
}

# Menus that keep a cache; without these tools they look for themselves.
refresh() {
    update-desktop-database -q "$data/applications" 2>/dev/null || true
    gtk-update-icon-cache -q -t "$icons" 2>/dev/null || true
}
