#!/bin/sh
# The packages are only unpacked, none of their scripts ran: users, tools and folders are made here.
set -eu
root=$1
here=$(dirname "$0")

chroot "$root" /usr/bin/busybox --install -s
"$here/../small/accounts.sh" "$root" node 1000 /home/node /bin/sh
"$here/../small/certificates.sh" "$root"
install -d -o 1000 -g 1000 "$root/home/node" "$root/home/node/.n8n"
install -m 755 "$here/docker-entrypoint.sh" "$root/docker-entrypoint.sh"
# Official path of a program that is a package here.
ln -sf /usr/bin/tini "$root/sbin/tini"
