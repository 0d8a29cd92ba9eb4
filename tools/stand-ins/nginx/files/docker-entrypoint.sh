#!/bin/sh
# Written for Plimsoll's stand-in: before nginx starts, what lies in /docker-entrypoint.d runs in the order of its names.
set -eu

say() { [ -n "${NGINX_ENTRYPOINT_QUIET_LOGS:-}" ] || echo "entrypoint: $*"; }

case "${1:-}" in
  nginx | nginx-debug)
    for file in $(find /docker-entrypoint.d/ -follow -type f 2>/dev/null | sort -V); do
      case "$file" in
        *.envsh)
          if [ -x "$file" ]; then say "sourcing $file"; . "$file"; else say "ignoring $file: not executable"; fi ;;
        *.sh)
          if [ -x "$file" ]; then say "running $file"; "$file"; else say "ignoring $file: not executable"; fi ;;
        *) say "ignoring $file" ;;
      esac
    done
    ;;
esac

exec "$@"
