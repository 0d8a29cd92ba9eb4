import { run, type Stage } from "./instructions";

/**
 * What Node and packages with parts in C load at run time, the accounts, and the certificates where the base has some. The libraries beside those that
 * ldd names are loaded by name only: for host names, and by packages built for older Debians. By Alpine's file, packages see that
 * their parts for its C library are meant.
 */
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
      [
        'for file in "$node" $libraries "$folder"/libresolv.so.2 "$folder"/libnss_dns.so.2 "$folder"/libnss_files.so.2 "$folder"/librt.so.1 "$folder"/libutil.so.1 \\',
        "      /etc/passwd /etc/group /etc/nsswitch.conf /etc/alpine-release /etc/ssl/certs/ca-certificates.crt; do \\",
        '      if [ -e "$file" ]; then mkdir -p "/runtime$(dirname "$file")" && cp -L "$file" "/runtime$file"; fi \\',
        "    done",
      ].join("\n"),
      "mkdir -p /runtime/usr/local/bin",
      '{ [ -e /runtime/usr/local/bin/node ] || ln -s "$node" /runtime/usr/local/bin/node; }',
      "mkdir -m 1777 /runtime/tmp",
      "find /runtime -exec touch -h -d @0 {} +",
    ),
  ],
});
