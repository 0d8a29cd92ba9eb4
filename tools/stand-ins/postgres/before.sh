#!/bin/sh
# Before the packages: the user with the uid of the official image, and no cluster made by the package.
set -eu
echo 'postgres:x:999:' >>"$1/etc/group"
echo 'postgres:x:999:999::/var/lib/postgresql:/bin/bash' >>"$1/etc/passwd"
echo 'postgres:*:20000::::::' >>"$1/etc/shadow"
mkdir -p "$1/etc/postgresql-common"
echo 'create_main_cluster = false' >"$1/etc/postgresql-common/createcluster.conf"
