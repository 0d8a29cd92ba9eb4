#!/bin/sh
# A file is a configuration to serve, sh a shell; all else are arguments of the registry.
set -e
case "$1" in
  sh) shift; exec /bin/sh "$@" ;;
esac
if [ -f "$1" ]; then set -- serve "$@"; fi
exec /bin/registry "$@"
