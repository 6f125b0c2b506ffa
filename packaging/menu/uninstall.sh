#!/bin/sh
# Takes lenet-app out of the start menu of your own account. The program's folder and what you made stay.
set -eu

me=uninstall.sh
here=$(dirname "$(readlink -f "$0")" && echo .) # the dot keeps a line break at its end
here=${here%??}
. "$here/share/menu.sh"

if [ -n "$command" ] && [ -L "$command" ] && [ "$(readlink "$command")" = "$here/lenet-app" ]; then
    try rm -f "$command"
fi
if [ -e "$entry" ] && ! grep -qxF -e "$exec_line" "$entry"; then
    echo "The lenet-app in your start menu is not the one in $here, so it stays."
    exit 0
fi
try rm -f "$entry" "$icons"/*/apps/lenet-app.png "$icons/scalable/apps/lenet-app.svg"
refresh
echo "lenet-app is no longer in your start menu. To remove it, delete $here"
echo "Your models are kept in ${LENET_APP_HOME:-$data/lenet-app}"
