import { expect } from "chai";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { Folders } from "../support/folders";

const root = resolve(__dirname, "..", "..");
const folders = new Folders();

interface Ended {
  status: number | null;
  stdout: string;
  stderr: string;
}

/** The command as it is installed, in the folder of a project. */
function plimsoll(cwd: string, ...args: string[]): Ended {
  const env = { ...process.env, COLUMNS: "", DOCKER_HOST: "unix:///nobody.sock" };
  return spawnSync(process.execPath, [join(root, "dist", "cli", "main.js"), ...args], { cwd, env, encoding: "utf8" });
}

let count = 0;

/** A project outside the checkout whose program says this. */
function project(program: string, file = "index.js", more: Record<string, string> = {}): string {
  const library = JSON.stringify(join(root, "dist", "index.js"));
  const sdk = JSON.stringify(join(root, "node_modules", "@pulumi", "pulumi"));
  return folders.make(`project-${count++}`, {
    "Pulumi.yaml": "name: shop\nruntime: nodejs\n",
    [file]: `const plimsoll = require(${library});\nconst pulumi = require(${sdk});\n${program}`,
    ...more,
  });
}

const site = (name: string, more = ""): string => `new plimsoll.StaticSite("${name}", { image: "web:1", ${more} });`;

describe("the command plimsoll", function () {
  this.timeout(60_000);
  after(() => folders.remove());

  describe("on the example", () => {
    it("plans: the host, who gets what and why, and what is left", () => {
      const { status, stdout } = plimsoll(root, "plan");
      expect(stdout).to.match(/^Host: 2 CPUs, 8GiB of memory, 1844MiB of it kept/);
      expect(stdout).to.match(/^db +TunedPostgres +2GiB +512MiB +2GiB +2GiB +2 +0\.69 +its ideal$/m);
      expect(stdout).to.match(/^automation +N8nEngine +1536MiB /m);
      expect(stdout).to.contain("2060MiB left");
      expect(status).to.equal(0);
    });

    it("plans for another host", () => {
      const { status, stdout } = plimsoll(root, "plan", "--host", "1cpu,4GiB");
      expect(stdout).to.match(/^db .* 72 % of its ideal, by proportion: the host is short of the ideals$/m);
      expect(stdout).to.contain("nothing left");
      expect(status).to.equal(0);
    });

    it("says with status 1 that a host is too small, by how much, and what would help", () => {
      const { status, stdout } = plimsoll(root, "plan", "--host", "2cpu,2GiB");
      expect(stdout).to.contain("96MiB too much").and.to.contain("96MiB of memory are missing on a host of 2GiB:");
      expect(stdout).to.contain("  - a host of 2560MiB");
      expect(status).to.equal(1);
    });

    it("draws the picture and the page where it is told to", () => {
      const folder = folders.make("pictures", {});
      plimsoll(root, "plan", "--svg", join(folder, "plan.svg"), "--html", join(folder, "plan.html"));
      expect(readFileSync(join(folder, "plan.svg"), "utf8")).to.match(/^<svg [^]*2060MiB below the line[^]*<\/svg>\n$/);
      expect(readFileSync(join(folder, "plan.html"), "utf8")).to.match(/^<!doctype html>[^]*<td>TunedPostgres<\/td>/);
    });

    it("gives machines the plan as JSON", () => {
      const { services, leftMiB } = JSON.parse(plimsoll(root, "plan", "--json").stdout);
      expect(services.map(({ name }: { name: string }) => name)).to.deep.equal([
        "db",
        "automation",
        "api",
        "frontend",
        "edge",
      ]);
      expect(leftMiB).to.equal(2060);
    });

    it("explains one service", () => {
      const { status, stdout } = plimsoll(root, "explain", "db");
      expect(stdout).to.match(/^db \(TunedPostgres\)\n/);
      expect(stdout).to.match(/^shared_buffers +512 MB +memory +a quarter of the memory limit/m);
      expect(status).to.equal(0);
    });

    it("explains all of them, as JSON too", () => {
      const all = JSON.parse(plimsoll(root, "explain", "--json").stdout);
      expect(all).to.have.length(5);
      for (const { settings } of all)
        for (const setting of settings) expect(setting).to.include.keys("name", "value", "from", "reason", "source");
    });

    it("explains how an image is made: what was found where, and how much is sent", () => {
      const { stdout } = plimsoll(root, "explain", "api");
      expect(stdout).to.match(/^Node +24 +engines\.node ">=24" in package\.json$/m);
      expect(stdout).to.match(/^start +node src\/server\.js +the script "start" in package\.json$/m);
      expect(stdout).to.match(/^sent to the engine +\d+ files, \d+ kB +\.\/backend/m);
      const { stdout: dockerfile } = plimsoll(root, "explain", "api", "--dockerfile");
      expect(dockerfile)
        .to.match(/^# api, from \.\/backend\n/)
        .and.to.include("\nFROM scratch AS program\n");
      expect(plimsoll(root, "explain", "db", "--dockerfile").stderr).to.include("No image of it is made by Plimsoll");
    });

    it("names the services there are when another one is asked for", () => {
      const { status, stderr } = plimsoll(root, "explain", "database");
      expect(stderr).to.equal(`The stack has no service "database". It has db, automation, api, frontend, edge.\n`);
      expect(status).to.equal(1);
    });

    it("checks every rule", () => {
      const { status, stdout } = plimsoll(root, "check", "--host", "2cpu,8GiB");
      expect(stdout).to.match(/^✓ pools +the pools of all/m);
      expect(stdout).to.contain("all 14 rules are kept");
      expect(status).to.equal(0);
    });
  });

  it("tells every broken rule at once, with status 1", () => {
    const folder = project(`${site("web", "publish: 8080")}\n${site("docs", "publish: 8080, cpus: 4, pids: 16")}`);
    const { status, stdout } = plimsoll(folder, "check", "--host", "{}");
    expect(status).to.equal(1);
    expect(stdout).to.equal("");
    const { stdout: told, status: code } = plimsoll(folder, "check", "--host", "2cpu,1GiB");
    expect(told).to.contain(`✗ ports`).and.to.contain(`docs.publish: port 8080 is published by "web" already`);
    expect(told).to.contain(`✗ cpus`).and.to.contain(`"docs" may use 4 CPUs, the host has 2`);
    expect(told).to.contain("2 rules are broken");
    expect(code).to.equal(1);
  });

  it("looks at a program in TypeScript, with configuration, and secrets that it can't read", () => {
    const folder = project(
      `const config = new pulumi.Config();
       const size: string = config.require("size");
       const password = config.requireSecret("password");
       console.log("words of the program");
       new plimsoll.TunedPostgres("db", { password, memory: size });`,
      "index.ts",
      { "Pulumi.dev.yaml": "config:\n  shop:size: 3GiB\n" },
    );
    const { stdout, stderr, status } = plimsoll(folder, "plan", "--host", "2cpu,8GiB");
    expect(stderr).to.equal("words of the program\n");
    expect(stdout).to.match(/^db +TunedPostgres +3GiB /m);
    expect(status).to.equal(0);
  });

  it("looks at a program that is a function", () => {
    const folder = project(`module.exports = async () => { await null; ${site("web")} };`);
    expect(plimsoll(folder, "plan", "--host", "1cpu,1GiB").stdout).to.match(/^web +StaticSite +64MiB /m);
  });

  for (const [title, folder, args, told] of [
    ["a host that is none", () => root, ["plan", "--host", "8GB"], /^--host: "8GB" is not a host; write its CPUs/],
    ["a folder without a project", () => folders.make("empty", {}), ["plan"], /^There is no Pulumi.yaml here or above/],
    ["a program without services", () => project(""), ["plan", "--host", "1cpu,1GiB"], /declared no services/],
    ["a program that throws", () => project(`throw new Error("oh no");`), ["check"], /oh no/],
    [
      "a wrong argument",
      () => project(site("web", `memory: "64MB"`)),
      ["check"],
      /memory: "64MB" is not a memory size/,
    ],
    [
      "no engine and no host",
      () => project(site("web")),
      ["plan"],
      /^The Docker Engine does not answer .* write --host 4cpu,8GiB/,
    ],
    ["an unknown command", () => root, ["launch"], /unknown command 'launch'/],
  ] as const) {
    it(`says what is wrong with ${title}, with status 1`, () => {
      const { status, stdout, stderr } = plimsoll(folder(), ...args);
      expect(stderr).to.match(told);
      expect(stdout).to.equal("");
      expect(status).to.equal(1);
    });
  }
});
