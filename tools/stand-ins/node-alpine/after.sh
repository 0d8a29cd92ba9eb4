#!/bin/sh
# Of Debian's packages stay musl, busybox and certificates, where Alpine has them: nothing of its C library, shells and tools.
set -eu
root=$1
here=$(dirname "$0")

mkdir "$root/alpine"
mkdir -p "$root/alpine/bin" "$root/alpine/lib" "$root/alpine/usr/share"
cp "$root/usr/bin/busybox" "$root/alpine/bin/"
cp -L "$root/usr/lib/ld-musl-x86_64.so.1" "$root/alpine/lib/"
mv "$root/usr/share/ca-certificates" "$root/alpine/usr/share/"
# Lists of packages stay till the end: the versions on the label are read from there.
rm -rf "$root/usr" "$root"/bin "$root"/lib* "$root"/sbin
find "$root/etc" -mindepth 1 -maxdepth 1 ! -name apt ! -name dpkg -exec rm -rf {} +
mv "$root"/alpine/* "$root/"
rmdir "$root/alpine"

mkdir -p "$root/sbin" "$root/usr/bin" "$root/usr/lib" "$root/usr/sbin" "$root/usr/local/bin" "$root/proc" "$root/sys" "$root/dev" "$root/run"
ln -s ld-musl-x86_64.so.1 "$root/lib/libc.musl-x86_64.so.1"
chroot "$root" /bin/busybox --install -s
rm -f "$root/linuxrc"
printf '#!/bin/sh\nexec /lib/ld-musl-x86_64.so.1 --list -- "$@"\n' >"$root/usr/bin/ldd"
chmod 755 "$root/usr/bin/ldd"

"$here/../small/accounts.sh" "$root" node 1000 /home/node /bin/sh
"$here/../small/certificates.sh" "$root"
install -d -o 1000 -g 1000 "$root/home/node"

echo 3.24.0 >"$root/etc/alpine-release"
printf 'NAME="Alpine Linux"\nID=alpine\nVERSION_ID=3.24.0\nPRETTY_NAME="Alpine Linux v3.24 (stand-in)"\n' >"$root/etc/os-release"
