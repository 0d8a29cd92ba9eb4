#!/bin/sh
# The packages are only unpacked, none of their scripts ran: users, tools and folders are made here.
set -eu
root=$1
here=$(dirname "$0")

chroot "$root" /usr/bin/busybox --install -s
"$here/../small/accounts.sh" "$root" nginx 101 /var/cache/nginx /sbin/nologin
"$here/../small/certificates.sh" "$root"

# Debian's layout makes room for the official one.
rm -rf "$root/etc/nginx/sites-available" "$root/etc/nginx/sites-enabled" "$root/etc/nginx/modules-available" \
  "$root/etc/nginx/modules-enabled" "$root/etc/nginx/snippets" "$root/var/www" "$root/usr/share/nginx/html" \
  "$root/var/lib/nginx" "$root/etc/init.d" "$root/etc/ufw" "$root/etc/logrotate.d"
cp -rT "$here/files" "$root"
mkdir -p "$root/usr/lib/nginx/modules"
ln -sfn /usr/lib/nginx/modules "$root/etc/nginx/modules"

# The binary's temp folders are compiled in as /var/lib/nginx/*; users of the official image mount /var/cache/nginx.
install -d -o 101 -g 101 "$root/var/cache/nginx"
ln -sfn ../cache/nginx "$root/var/lib/nginx"

install -d "$root/var/log/nginx"
ln -sf /dev/stdout "$root/var/log/nginx/access.log"
ln -sf /dev/stderr "$root/var/log/nginx/error.log"
chmod 755 "$root/docker-entrypoint.sh" "$root"/docker-entrypoint.d/*
