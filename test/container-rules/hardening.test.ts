import { later, rows } from "./containers";

const numeric = 'write the number of a user that is not root, such as user: "1000:1000"';

rows("numeric-user", [
  ["a number", { user: "1000" }],
  ["numbers of user and group", { user: "70:70" }],
  ["a user that is known later", { user: later }],
  ["no user", { user: undefined }, `user: not given, so the image says who runs it: root in most images; ${numeric}`],
  ["an empty user", { user: "" }, `user: not given, so the image says who runs it: root in most images; ${numeric}`],
  ["root by name", { user: "root" }, `user: "root" is root; ${numeric}`],
  ["root by number", { user: "0" }, `user: "0" is root; ${numeric}`],
  ["root with its group", { user: "0:0" }, `user: "0:0" is root; ${numeric}`],
  ["root in disguise", { user: "000:1000" }, `user: "000:1000" is root; ${numeric}`],
  ["a name", { user: "node" }, `user: "node" is a name, and the image decides which user that is; ${numeric}`],
]);

const writable =
  "readOnly: the container's root file system is writable; " +
  "write readOnly: true, and give folders it writes to as tmpfs or volumes";

rows("read-only-root", [
  ["what is known later", { readOnly: later }],
  ["nothing said", { readOnly: undefined }, writable],
  ["a writable root", { readOnly: false }, writable],
]);

const kept =
  "capabilities.drops: capabilities of root are kept, which no service needs; " +
  'write capabilities: { drops: ["ALL"] }';
const exempt = "leave it out; if the program can't do without, exempt this container from the rule";

rows("no-capabilities", [
  ["the engine's other spelling", { capabilities: { drops: ["cap_all"] } }],
  ["what is known later", { capabilities: later }],
  ["drops that are known later", { capabilities: { drops: [later] } }],
  ["nothing said", { capabilities: undefined }, kept],
  ["single ones dropped", { capabilities: { drops: ["CHOWN"] } }, kept],
  [
    "a dangerous one added",
    { capabilities: { drops: ["ALL"], adds: ["CAP_SYS_ADMIN"] } },
    `capabilities.adds: SYS_ADMIN is added, which is nearly root on the host: it mounts file systems; ${exempt}`,
  ],
  [
    "the one for low ports, which needs none",
    { capabilities: { drops: ["ALL"], adds: ["NET_BIND_SERVICE"] } },
    "capabilities.adds: NET_BIND_SERVICE is added; leave it out: since Docker 20.10 a container binds ports below 1024 without it",
  ],
  [
    "two added and none dropped",
    { capabilities: { adds: ["net_admin", "CHOWN"] } },
    kept,
    `capabilities.adds: NET_ADMIN is added, which changes routes and firewall rules; ${exempt}`,
    `capabilities.adds: CHOWN is added; ${exempt}`,
  ],
]);

const gains =
  "securityOpts: a set-user-id program in the image can make root of its user; " +
  'write securityOpts: ["no-new-privileges:true"]';

rows("no-new-privileges", [
  ["the short form", { securityOpts: ["no-new-privileges"] }],
  ["the old form", { securityOpts: ["no-new-privileges=true"] }],
  ["what is known later", { securityOpts: [later] }],
  ["nothing said", { securityOpts: undefined }, gains],
  ["the opposite", { securityOpts: ["no-new-privileges:false"] }, gains],
]);

rows("not-privileged", [
  ["what is known later", { privileged: later }],
  ["the word", { privileged: false }],
  [
    "a privileged one",
    { privileged: true },
    "privileged: a privileged container is root on the host; leave privileged out",
  ],
]);

rows("engine-profiles", [
  ["a profile of its own", { securityOpts: ["no-new-privileges:true", "seccomp=/etc/docker/strict.json"] }],
  ...["seccomp=unconfined", "seccomp:unconfined", "apparmor=unconfined", "label=disable", "systempaths=unconfined"].map(
    (option) =>
      [
        option,
        { securityOpts: ["no-new-privileges:true", option] },
        `securityOpts: "${option}" switches a protection of the engine off; leave it out; the engine's default profile is used then`,
      ] as const,
  ),
]);

