#!/bin/sh
# accounts.sh ROOT USER UID HOME SHELL: the account files of a root file system in which no package script ran.
set -eu
root=$1 user=$2 uid=$3 home=$4 shell=$5
cat >"$root/etc/passwd" <<END
root:x:0:0:root:/root:/bin/sh
nobody:x:65534:65534:nobody:/:/sbin/nologin
$user:x:$uid:$uid:$user:$home:$shell
END
cat >"$root/etc/group" <<END
root:x:0:
tty:x:5:
nogroup:x:65534:
$user:x:$uid:
END
cat >"$root/etc/shadow" <<END
root:*:20000::::::
$user:!:20000::::::
END
chmod 640 "$root/etc/shadow"
printf 'passwd: files\ngroup: files\nshadow: files\nhosts: files dns\nservices: files\nprotocols: files\n' >"$root/etc/nsswitch.conf"
install -d -m 700 "$root/root"
install -d -m 1777 "$root/tmp" "$root/var/tmp"
# With libraries in their standard folders the cache only saves time, but every exec has that time.
[ ! -x "$root/usr/sbin/ldconfig" ] || chroot "$root" /usr/sbin/ldconfig
