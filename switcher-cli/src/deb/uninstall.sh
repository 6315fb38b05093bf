#!/bin/sh
# Removes what install.sh has installed: uninstall.sh [--purge] [PREFIX]. With --purge settings and history go too.
set -eu

purge=
if [ "${1-}" = --purge ]; then
  purge=yes
  shift
fi
prefix=${1:-/usr/local}
here=$(dirname "$(readlink -f "$0")")

if [ "$(id -u)" != 0 ]; then
  echo "uninstall.sh: run as root" >&2
  exit 1
fi
if [ -d /run/systemd/system ]; then
  systemctl disable --now route-switcher.service || true
  systemctl stop 'route-switcher@*.service' || true
fi
# What the service kept is kept for nobody.
"$prefix/bin/route-switcher" cleanup || true

(cd "$here/tree/usr" && find . ! -type d) | while read -r file; do
  rm -f "$prefix/$file"
done
(cd "$here/tree/usr" && find . -depth -type d -name '*route-switcher*') | while read -r folder; do
  rm -rf "${prefix:?}/$folder"
done
rm -f /etc/systemd/system/route-switcher.service /etc/systemd/system/route-switcher@.service
rm -rf /var/cache/route-switcher
if [ -d /run/systemd/system ]; then
  systemctl daemon-reload
fi
if [ -n "$purge" ]; then
  rm -rf /etc/route-switcher /var/lib/route-switcher
  echo "uninstall.sh: the user route-switcher is left; userdel route-switcher removes it"
fi
