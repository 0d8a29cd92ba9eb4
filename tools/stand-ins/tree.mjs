// Layers made from a folder of this machine: the same files give the same bytes, whoever owns them here.

import { run } from "../console.mjs";

/** Packs `folder` as a layer into `file`, everything owned by root. */
export const packTree = (folder, file) =>
  run("tar", [
    "--create",
    "--file",
    file,
    "--directory",
    folder,
    "--sort=name",
    "--format=posix",
    "--pax-option=exthdr.name=%d/PaxHeaders/%f,delete=atime,delete=ctime",
    "--mtime=@1767225600",
    "--owner=0",
    "--group=0",
    "--numeric-owner",
    ".",
  ]);
