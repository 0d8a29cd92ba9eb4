import type * as docker from "@pulumi/docker";
import type { ContainerSpec, Scratch } from "../../spec/service-spec";

/** What no container needs: root, a writable root, capabilities, a way to new privileges. */
export const hardening = (
  spec: Pick<ContainerSpec, "user" | "init" | "scratch">,
): Pick<
  docker.ContainerArgs,
  "user" | "readOnly" | "capabilities" | "securityOpts" | "privileged" | "init" | "tmpfs"
> => ({
  user: spec.user,
  readOnly: true,
  capabilities: { drops: ["ALL"] },
  securityOpts: ["no-new-privileges:true"],
  privileged: false,
  init: spec.init,
  tmpfs: Object.fromEntries(spec.scratch.map((folder) => [folder.path, scratchOptions(folder)])),
});

function scratchOptions({ sizeMiB, mode, uid, executable }: Scratch): string {
  const owner = uid === undefined ? [] : [`uid=${uid}`, `gid=${uid}`];
  return ["rw", "nosuid", "nodev", executable ? "exec" : "noexec", `size=${sizeMiB}m`, `mode=${mode}`, ...owner].join(
    ",",
  );
}
