import { gather, run, type Stage } from "./instructions";
import { stillTimes } from "./settle-times";

/** Loaded by name only: for host names, and by packages built for older Debians. */
const byName = ["libresolv.so.2", "libnss_dns.so.2", "libnss_files.so.2", "librt.so.1", "libutil.so.1"];

/** By Alpine's file, packages see that their parts for its C library are meant. */
const data = [
  "/etc/passwd",
  "/etc/group",
  "/etc/nsswitch.conf",
  "/etc/alpine-release",
  "/etc/ssl/certs/ca-certificates.crt",
];

/** What Node and packages with parts in C load at run time, the accounts, and the certificates where the base has some. */
export const runtimeStage = (image: string): Stage => ({
  comment: "Node with the libraries it loads, accounts and certificates: all that the image has of the base.",
  from: image,
  as: "runtime",
  lines: [
    run(
      [],
      'node="$(readlink -f "$(command -v node)")"',
      'libraries="$(ldd "$node" | grep -o "/[^ )]*")"',
      'folder="$(dirname "$(echo "$libraries" | grep /libc.so)")"',
      gather(['"$node"', "$libraries", ...byName.map((name) => `"$folder"/${name}`), ...data], "/runtime"),
      "mkdir -p /runtime/usr/local/bin",
      '{ [ -e /runtime/usr/local/bin/node ] || ln -s "$node" /runtime/usr/local/bin/node; }',
      "mkdir -m 1777 /runtime/tmp",
      stillTimes("/runtime"),
    ),
  ],
});
