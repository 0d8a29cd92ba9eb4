#!/bin/sh
# Debian's Python where the official image has its own: under /usr/local, with pip and without Debian's rules for packages.
set -eu
root=$1
version=3.13
from=$root/usr/lib/python$version
to=$root/usr/local/lib/python$version
mkdir -p "$root/usr/local/bin" "$root/usr/local/lib"

# The interpreter finds its library beside itself: moved together, its prefix is /usr/local.
mv "$root/usr/bin/python$version" "$root/usr/local/bin/python$version"
rm -rf "$to"
mv "$from" "$to"
rm -f "$root"/usr/bin/python3* "$root"/usr/bin/pydoc3* "$to/EXTERNALLY-MANAGED"
for name in python python3; do ln -s python$version "$root/usr/local/bin/$name"; done
# Where a link of the package led to a folder above, it now leads from elsewhere.
find "$to" -type l | while read -r link; do
  target=$(readlink "$link")
  case $target in /*) ;; *) [ -e "$link" ] || rm "$link" ;; esac
done

# Packages go into site-packages, as everywhere but in Debian. Its module `site` is inside the interpreter and looks into
# dist-packages, which is therefore the same folder.
sed -i "s/prefix_scheme = 'posix_local'/prefix_scheme = 'posix_prefix'/" "$to/sysconfig/__init__.py"
sed -i 's/^    _ensurepip_is_disabled_in_debian_for_system()$/    pass/' "$to/ensurepip/__init__.py"
mkdir -p "$to/site-packages"
ln -s site-packages "$to/dist-packages"
rm -rf "$root/usr/lib/python3"

wheel=$(cd "$root" && ls usr/share/python-wheels/pip-*.whl)
chroot "$root" /usr/local/bin/python -I -m zipfile -e "/$wheel" "/usr/local/lib/python$version/site-packages"
for name in pip pip3 pip$version; do
  printf '#!/usr/local/bin/python%s\nimport sys\nfrom pip._internal.cli.main import main\nsys.exit(main())\n' $version >"$root/usr/local/bin/$name"
  chmod 755 "$root/usr/local/bin/$name"
done

# The official image has neither tests nor compiled modules.
rm -rf "$to/test" "$to/idlelib" "$to/turtledemo" "$to/lib2to3"
find "$root/usr" -name __pycache__ -prune -exec rm -rf {} +
