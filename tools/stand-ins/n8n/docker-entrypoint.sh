#!/bin/sh
# Written for Plimsoll's stand-in: what follows the image's name is for n8n; own certificate authorities are trusted.
set -e
if [ -d /opt/custom-certificates ]; then
  export NODE_OPTIONS="--use-openssl-ca ${NODE_OPTIONS:-}"
  export SSL_CERT_DIR=/opt/custom-certificates
fi
exec n8n "$@"
