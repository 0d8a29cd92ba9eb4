// The stand-in lacks what the official image has: the package with the JIT compiler, on by default in stock. This adds it.
//
//   node bench/postgres/jit-image.mjs      then: node bench/postgres.mjs --image plimsoll-bench-postgres-jit

import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Advice, main, run, step } from "../../tools/console.mjs";
import { provideEngine } from "../../tools/setup/engine.mjs";
import { provideImages } from "../../tools/setup/images.mjs";
import { mirrors } from "../../tools/stand-ins/debian.mjs";
import { pinnedImages } from "./configurations.mjs";
import { docker } from "./docker.mjs";

const name = "plimsoll-bench-postgres-jit";

/** Of the suite the stand-in is made from, the same patch level: its version is checked by dpkg below. */
const suite = "forky";
const packages = [
  "postgresql-18-jit",
  "libllvm21",
  "libz3-4",
  "libedit2",
  "libbsd0",
  "libmd0",
  "libffi8",
  "libstdc++6",
];

await main(async () => {
  const { host } = await provideEngine({ install: false });
  process.env.DOCKER_HOST = host;
  const image = pinnedImages.postgres;
  await provideImages({ host, wanted: [image] });
  const folder = mkdtempSync(join(tmpdir(), "plimsoll-jit-"));
  try {
    await step(`download ${packages[0]} and what it needs`, () => download(folder));
    await step(`make ${name}`, () => build(image, join(folder, "packages")));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

/** By this host's apt and its mirror, with lists of its own. */
async function download(folder) {
  const sources = await mirrors(suite);
  if (sources.length === 0) throw new Advice("this host's apt knows no mirror of Debian", "make the image on Debian");
  for (const part of ["lists/partial", "cache/archives/partial", "packages"])
    mkdirSync(join(folder, part), { recursive: true });
  const signed = "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] ";
  const list = sources.map((source) => `${source.replace("deb ", signed)}\n`).join("");
  writeFileSync(join(folder, "sources.list"), list);
  const options = {
    "Dir::Etc::sourcelist": join(folder, "sources.list"),
    "Dir::Etc::sourceparts": "-",
    "Dir::State::lists": join(folder, "lists"),
    "Dir::Cache": join(folder, "cache"),
    "Acquire::Check-Valid-Until": "false",
    "APT::Sandbox::User": "root",
  };
  const apt = ["apt-get", "-q", ...Object.entries(options).flatMap(([key, value]) => ["-o", `${key}=${value}`])];
  const [program, ...args] = apt;
  await run(program, [...args, "update"]);
  await run(program, [...args, "download", ...packages], { cwd: join(folder, "packages") });
  return readdirSync(join(folder, "packages")).join(", ");
}

async function build(image, folder) {
  const install =
    "dpkg -i /packages/*.deb && ! ldd /usr/lib/postgresql/18/lib/llvmjit.so | grep 'not found' && rm -rf /packages";
  const id = await docker("create", "--entrypoint", "sh", image, "-ec", install);
  try {
    await docker("cp", `${folder}/.`, `${id}:/packages`);
    await docker("start", "--attach", id);
    const as = ["--change", 'ENTRYPOINT ["docker-entrypoint.sh"]', "--change", 'CMD ["postgres"]'];
    await docker("commit", ...as, id, name);
  } finally {
    await docker("rm", id);
  }
}