rows("no-devices", [
  ["an empty list", { devices: [] }],
  ["what is known later", { devices: later }],
  [
    "a disk",
    { devices: [{ hostPath: "/dev/sda" }] },
    "devices[0]: the host's device /dev/sda is given to the container; leave it out",
  ],
]);

const takes = (path: string, why: string, more = ""): string =>
  `${path}: "host" takes a wall of the container away: ${why}; leave ${path} out${more}`;

rows("no-host-namespaces", [
  ["a mode that is known later", { networkMode: later, pidMode: later }],
  ["modes of its own", { networkMode: "bridge", ipcMode: "private" }],
  [
    "the host's network",
    { networkMode: "host" },
    takes(
      "networkMode",
      "it reaches what listens on the host's 127.0.0.1, and publishes all its ports",
      ", and join a network with networksAdvanced",
    ),
  ],
  [
    "the host's processes",
    { pidMode: "host" },
    takes("pidMode", "it sees every process of the host, and may signal those of its user"),
  ],
  [
    "the host's shared memory",
    { ipcMode: "host" },
    takes("ipcMode", "it reads the shared memory of the host's processes"),
  ],
  [
    "the host's users",
    { usernsMode: "host" },
    takes("usernsMode", "its root is the host's root, where the engine would remap users"),
  ],
]);

const instead = "leave it out, or mount a named volume or a folder made for this container";
const volume = (hostPath: unknown, readOnly?: boolean) => ({ volumes: [{ hostPath, readOnly, containerPath: "/x" }] });
const found = (hostPath: string, why: string): string =>
  `volumes[0].hostPath: "${hostPath}" is mounted: ${why}; ${instead}`;
const socket = "whoever reaches the engine's socket is root on the host";
const holds = "it holds the engine's socket: whoever reaches that is root on the host";
const users = "/etc of the host holds the host's users, passwords and services";

rows("no-host-folders", [
  ["a named volume", { volumes: [{ volumeName: "data", containerPath: "/etc" }] }],
  ["a folder of its own", volume("/srv/shop")],
  ["a path that is known later", volume(later)],
  ["one file below /etc, read-only", volume("/etc/localtime", true)],
  ["a folder with a name like another's", volume("/rootless/data")],
  ["a folder in memory", { mounts: [{ type: "tmpfs", target: "/proc" }] }],
  ["a volume by mounts", { mounts: [{ type: "volume", source: "/root", target: "/data" }] }],
  ["the engine's socket", volume("/var/run/docker.sock", true), found("/var/run/docker.sock", socket)],
  ["its other path", volume("/run//docker.sock"), found("/run//docker.sock", socket)],
  ["another engine's", volume("/run/podman/podman.sock"), found("/run/podman/podman.sock", socket)],
  ["the folder it is in", volume("/var/run/"), found("/var/run/", holds)],
  ["the whole host", volume("/", true), found("/", "it is the whole host")],
  ["the whole host, roundabout", volume("/srv/.."), found("/srv/..", "it is the whole host")],
  ["the host's configuration", volume("/etc", true), found("/etc", users)],
  ["a writable part of it", volume("/etc/cron.d"), found("/etc/cron.d", users)],
  [
    "the kernel's switches",
    volume("/proc/sys"),
    found("/proc/sys", "/proc of the host holds the kernel's switches, and the memory of the host's processes"),
  ],
  [
    "root's home by mounts",
    { mounts: [{ type: "bind", source: "/root/.ssh", target: "/keys", readOnly: true }] },
    `mounts[0].source: "/root/.ssh" is mounted: /root of the host holds root's keys and history; ${instead}`,
  ],
]);

rows("inert-scratch", [
  ["the engine's own choice", { tmpfs: { "/tmp": "size=8m" } }],
  ["what is known later", { tmpfs: { "/tmp": later } }],
  [
    "programs in memory",
    { tmpfs: { "/tmp": "rw,exec,suid,size=8m" } },
    'tmpfs["/tmp"]: "exec,suid" lets brought programs run there; leave exec, suid out; the engine\'s own choice is noexec,nosuid,nodev',
  ],
]);
