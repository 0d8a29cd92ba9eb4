#!/bin/sh
# Written for Plimsoll's stand-in: what isn't a command is for node (a flag, a script's name).
set -e
first=${1-}
if [ "${first#-}" != "$first" ] || ! command -v "$first" >/dev/null || { [ -f "$first" ] && [ ! -x "$first" ]; }; then
  set -- node "$@"
fi
exec "$@"
