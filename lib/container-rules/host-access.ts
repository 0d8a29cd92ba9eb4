import { posix } from "node:path";
import { entries, fields, whenRunning } from "./view";

const namespaces = [
  { path: "networkMode", why: "it reaches what listens on the host's 127.0.0.1, and publishes all its ports" },
  { path: "pidMode", why: "it sees every process of the host, and may signal those of its user" },
  { path: "ipcMode", why: "it reads the shared memory of the host's processes" },
  { path: "usernsMode", why: "its root is the host's root, where the engine would remap users" },
];

/** The host's namespaces are the walls of a container. Source: CIS Docker Benchmark 5.10, 5.16, 5.17 and 5.31. */
export const noHostNamespaces = whenRunning({
  name: "no-host-namespaces",
  says: "shares no namespace with the host",
  check: ({ inputs }) =>
    namespaces
      .filter(({ path }) => inputs[path] === "host")
      .map(({ path, why }) => ({
        path,
        problem: `"host" takes a wall of the container away: ${why}`,
        remedy: `leave ${path} out${path === "networkMode" ? ", and join a network with networksAdvanced" : ""}`,
      })),
});

/** Folders of the host, and why a container that has them is no longer one. */
const sensitive = [
  { folder: "/proc", why: "the kernel's switches, and the memory of the host's processes" },
  { folder: "/sys", why: "the kernel's switches" },
  { folder: "/dev", why: "the host's hardware" },
  { folder: "/boot", why: "the host's kernel" },
  { folder: "/root", why: "root's keys and history" },
  { folder: "/var/lib/docker", why: "the files of every container, secrets among them" },
];

/** In these only the folder itself, or what is writable: single files below are often mounted, and harmless read-only. */
const partly = [
  { folder: "/etc", why: "the host's users, passwords and services" },
  { folder: "/usr", why: "the host's programs" },
  { folder: "/var", why: "the engine's files, secrets among them" },
];

/** The engine's socket is among what is in them. */
const runFolders = ["/run", "/var/run"];

const sockets = /(^|\/)(docker|containerd|podman|crio|cri-dockerd)\.sock$/;

/** What makes a mounted folder of the host dangerous; undefined when nothing does. */
function danger(source: string, readOnly: boolean): string | undefined {
  const path = posix
    .normalize(source)
    .replace(/^\/+/, "/")
    .replace(/(.)\/$/, "$1");
  const below = (folder: string): boolean => path.startsWith(`${folder}/`);
  if (sockets.test(path)) return "whoever reaches the engine's socket is root on the host";
  if (path === "/") return "it is the whole host";
  if (runFolders.includes(path)) return "it holds the engine's socket: whoever reaches that is root on the host";
  const whole = sensitive.find(({ folder }) => path === folder || below(folder));
  const part = partly.find(({ folder }) => path === folder || (folder === "/etc" && below(folder) && !readOnly));
  const found = whole ?? part;
  return found && `${found.folder} of the host holds ${found.why}`;
}

/**
 * A folder of the host is outside every limit of the container.
 * Source: CIS Docker Benchmark 5.6 and 5.32; docs.docker.com, "Docker daemon attack surface".
 */
export const noHostFolders = whenRunning({
  name: "no-host-folders",
  says: "mounts neither the engine's socket nor a folder that the host itself depends on",
  check: ({ inputs }) => {
    const binds = [
      ...entries(inputs["volumes"]).map((entry, index) => ({
        path: `volumes[${index}].hostPath`,
        source: fields(entry)["hostPath"],
        readOnly: fields(entry)["readOnly"] === true,
      })),
      ...entries(inputs["mounts"]).map((entry, index) => ({
        path: `mounts[${index}].source`,
        source: fields(entry)["type"] === "bind" ? fields(entry)["source"] : undefined,
        readOnly: fields(entry)["readOnly"] === true,
      })),
    ];
    return binds.flatMap(({ path, source, readOnly }) => {
      const why = typeof source === "string" ? danger(source, readOnly) : undefined;
      if (why === undefined) return [];
      const remedy = "leave it out, or mount a named volume or a folder made for this container";
      return [{ path, problem: `"${String(source)}" is mounted: ${why}`, remedy }];
    });
  },
});
