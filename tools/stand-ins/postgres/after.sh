#!/bin/sh
# After the packages: entrypoint, folders, locale, and a server that listens to other containers.
set -eu
root=$1
here=$(dirname "$0")

install -m 755 "$here/docker-entrypoint.sh" "$root/usr/local/bin/docker-entrypoint.sh"
ln -sf usr/local/bin/docker-entrypoint.sh "$root/docker-entrypoint.sh"
mkdir -p "$root/docker-entrypoint-initdb.d"

# Any uid may start the server on a fresh volume, so the folders are as open as a temporary folder's.
install -d -o 999 -g 999 -m 1777 "$root/var/lib/postgresql" "$root/var/lib/postgresql/18"
install -d -o 999 -g 999 -m 3777 "$root/var/run/postgresql"

sample=$root/usr/share/postgresql/18/postgresql.conf.sample
sed -i "s/^#*listen_addresses = 'localhost'/listen_addresses = '*'/" "$sample"
grep -q "^listen_addresses = '\*'" "$sample"

chroot "$root" localedef --inputfile en_US --force --charmap UTF-8 --alias-file /usr/share/locale/locale.alias en_US.UTF-8 ||
  chroot "$root" localedef --inputfile en_US --force --charmap UTF-8 en_US.UTF-8

# Packages made a key of this very build, and noted it: an image has no use for a private key that all its users share.
rm -f "$root"/etc/ssl/private/ssl-cert-snakeoil.key "$root"/etc/ssl/certs/ssl-cert-snakeoil.pem "$root"/var/cache/debconf/*
chroot "$root" find /etc/ssl/certs -xtype l -delete
