#!/bin/sh
# Installs route-switcher from the folder that this file is in: install.sh [PREFIX], below /usr/local unless given.
set -eu

prefix=${1:-/usr/local}
here=$(dirname "$(readlink -f "$0")")

fail() {
  echo "install.sh: $*" >&2
  exit 1
}

[ "$(id -u)" = 0 ] || fail "run as root"
case $prefix in
  /*) ;;
  *) fail "PREFIX is an absolute path, not $prefix" ;;
esac
command -v java >/dev/null || fail "no java: install Java 17 or later first"

# place FILE...: what names our places below /usr names those below the prefix.
place() { sed -i "s#/usr/\(bin\|lib\|share\|share/doc\)/route-switcher#$prefix/\1/route-switcher#g" "$@"; }

mkdir -p "$prefix"
# A program that runs keeps the files that it has open.
cp -R --remove-destination "$here/tree/usr/." "$prefix/"
place "$prefix/bin/route-switcher" "$prefix/lib/route-switcher/archive-classes" \
  "$prefix"/lib/systemd/system/route-switcher*.service
mkdir -p /etc/route-switcher/hooks.d
if [ -e /etc/route-switcher/route-switcher.toml ]; then
  echo "install.sh: /etc/route-switcher/route-switcher.toml stays as it is"
else
  cp "$here/tree/etc/route-switcher/route-switcher.toml" /etc/route-switcher/
fi
if ! id route-switcher >/dev/null 2>&1; then
  useradd --system --user-group --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin route-switcher ||
    fail "the user route-switcher, whom the service runs as, cannot be made"
fi
if [ -d /run/systemd/system ]; then
  # systemd looks below /usr and /usr/local only.
  if [ "$prefix" != /usr ] && [ "$prefix" != /usr/local ]; then
    cp "$prefix"/lib/systemd/system/route-switcher*.service /etc/systemd/system/
  fi
  systemctl daemon-reload
  # By --on-exit keep no route moves.
  systemctl try-restart route-switcher.service 'route-switcher@*.service'
fi
"$prefix/lib/route-switcher/archive-classes" >/dev/null 2>&1 ||
  echo "install.sh: no archive of classes could be made; it starts without, a little slower"
echo "install.sh: installed; what comes next stands in /etc/route-switcher/route-switcher.toml"
