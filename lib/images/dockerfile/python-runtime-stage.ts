import { gather, run, type Stage } from "./instructions";
import { stillTimes } from "./settle-times";

/** Of the standard library what no service imports: tests, an editor, windows, an installer, and what programs in C are built with. */
const unwanted =
  "site-packages dist-packages test idlelib ensurepip pydoc_data turtledemo lib2to3 tkinter config-* lib-dynload/_test*";

/** What wheels take for granted on every system (PEP 600), and what host names are looked up by. */
const byName = [
  "libstdc++.so.6",
  "libgcc_s.so.1",
  "libm.so.6",
  "libdl.so.2",
  "libpthread.so.0",
  "librt.so.1",
  "libutil.so.1",
  "libresolv.so.2",
  "libnss_dns.so.2",
  "libnss_files.so.2",
];

const data = [
  "/etc/passwd",
  "/etc/group",
  "/etc/nsswitch.conf",
  "/etc/services",
  "/etc/protocols",
  "/etc/ssl/certs/ca-certificates.crt",
  "/usr/lib/ssl/openssl.cnf",
];

/**
 * The bytecode is there already. OpenSSL looks for authorities in a file of its own, or in Debian's folder of links: the file
 * becomes a link to the bundle. That Python runs with what was gathered is tried at once, rather than in the container.
 */
export const pythonRuntimeStage: Stage = {
  comment: "Python, its library, what both are linked to, accounts, certificates: all that the image has of the base.",
  from: "standard-library",
  as: "runtime",
  lines: [
    run(
      [],
      'python="$(readlink -f "$(command -v python)")"',
      'library="$(python -c "import sysconfig; print(sysconfig.get_path(\'stdlib\'))")"',
      'authorities="/runtime$(python -c "import ssl; print(ssl.get_default_verify_paths().openssl_cafile)")"',
      'linked="$(ldd "$python" "$library"/lib-dynload/*.so | grep -o "/[^ :)]*" | sort -u)"',
      'folder="$(dirname "$(echo "$linked" | grep -m 1 /libc.so)")"',
      "mkdir -p /runtime/usr/local/bin",
      'cp --archive --parents "$library" /runtime',
      `(cd "/runtime$library" && rm -rf ${unwanted} && mkdir site-packages)`,
      "if [ -d /usr/share/zoneinfo ]; then cp --archive --parents /usr/share/zoneinfo /runtime; fi",
      gather(['"$python"', "$linked", ...byName.map((name) => `"$folder"/${name}`), ...data], "/runtime"),
      'for name in python python3; do [ -e "/runtime/usr/local/bin/$name" ] || ln -s "$python" "/runtime/usr/local/bin/$name"; done',
      'mkdir -p "$(dirname "$authorities")"',
      'ln -sf /etc/ssl/certs/ca-certificates.crt "$authorities"',
      "mkdir -m 1777 /runtime/tmp",
      'chroot /runtime /usr/local/bin/python -IBc "import ctypes, hashlib, sqlite3, ssl, zlib"',
      stillTimes("/runtime"),
    ),
  ],
};
