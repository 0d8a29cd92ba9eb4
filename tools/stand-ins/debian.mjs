// Root file systems from Debian packages, by mmdebstrap: no container, no build client, no image to start from.

import { readFileSync, rmSync } from "node:fs";
import { Advice, note, run, step } from "../console.mjs";
import { fingerprint, kept } from "./kept.mjs";

/** Files no service reads. What is left out here is a third of the image. */
const leftOut = [
  "/usr/share/man/*",
  "/usr/share/doc/*",
  "/usr/share/info/*",
  "/usr/share/locale/*",
  "/usr/share/lintian/*",
];

/** Newer files get this date, so that the same packages give the same image. */
const newest = "1767225600";

/**
 * A layer made of Debian packages, kept in the cache: { file, facts: { versions } }.
 * `hooks` are scripts that mmdebstrap runs with the root folder as $1: essential before the packages, customize after.
 * `reported` names the packages whose versions the image's label tells.
 */
export function debianLayer(name, { suite, variant, packages, essential, customize, inputs = [], reported }) {
  const scripts = [essential, customize].filter(Boolean);
  const print = fingerprint([...scripts, ...inputs], suite, variant, packages, leftOut, 1);
  return kept(`debian-${name}`, print, (file, facts) =>
    step(`${name}: root file system from Debian ${suite} packages`, async () => {
      const told = `${file}.versions`;
      const ask = `APT_CONFIG="$MMDEBSTRAP_APT_CONFIG" apt-cache policy ${reported.join(" ")} > "${told}"`;
      // Of a variant that only unpacks, mmdebstrap runs no hook later than this one.
      const last = variant === "extract" ? "extract" : "customize";
      const hooks = [essential && `--essential-hook=${essential}`, customize && `--${last}-hook=${customize}`];
      try {
        await run(
          "mmdebstrap",
          [
            "--mode=root",
            "--format=tar",
            `--variant=${variant}`,
            `--include=${packages.join(",")}`,
            ...leftOut.map((path) => `--dpkgopt=path-exclude=${path}`),
            // A suite in development is signed for a week only; a mirror or a machine may lag behind that.
            '--aptopt=Acquire::Check-Valid-Until "false"',
            '--aptopt=Acquire::Retries "3"',
            '--aptopt=APT::Install-Recommends "false"',
            "--skip=output/dev",
            ...hooks.filter(Boolean),
            `--${last}-hook=${ask}`,
            suite,
            file,
            ...(await mirrors(suite)),
          ],
          { env: { ...process.env, SOURCE_DATE_EPOCH: newest, LC_ALL: "C.UTF-8" } },
        );
        facts.versions = candidates(readFileSync(told, "utf8"));
      } finally {
        rmSync(told, { force: true });
      }
      return Object.entries(facts.versions)
        .map((entry) => entry.join(" "))
        .join(", ");
    }),
  );
}

/** "apt-cache policy" as { package: version }. */
function candidates(policy) {
  const found = {};
  let name;
  for (const line of policy.split("\n")) {
    if (/^\S+:$/.test(line)) name = line.slice(0, -1);
    const [, version] = /^ {2}Candidate: (?:\d+:)?(\S+)/.exec(line) ?? [];
    if (name && version) found[name] = version;
  }
  return found;
}

/** Debian's mirrors as this host's apt knows them, for another suite; none (mmdebstrap's default) on other hosts. */
export async function mirrors(suite) {
  const listing = await run(
    "apt-get",
    ["indextargets", "--format", "$(ORIGIN)|$(LABEL)|$(REPO_URI)", "Created-By: Packages"],
    {
      allowFailure: true,
    },
  );
  const known = (label) =>
    listing.stdout
      .split("\n")
      .map((line) => line.split("|"))
      .find((parts) => parts[0] === "Debian" && parts[1] === label)?.[2];
  const main = known("Debian");
  if (!main) return [];
  const security = known("Debian-Security");
  const stable = suite === "trixie";
  return [
    `deb ${main} ${suite} main`,
    ...(stable ? [`deb ${main} ${suite}-updates main`] : []),
    ...(stable && security ? [`deb ${security} ${suite}-security main`] : []),
  ];
}

/** Whether this machine can build: a reason if not. */
export async function cannotBuild() {
  if (process.platform !== "linux" || process.arch !== "x64")
    return `stand-ins are built on Linux x64, this is ${process.platform} ${process.arch}`;
  if (process.getuid() !== 0) return "building stand-ins needs root";
  const apt = await run("apt-get", ["--version"], { allowFailure: true }).catch(() => undefined);
  return apt?.code === 0 ? undefined : "building stand-ins needs Debian or Ubuntu (apt-get)";
}

/** Installs the one tool that building needs. */
export async function provideMmdebstrap({ install = true } = {}) {
  const present = await run("mmdebstrap", ["--version"], { allowFailure: true }).catch(() => undefined);
  if (present?.code === 0) return;
  if (!install) throw new Advice("mmdebstrap is missing, and installing is refused", "run: apt-get install mmdebstrap");
  note("mmdebstrap is missing; it and Debian's archive keys are installed by apt-get now");
  await step("apt-get install mmdebstrap", async () => {
    const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
    await run("apt-get", ["update", "-q"], { env });
    await run("apt-get", ["install", "-q", "-y", "--no-install-recommends", "mmdebstrap", "debian-archive-keyring"], {
      env,
    });
  });
}
