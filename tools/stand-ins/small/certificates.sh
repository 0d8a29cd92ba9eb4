#!/bin/sh
# certificates.sh ROOT: the bundle that the package's own script would have made; Mozilla's only, none of this host's.
set -eu
install -d "$1/etc/ssl/certs"
cat "$1"/usr/share/ca-certificates/mozilla/*.crt >"$1/etc/ssl/certs/ca-certificates.crt"
