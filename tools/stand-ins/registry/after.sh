#!/bin/sh
# The packages are only unpacked, none of their scripts ran: tools, accounts and folders are made here.
set -eu
root=$1
here=$(dirname "$0")

chroot "$root" /usr/bin/busybox --install -s
"$here/../small/accounts.sh" "$root" guest 405 /dev/null /sbin/nologin
"$here/../small/certificates.sh" "$root"
install -m 755 "$here/entrypoint.sh" "$root/entrypoint.sh"
install -d "$root/etc/distribution"
install -m 644 "$here/config.yml" "$root/etc/distribution/config.yml"
