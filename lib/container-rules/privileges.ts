import { entries, fields, hasUnknown, isUnknown, texts, whenRunning } from "./view";

/**
 * What an intruder writes into the image's files stays until the container is replaced: tools, or a changed program.
 * Source: CIS Docker Benchmark 5.13.
 */
export const readOnlyRoot = whenRunning({
  name: "read-only-root",
  says: "has a root file system that is read-only",
  check: ({ inputs: { readOnly } }) =>
    readOnly === true || isUnknown(readOnly)
      ? []
      : [
          {
            path: "readOnly",
            problem: "the container's root file system is writable",
            remedy: "write readOnly: true, and give folders it writes to as tmpfs or volumes",
          },
        ],
});

/** Capabilities by which a process leaves its container or takes over the host's network, and how. */
const dangerous: Readonly<Record<string, string>> = {
  ALL: "gives every right of root",
  SYS_ADMIN: "is nearly root on the host: it mounts file systems",
  SYS_MODULE: "loads code into the host's kernel",
  SYS_PTRACE: "reads and changes other processes",
  SYS_RAWIO: "writes to the host's memory and disks",
  NET_ADMIN: "changes routes and firewall rules",
  NET_RAW: "forges packets of its neighbours",
  DAC_READ_SEARCH: "opens any file of the host by its handle",
  DAC_OVERRIDE: "ignores the permissions of files",
  BPF: "loads programs into the host's kernel",
};

const hint: Readonly<Record<string, string>> = {
  NET_BIND_SERVICE: "leave it out: since Docker 20.10 a container binds ports below 1024 without it",
};

/** The engine takes `net_admin`, `NET_ADMIN` and `CAP_NET_ADMIN` for the same. */
const capability = (name: string): string => name.toUpperCase().replace(/^CAP_/, "");

/**
 * Docker leaves a container 14 of root's rights, and a program that serves requests needs none of them.
 * Source: capabilities(7); CIS Docker Benchmark 5.4.
 */
export const noCapabilities = whenRunning({
  name: "no-capabilities",
  says: "drops all capabilities and adds none",
  check: ({ inputs }) => {
    if (isUnknown(inputs["capabilities"])) return [];
    const { adds, drops } = fields(inputs["capabilities"]);
    const dropped = hasUnknown(drops) || texts(drops).some((name) => capability(name) === "ALL");
    const kept = {
      path: "capabilities.drops",
      problem: "capabilities of root are kept, which no service needs",
      remedy: 'write capabilities: { drops: ["ALL"] }',
    };
    const added = texts(adds)
      .map(capability)
      .map((name) => ({
        path: "capabilities.adds",
        problem: `${name} is added${name in dangerous ? `, which ${dangerous[name] ?? ""}` : ""}`,
        remedy: hint[name] ?? "leave it out; if the program can't do without, exempt this container from the rule",
      }));
    return dropped ? added : [kept, ...added];
  },
});

/** `no-new-privileges`, `no-new-privileges:true` and `=true` are the same to the engine. */
const forbidsNewPrivileges = (option: string): boolean => /^no-new-privileges([:=]true)?$/.test(option);

/**
 * Without it a program that belongs to root and carries the set-user-id bit makes root of whoever starts it.
 * Source: prctl(2), PR_SET_NO_NEW_PRIVS; CIS Docker Benchmark 5.26.
 */
export const noNewPrivileges = whenRunning({
  name: "no-new-privileges",
  says: "forbids its processes to gain privileges",
  check: ({ inputs: { securityOpts } }) =>
    hasUnknown(securityOpts) || texts(securityOpts).some(forbidsNewPrivileges)
      ? []
      : [
          {
            path: "securityOpts",
            problem: "a set-user-id program in the image can make root of its user",
            remedy: 'write securityOpts: ["no-new-privileges:true"]',
          },
        ],
});

/** A privileged container is root on the host, with all devices and no filter. Source: CIS Docker Benchmark 5.5. */
export const notPrivileged = whenRunning({
  name: "not-privileged",
  says: "is not privileged",
  check: ({ inputs: { privileged } }) =>
    privileged === true
      ? [{ path: "privileged", problem: "a privileged container is root on the host", remedy: "leave privileged out" }]
      : [],
});

/**
 * The engine's filter of system calls and its AppArmor profile stop most known ways out of a container.
 * Source: Docker Engine, "Seccomp security profiles for Docker"; CIS Docker Benchmark 5.2 and 5.22.
 */
export const engineProfiles = whenRunning({
  name: "engine-profiles",
  says: "keeps the engine's seccomp and AppArmor profiles",
  check: ({ inputs: { securityOpts } }) =>
    texts(securityOpts)
      .filter((option) => /^(seccomp|apparmor|systempaths)[=:]unconfined$|^label[=:]disable$/i.test(option))
      .map((option) => ({
        path: "securityOpts",
        problem: `"${option}" switches a protection of the engine off`,
        remedy: "leave it out; the engine's default profile is used then",
      })),
});

/**
 * The one place where an intruder can write is where he must not start what he brought. The engine mounts folders in
 * memory so by itself, unless an option says otherwise. Source: Docker Engine, "tmpfs mounts": noexec, nosuid, nodev.
 */
export const inertScratch = whenRunning({
  name: "inert-scratch",
  says: "starts no program from its folders in memory",
  check: ({ inputs: { tmpfs } }) =>
    Object.entries(fields(tmpfs)).flatMap(([folder, options]) => {
      const loose = String(options)
        .split(",")
        .filter((option) => ["exec", "suid", "dev"].includes(option));
      if (loose.length === 0) return [];
      const remedy = `leave ${loose.join(", ")} out; the engine's own choice is noexec,nosuid,nodev`;
      return [{ path: `tmpfs["${folder}"]`, problem: `"${loose.join(",")}" lets brought programs run there`, remedy }];
    }),
});

/** A device is the host's hardware, with no limit but its own driver. Source: CIS Docker Benchmark 5.18. */
export const noDevices = whenRunning({
  name: "no-devices",
  says: "has no device of the host",
  check: ({ inputs: { devices } }) =>
    entries(devices).map((device, index) => ({
      path: `devices[${index}]`,
      problem: `the host's device ${text(fields(device)["hostPath"])} is given to the container`,
      remedy: "leave it out",
    })),
});

const text = (value: unknown): string => (typeof value === "string" ? value : "(not known yet)");
