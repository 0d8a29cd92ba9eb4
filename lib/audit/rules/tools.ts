import { filesAt, megabytes, place, resolved, sizeOf } from "../view";
import type { AuditRule } from "./rule";
import { count } from "./secret-files";

const managers =
  /^(usr\/|usr\/local\/|opt\/[^/]+\/|root\/\.[^/]+\/)?s?bin\/(npm|npx|yarn|yarnpkg|pnpm|pnpx|corepack|pip[\d.]*|uv|uvx|poetry|pipenv|conda|apk|apt|apt-get|aptitude|dnf|microdnf|yum|gem|composer|cargo)$/;

/** They fetch and install what an intruder wants; a program that runs needs none. */
export const noPackageManagers: AuditRule = {
  name: "no-package-managers",
  says: "has no package manager",
  severity: "low",
  source: "GoogleContainerTools/distroless, README; CIS Docker Benchmark 4.3",
  check: (view) => {
    const places = filesAt(view, managers).map(place);
    if (places.length === 0) return [];
    const remedy = "copy the runtime and the program into a base without them; a stage of its own may install";
    return [{ problem: `${count(places.length, "package manager is", "package managers are")} in it`, remedy, places }];
  },
};

const compilers =
  /(^|\/)bin\/([a-z\d_]+-linux-[a-z]+-)?(gcc|g\+\+|cc|c\+\+|clang|clang\+\+|make|gmake|cmake|ninja|rustc|javac|go)(-[\d.]+)?$|\/gcc\/.*\/cc1(plus)?$/;
const headers = /^usr\/(local\/)?include\/.*\.(h|hpp)$/;
const smallHeaders = 2e6;

/** An intruder builds with them what he could not bring; they are 200 to 300 MB of a full image. */
export const noCompilers: AuditRule = {
  name: "no-compilers",
  says: "has no compilers, build tools or their headers",
  severity: "medium",
  source: "CIS Docker Benchmark 4.3; docs.docker.com, multi-stage builds",
  check: (view) => {
    const tools = filesAt(view, compilers).map(place);
    const included = filesAt(view, headers);
    const bytes = sizeOf(included);
    const more =
      bytes < smallHeaders
        ? []
        : [{ what: `${included.length} headers, ${megabytes(bytes)}`, ...layerOf(included[0]) }];
    const remedy = "build in a stage of its own, and copy from it what was built";
    if (tools.length > 0)
      return [
        {
          problem: `${count(tools.length, "compiler or build tool is", "compilers and build tools are")} in it`,
          remedy,
          places: [...tools, ...more],
        },
      ];
    return more.length === 0
      ? []
      : [{ severity: "note", problem: "headers for building are in it", remedy, places: more }];
  },
};

const layerOf = <Layer>(placed: { layer: Layer } | undefined): { layer?: Layer } =>
  placed === undefined ? {} : { layer: placed.layer };

const setIds = 0o6000;
const systemFolders = /^(usr\/)?(s?bin|lib|libexec)\//;

/** They run with their owner's rights, whoever starts them: a bug in one makes root of the program's user. */
export const noSetuid: AuditRule = {
  name: "no-setuid",
  says: "has no program with the set-user-id or set-group-id bit",
  severity: "low",
  source: "CIS Docker Benchmark 4.8",
  check: (view) => {
    const found = [...view.visible.values()].filter(
      ({ entry }) => (entry.kind === "file" || entry.kind === "hardlink") && (entry.mode & setIds) !== 0,
    );
    if (found.length === 0) return [];
    const foreign = found.filter(({ entry }) => !systemFolders.test(entry.path));
    const remedy =
      "RUN find / -xdev -perm /6000 -type f -exec chmod a-s {} +, or start containers with no-new-privileges";
    return [
      {
        problem: `${count(found.length, "program changes", "programs change")} user or group when started`,
        ...(foreign.length === 0 ? {} : { severity: "medium" as const }),
        remedy,
        places: [...foreign, ...found.filter((one) => !foreign.includes(one))].map(place),
      },
    ];
  },
};

const shells = ["bin/sh", "bin/bash", "bin/ash", "bin/dash", "busybox/sh", "usr/bin/zsh"];

/** Most ways of breaking in end in a shell. */
export const noShell: AuditRule = {
  name: "no-shell",
  says: "has no shell",
  severity: "note",
  source: "GoogleContainerTools/distroless, README",
  check: (view) => {
    const found = shells.flatMap((path) => {
      const shell = resolved(view, path);
      return shell === undefined ? [] : [{ what: `/${path}`, layer: shell.layer }];
    });
    if (found.length === 0) return [];
    const remedy = "take a base without one, if nothing is started through it";
    return [{ problem: "a shell is in it", remedy, places: found }];
  },
};
