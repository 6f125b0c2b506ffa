#!/usr/bin/env bash
# Tries the built program in a bare Debian: no Python, no Qt, no network, and only the libraries that the README names.
#
#     packaging/try_bare_debian.sh [SUITE] [FOLDER]      as root; SUITE is bookworm unless given
#
# FOLDER keeps the Debian for another time; without one it is made anew and removed. Needs debootstrap and unshare.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

suite=${1:-bookworm}
program=build/package/lenet-app
root=${2:-$(mktemp -d)}
# The one that this system's own packages come from.
mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' | head -n 1)

say() { printf '\n== %s\n' "$1"; }
[[ $EUID -eq 0 ]] || { echo "try_bare_debian.sh: this makes a root file system, so it needs root." >&2; exit 1; }
[[ -x $program/lenet-app ]] || { echo "try_bare_debian.sh: there is no built program; call make package." >&2; exit 1; }

cleanup() {
    if mountpoint -q "$root/opt/lenet-app"; then umount "$root/opt/lenet-app"; fi
    if mountpoint -q "$root/dev"; then umount "$root/dev"; fi
    if mountpoint -q "$root/proc"; then umount "$root/proc"; fi
    if [[ $keep == no ]]; then rm -rf --one-file-system "$root"; fi
}
keep=$([[ $# -ge 2 ]] && echo yes || echo no)
trap cleanup EXIT

if [[ ! -e $root/etc/debian_version ]]; then
    say "debootstrap $suite"
    debootstrap --variant=minbase "$suite" "$root" "$mirror" >"$root.log" || { tail "$root.log"; exit 1; }
    rm -f "$root.log"
fi
chmod 755 "$root" # mktemp lets nobody else in, and the program is tried as somebody else
mkdir -p "$root/opt/lenet-app"
mount --bind "$program" "$root/opt/lenet-app"
mount -o remount,bind,ro "$root/opt/lenet-app" # the program's folder is never written to
mount --bind /dev "$root/dev"
mount -t proc proc "$root/proc"

# Without a network, as another user, and with nothing of this system's environment.
inside() {
    unshare --net -- chroot --userspec=1000:1000 "$root" env -i PATH=/usr/bin:/bin LANG=C.UTF-8 "$@"
}
home="/home/Zoë Ångström Ωμέγα"
mkdir -p "$root$home"
chown 1000:1000 "$root$home"
failed=0

# expect TEXT COMMAND…: the command's output, errors included, must have the text in it.
expect() {
    local text=$1 output
    shift
    output=$("$@" 2>&1) || true
    printf '%s\n' "$output" | head -n 60
    if [[ $output != *"$text"* ]]; then
        printf 'FAILED: “%s” was expected.\n' "$text"
        failed=1
    fi
}

say "No Python and no Qt in there"
! ls "$root"/usr/bin/python3* "$root"/usr/lib/*/libQt6* 2>/dev/null

if [[ ! -e $root/usr/share/doc/libxcb-glx0 ]]; then
    say "Before the libraries are installed: a sentence"
    expect "Qt needs the system librar" inside HOME="$home" DISPLAY=:0 /opt/lenet-app/lenet-app
    expect "cannot be loaded" inside HOME="$home" /opt/lenet-app/lenet-app --version
fi

say "Installing what the README names, less the helpers of xcb that the program brings"
mapfile -t packages < <(sed -n "/^# Qt's/,/^# only/{s/ *#.*//;/./p}" packaging/debian-packages.txt |
    grep -vxE 'libxcb-(cursor|icccm|image|keysyms|render-util|util)[0-9]')
chroot "$root" env DEBIAN_FRONTEND=noninteractive sh -c \
    'apt-get -qq update && apt-get -qq install --no-install-recommends "$@" >/dev/null 2>&1' sh "${packages[@]}"

say "The self-test, offscreen, in a home with spaces and letters that are not ASCII, the folder read-only"
expect '"ok": true,
  "checks"' inside HOME="$home" QT_QPA_PLATFORM=offscreen /opt/lenet-app/lenet-app --self-test

say "No display: a sentence"
expect "There is no display to open a window on" inside HOME="$home" /opt/lenet-app/lenet-app

say "An X display, where this system has Xvfb: the self-test on Qt's plugin for X11"
if command -v Xvfb >/dev/null; then
    mkdir -p "$root/tmp/.X11-unix"
    Xvfb :97 -screen 0 1280x800x24 -nolisten tcp >/dev/null 2>&1 &
    server=$!
    until [[ -S /tmp/.X11-unix/X97 ]]; do read -rt 0.1 <> <(:) || true; done
    mount --bind /tmp/.X11-unix "$root/tmp/.X11-unix"
    expect 'platform xcb' inside HOME="$home" DISPLAY=:97 /opt/lenet-app/lenet-app --self-test
    umount "$root/tmp/.X11-unix"
    kill "$server"
fi

say "No home folder at all"
expect '"ok": true' inside QT_QPA_PLATFORM=offscreen /opt/lenet-app/lenet-app --self-test
echo '{"strokes": [[[2, 2], [8, 2], [5, 9]]]}' >"$root/tmp/seven.jsonl"
expect 'There is no home folder: what you make is kept in /tmp/lenet-app-' inside /opt/lenet-app/lenet-app predict --strokes /tmp/seven.jsonl
expect '0: 7 (' inside /opt/lenet-app/lenet-app predict --strokes /tmp/seven.jsonl

if [[ $failed -eq 0 ]]; then say "All as expected"; else say "Something failed"; fi
exit $failed
