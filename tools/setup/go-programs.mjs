// The three programs that can be built from Go modules, and how: pinned, into the per-user cache, whole or not at all.

import { createHash } from "node:crypto";
import { spawnSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  linkSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import { Advice, note, run, step } from "../console.mjs";
import { copyEdited } from "./adapted-source.mjs";
import { alone } from "./lock.mjs";
import { cache, logs, root } from "./places.mjs";
import { atLeast, parseVersion } from "./versions.mjs";

/** The version of the Pulumi CLI that the modules in tools/toolchain pin. */
export const builtVersion = "3.256.0";

/** The version of @pulumi/docker that the plugin says it is. */
export const pluginVersion = "5.2.0";

const versionFlag = (version) => `-X github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=${version}`;

export const programs = {
  pulumi: {
    module: "cli",
    target: "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi",
    ldflags: versionFlag(builtVersion),
  },
  "pulumi-language-nodejs": {
    module: "language-host",
    target: "github.com/pulumi/pulumi/sdk/v3/nodejs/cmd/pulumi-language-nodejs",
    ldflags: versionFlag("3.65.0"),
    // This host puts a proxy between program and engine that knows the engine's interface of its own time: resource hooks
    // are refused there. Today's SDK needs no such proxy and talks to the engine itself.
    edits: {
      "main.go": [
        { from: 'fmt.Sprintf("127.0.0.1:%d", handle.Port), pipes', to: "req.GetMonitorAddress(), pipes" },
        // Nor does it know how to run a policy pack.
        { from: 'return errors.New("not supported")', to: "return host.runPolicyPack(req, server)" },
      ],
    },
  },
  // No build runs on Kubernetes here, and buildx's driver for that is a third of all there would be to compile. Compose
  // is ignored by the plugin anyway.
  "pulumi-resource-docker": {
    module: "docker-plugin",
    target: ".",
    tags: ["no_compose"],
    without: { module: "github.com/docker/buildx", package: "driver/kubernetes" },
  },
};

const sources = join(root, "tools", "toolchain");
const home = join(cache, "toolchain");

/** The folder that a program's build goes to: named by the hash of all that it is made from. */
export function folderOf(name) {
  const { module, ...recipe } = programs[name];
  const hash = createHash("sha256").update(JSON.stringify(recipe)).update(`${process.platform}-${process.arch}`);
  const folder = join(sources, module);
  for (const file of readdirSync(folder).sort()) hash.update(`${file}\0`).update(readFileSync(join(folder, file)));
  return join(home, `${name}-${hash.digest("hex").slice(0, 16)}`);
}

/** Whether a program is in the cache. A folder there is always whole: it got its name when it was. */
export const isBuilt = (name) => existsSync(join(folderOf(name), name));

/** The folders of `names` in the cache, built now where they are missing. */
export async function buildPrograms(names) {
  const missing = names.filter((name) => !isBuilt(name));
  if (missing.length > 0) {
    checkGo();
    const waiting = ({ pid }) => note(`another set-up (process ${pid}) is building the toolchain; waiting for it`);
    await alone(join(home, "building.lock"), () => buildAll(missing), waiting);
  }
  return names.map(folderOf);
}

async function buildAll(names) {
  // One after the other: each build already uses every core, and the plugin reuses what the CLI compiled.
  for (const name of names) if (!isBuilt(name)) await build(name);
}

async function build(name) {
  const { module, target, ldflags = "", tags = [], without, edits } = programs[name];
  const cwd = join(sources, module);
  const folder = folderOf(name);
  const draft = `${folder}.partial`;
  const log = join(logs, `build-${name}.log`);
  // C is not needed, a workspace or flags of the user's could only change what is pinned, and go.sum must stay as it is.
  const env = { ...process.env, CGO_ENABLED: "0", GOWORK: "off", GOFLAGS: "-mod=readonly -buildvcs=false" };
  const go = (folder, ...args) => run("go", args, { cwd: folder, env, log });

  rmSync(log, { force: true });
  forget(draft);
  mkdirSync(join(draft, "made"), { recursive: true });
  try {
    const flags = tags.length > 0 ? ["-tags", tags.join(",")] : [];
    await step(`fetch the Go modules of ${name}`, async () => {
      if (without) flags.push(`-modfile=${await leaveOut(without, { cwd, env, draft })}`);
      // `go list` fetches what this program is made from and nothing else; `go mod download` would fetch all that is named.
      await go(cwd, "list", "-deps", ...flags, target);
    });
    await step(`build ${name}`, async () => {
      const copy = join(draft, "source");
      if (edits) copyEdited({ module: cwd, target, edits, folder: copy, env });
      const [where, what] = edits ? [copy, "."] : [cwd, target];
      await go(
        where,
        "build",
        "-trimpath",
        "-ldflags",
        `-s -w ${ldflags}`.trim(),
        ...flags,
        "-o",
        join(draft, "made", name),
        what,
      );
      return `${Math.round(statSync(join(draft, "made", name)).size / 1e6)} MB`;
    });
    forget(folder);
    renameSync(join(draft, "made"), folder);
  } finally {
    forget(draft);
  }
}

const forget = (folder) => rmSync(folder, { recursive: true, force: true });

/**
 * Copies a module without what one of its packages contains (importers find it empty), and writes a go.mod that uses the
 * copy: go.sum still vouches for what was copied, and nothing in the module cache is touched. Resolves with that go.mod.
 */
async function leaveOut({ module, package: empty }, { cwd, env, draft }) {
  await run("go", ["mod", "download", module], { cwd, env });
  const { stdout } = await run("go", ["list", "-m", "-f", "{{.Dir}}", module], { cwd, env });
  const copy = join(draft, "copy");
  cpSync(stdout.trim(), copy, { recursive: true });
  await run("chmod", ["-R", "u+w", copy]);
  for (const file of readdirSync(join(copy, empty))) if (file.endsWith(".go")) rmSync(join(copy, empty, file));
  writeFileSync(join(copy, empty, "empty.go"), `package ${basename(empty)}\n`);

  const modfile = join(draft, "go.mod");
  for (const file of ["go.mod", "go.sum"]) cpSync(join(cwd, file), join(draft, file));
  await run("go", ["mod", "edit", `-replace=${module}=${copy}`, modfile], { cwd, env });
  return modfile;
}

/** Another checkout may be on another version, so what was used lately stays. */
function forgetUnused() {
  const month = 30 * 24 * 3600 * 1000;
  for (const entry of readdirSync(home)) {
    const folder = join(home, entry);
    if (/-[0-9a-f]{16}$/.test(entry) && Date.now() - statSync(folder).mtimeMs > month)
      rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * The three programs, laid out as an official installation is: so the CLI finds each where it expects it, and says
 * nothing about programs from PATH. Returns { bin, home }: a folder for PATH and one for PULUMI_HOME.
 */
export function assemble() {
  const folders = Object.keys(programs).map(folderOf);
  const place = join(home, `installation-${createHash("sha256").update(folders.join()).digest("hex").slice(0, 16)}`);
  const draft = `${place}.partial-${process.pid}`;
  const layout = {
    pulumi: join("bin", "pulumi"),
    "pulumi-language-nodejs": join("bin", "pulumi-language-nodejs"),
    "pulumi-resource-docker": join("home", "plugins", `resource-docker-v${pluginVersion}`, "pulumi-resource-docker"),
  };
  if (!existsSync(place)) {
    for (const [name, path] of Object.entries(layout)) {
      mkdirSync(dirname(join(draft, path)), { recursive: true });
      linkSync(join(folderOf(name), name), join(draft, path));
    }
    try {
      renameSync(draft, place);
    } catch (error) {
      // Another set-up was as quick, with the same outcome.
      if (!existsSync(place)) throw error;
      rmSync(draft, { recursive: true, force: true });
    }
  }
  const now = new Date();
  for (const folder of [place, ...folders]) utimesSync(folder, now, now);
  forgetUnused();
  return { bin: join(place, "bin"), home: join(place, "home") };
}

/** The Go version that all three modules ask for. */
export function neededGo() {
  const asked = Object.values(programs).map(
    ({ module }) => /^go (\S+)/m.exec(readFileSync(join(sources, module, "go.mod"), "utf8"))[1],
  );
  return asked.reduce((most, version) => (atLeast(version, most) ? version : most));
}

/** Refuses with advice where Go is missing or too old. */
function checkGo() {
  const needed = neededGo();
  const found = goVersion();
  const why = goProblem(found, needed);
  const remedy = `install Go ${needed} or newer (https://go.dev/dl), or the Pulumi CLI (https://www.pulumi.com/docs/install), and start again`;
  if (why) throw new Advice(`the Pulumi toolchain can't be built: ${why}`, remedy);
}

/** Why `found` ({ version, toolchain } of `go env`) can't build what needs `needed`; undefined when it can. */
export function goProblem(found, needed) {
  if (!found) return `Go is not installed, and Go ${needed} or newer is needed`;
  if (atLeast(found.version, needed)) return undefined;
  // Since 1.21 Go fetches a newer one for itself, unless told to stay what it is.
  if (atLeast(found.version, "1.21") && found.toolchain !== "local") return undefined;
  return `Go ${parseVersion(found.version)?.join(".") ?? found.version} is too old, ${needed} or newer is needed`;
}

function goVersion() {
  // From outside the modules: inside them Go itself would refuse, in its own words.
  const asked = spawnSync("go", ["env", "GOVERSION", "GOTOOLCHAIN"], { encoding: "utf8", cwd: "/" });
  if (asked.error || asked.status !== 0) return undefined;
  const [version, toolchain = ""] = asked.stdout.trim().split("\n");
  return { version, toolchain };
}
