#!/bin/sh
# The command line with the server's settings: sudo -u naikkelas /opt/naikkelas/deploy/naikkelas.sh check
set -eu
set -a
. "${SETTINGS:-/etc/naikkelas.env}"
set +a
exec "${PROGRAM:-/opt/naikkelas/.venv/bin/naikkelas}" "$@"
