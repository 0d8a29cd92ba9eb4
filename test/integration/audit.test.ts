import { expect } from "chai";
import { spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join, resolve } from "node:path";
import { pack } from "tar-stream";
import { audit, auditImage, auditStack, type Finding, type ImageAudit } from "../../lib/audit";
import { allRules } from "../../lib/audit/rules";
import { readImages } from "../../lib/audit/read/images";
import { auditCommand } from "../../lib/cli/audit";
import { nodeBases, pinnedImages } from "../../lib/images/pinned";
import { describeOnEngine, docker } from "../support/engine";
import { Folders } from "../support/folders";

const root = resolve(__dirname, "..", "..");
const base = nodeBases[24];
const own = `plimsoll-audit-${randomBytes(4).toString("hex")}`;
const token = "npm-hunter2-hunter2";

/** As many write it: everything is copied, and what should not be there is deleted later. */
const naive = {
  Dockerfile: `FROM ${base}
ARG NPM_TOKEN
WORKDIR /app
COPY . .
RUN head -c 25000000 /dev/zero > /app/archive && mkdir -p /root/.npm/_cacache && head -c 3000000 /dev/zero > /root/.npm/_cacache/x
RUN sleep 1.1 && rm -r /app/archive .npmrc .git && cp /bin/true /app/helper && chmod 4755 /app/helper && chmod 777 /app/public
CMD npm start
`,
  ".env": "DB_PASSWORD=x1\n",
  ".npmrc": `//registry.example/:_authToken=${token}\n`,
  ".git/config": "[core]\n",
  "package.json": JSON.stringify({ devDependencies: { nodemon: "1" }, scripts: { start: "node server.js" } }),
  "node_modules/nodemon/package.json": "{}",
  "public/index.html": "",
  "server.js": "",
};

/** Nothing but what runs. */
const good = {
  Dockerfile: `FROM ${base} AS parts
RUN for file in $(ldd /usr/local/bin/node | grep -o "/[^ )]*") /usr/local/bin/node /usr/lib/os-release; do \\
      mkdir -p "/parts$(dirname "$file")" && cp -L --preserve=timestamps "$file" "/parts$file"; done
FROM scratch
COPY --from=parts /parts/ /
WORKDIR /app
COPY server.js /app/
USER 1000:1000
HEALTHCHECK CMD ["/usr/local/bin/node", "health.js"]
CMD ["/usr/local/bin/node", "server.js"]
`,
  "server.js": "setInterval(() => {}, 1000);",
};

/** What the others do right is wrong here. */
const old = (url: string) => ({
  Dockerfile: `FROM scratch
ADD ${url} /srv/
${Array.from({ length: 11 }, (_, at) => `COPY file /srv/${at}`).join("\n")}
COPY passwd os-release /etc/
COPY file /usr/bin/gcc
WORKDIR /app
COPY --chown=1000 file /app/server.js
COPY map /app/node_modules/a/index.js.map
ENV DB_PASSWORD=x1
USER shop
CMD ["/app/server.js"]
`,
  passwd: "shop:x:1000:1000::/app:/bin/false\n",
  "os-release": 'ID=debian\nVERSION_ID="10"\n',
  file: "x",
  map: "x".repeat(2_500_000),
});

describeOnEngine("the audit of images", function () {
  this.timeout(300_000);
  const folders = new Folders();
  let server: Server;
  const audits: Record<string, ImageAudit> = {};
  const rules = (name: string): string[] => audits[name]?.findings.map(({ rule }) => rule) ?? [];
  const finding = (name: string, rule: string): Finding => {
    const found = audits[name]?.findings.find((one) => one.rule === rule);
    if (found === undefined) throw new Error(`${name}: nothing of ${rule}, but ${rules(name).join(", ")}`);
    return found;
  };

  async function build(tag: string, files: Readonly<Record<string, string>>, options: object): Promise<void> {
    const context = pack();
    for (const [name, content] of Object.entries(files))
      context.entry({ name, mtime: new Date("2020-01-01T00:00:00Z") }, content);
    context.finalize();
    const progress = await docker.buildImage(context, { t: tag, ...options });
    await new Promise<void>((done, fail) => {
      docker.modem.followProgress(progress, (error, lines: { error?: string }[]) => {
        const failed = error?.message ?? lines.find((line) => line.error !== undefined)?.error;
        if (failed === undefined) done();
        else fail(new Error(failed));
      });
    });
  }

  before(async () => {
    server = createServer((_, response) => response.end("today")).listen(0, "127.0.0.1");
    await new Promise((done) => server.once("listening", done));
    const { port } = server.address() as AddressInfo;
    await build(`${own}-naive:1`, naive, { version: "2", buildargs: { NPM_TOKEN: token } });
    await build(`${own}-good:1`, good, { version: "2" });
    const url = `http://127.0.0.1:${port}/file`;
    // Each of the engine's builders writes its own kind of history.
    await build(`${own}-old`, old(url), { version: "2" });
    await build(`${own}-older`, old(url), { version: "1", forcerm: true });
    audits["naive"] = await auditImage(`${own}-naive:1`);
    audits["good"] = await auditImage(`${own}-good:1`);
    audits["old"] = await auditImage(`${own}-old`, { maxSize: 1e6 });
    audits["older"] = await auditImage(`${own}-older`, { maxSize: 1e6 });
  });
  after(async () => {
    server.close();
    folders.remove();
    for (const container of await docker.listContainers({
      all: true,
      filters: { label: [`plimsoll.stack=${own}/dev`] },
    }))
      await docker.getContainer(container.Id).remove({ force: true });
    for (const tag of [`${own}-naive:1`, `${own}-good:1`, `${own}-old:latest`, `${own}-older:latest`])
      await docker.getImage(tag).remove({ force: true });
  });

  it("find nothing where nothing is wrong", () => {
    expect(audits["good"]?.findings).to.deep.equal([]);
  });

  it("find what is wrong with a Dockerfile as many write it", () => {
    expect(rules("naive")).to.deep.equal([
      "no-secret-files",
      "no-secret-history",
      "not-root",
      "no-version-control",
      "no-world-writable",
      "no-setuid",
      "exec-form",
      "starts-program",
      "no-dev-dependencies",
      "little-waste",
      "no-package-managers",
      "no-caches",
      "no-shell",
      "health-check",
      "little-baggage",
      "reproducible",
    ]);
  });

  it("find what is wrong with an old one", () => {
    expect(rules("old")).to.deep.equal([
      "no-secret-settings",
      "supported-base",
      "size",
      "no-compilers",
      "no-remote-add",
      "numeric-user",
      "program-not-writable",
      "pinned-tag",
      "health-check",
      "little-baggage",
      "few-layers",
    ]);
  });

  it("find the same in what the engine's older builder made", () => {
    expect(rules("older")).to.deep.equal(rules("old"));
  });

  it("so each rule about images is seen kept and broken", () => {
    const all = allRules.filter(({ source }) => source !== "lib/container-rules").map(({ name }) => name);
    const broken = new Set([...rules("naive"), ...rules("old")]);
    expect(all.filter((name) => !broken.has(name))).to.deep.equal([]);
  });

  it("tell which layer a deleted secret lies in, and never the secret", () => {
    const { evidence } = finding("naive", "no-secret-files");
    expect(evidence.map(({ what }) => what)).to.deep.equal([
      "/app/.env (DB_PASSWORD)",
      "/app/.npmrc (a token; deleted by layer 6, still in layer 4)",
    ]);
    expect(evidence[1]).to.include({ layer: 4, createdBy: "COPY . .", fromBase: false });
    expect(JSON.stringify(audits["naive"])).not.to.contain(token);
  });

  it("tell what comes with the base", () => {
    expect(audits["naive"]?.base).to.equal(base);
    expect(audits["naive"]?.layers.filter(({ fromBase }) => fromBase)).to.have.length(2);
    expect(finding("naive", "no-package-managers").fromBase).to.equal(true);
    expect(finding("naive", "no-caches").fromBase).to.equal(false);
    expect(audits["good"]?.base).to.equal(undefined);
  });

  it("count wasted bytes", () => {
    expect(audits["naive"]?.wasted).to.be.within(25_000_000, 25_001_000);
    expect(audits["good"]?.efficiency).to.equal(1);
  });

  for (const image of Object.values(pinnedImages))
    it(`read ${image}`, async () => {
      const { size, layers, findings, efficiency } = await auditImage(image);
      expect(size).to.equal((await docker.getImage(image).inspect()).Size);
      expect(layers.length).to.be.greaterThan(0);
      expect(efficiency).to.be.within(0.9, 1);
      expect(findings.some(({ rule }) => rule === "no-shell")).to.equal(true);
    });

  it("read what images share once, and find the same as in each by itself", async () => {
    const names = [`${own}-naive:1`, `${own}-good:1`, base, `${own}-gone`];
    const read = new Map<string, number>();
    const together = await readImages(docker, names, (images, bytes) => read.set(images.join(), bytes));
    const apart = await Promise.all(names.map((name) => readImages(docker, [name])));
    expect(together).to.deep.equal(apart.flat());
    expect([...read.keys()]).to.deep.equal([`${own}-naive:1,${base}`, `${own}-good:1`]);
    const [onBase, , alone] = together;
    expect(onBase?.layers[0]?.entries).to.equal(alone?.layers[0]?.entries);
    expect(read.get(`${own}-naive:1,${base}`)).to.be.lessThan((alone?.size ?? 0) * 1.5);
  });

  it("need no more memory for a large image than for its names", function () {
    const script = `require(${JSON.stringify(join(root, "dist", "audit", "index.js"))})
      .auditImage(${JSON.stringify(pinnedImages.n8n)})
      .then(({ size }) => console.log(JSON.stringify({ size, peak: process.resourceUsage().maxRSS * 1024 })));`;
    const begin = Date.now();
    const { stdout, stderr } = spawnSync(process.execPath, ["-e", script], { encoding: "utf8" });
    if (stdout === "") throw new Error(stderr);
    const { size, peak } = JSON.parse(stdout) as { size: number; peak: number };
    console.log(
      `      ${Math.round(size / 1e6)} MB read in ${Date.now() - begin} ms with ${Math.round(peak / 1e6)} MB`,
    );
    expect(peak).to.be.lessThan(500e6);
  });

  describe("of a container", () => {
    const labels = (service: string, role: string) => ({
      "plimsoll.stack": `${own}/dev`,
      "plimsoll.service": service,
      "plimsoll.role": role,
    });
    before(async () => {
      const Healthcheck = { Test: ["CMD", "true"] };
      const { Id: id } = await docker.getImage(`${own}-naive:1`).inspect();
      const hardened = { ReadonlyRootfs: true, CapDrop: ["ALL"], SecurityOpt: ["no-new-privileges:true"] };
      const create = (name: string, more: object) => docker.createContainer({ name: `${own}-${name}`, ...more });
      await create("api", {
        Image: id,
        User: "1000:1000",
        Healthcheck,
        HostConfig: hardened,
        Labels: labels("api", "service"),
      });
      await create("careless", {
        Image: `${own}-good:1`,
        HostConfig: { Privileged: true },
        Labels: labels("careless", "service"),
      });
      await create("api-files", { Image: id, Labels: labels("api", "files") });
    });

    it("looks at how it is run, and at its image", async () => {
      const found = await audit(`${own}-api`);
      expect(found).to.include({ container: `${own}-api`, service: "api", image: `${own}-naive:1` });
      const names = found.findings.map(({ rule }) => rule);
      expect(names).to.include("no-secret-files").and.not.to.include.members(["not-root"]);
      expect(names).not.to.include("health-check").and.not.to.include("read-only-root");
    });

    it("looks at what an image can't say", async () => {
      const { findings } = await audit(`${own}-careless`);
      expect(findings.map(({ rule }) => rule)).to.deep.equal([
        "not-privileged",
        "read-only-root",
        "no-capabilities",
        "no-new-privileges",
        // The engine itself takes its profiles away from a privileged one.
        "engine-profiles",
      ]);
    });

    it("looks at all of a stack that run a program", async () => {
      const found = await auditStack(`${own}/dev`);
      expect(found.map(({ service }) => service)).to.deep.equal(["api", "careless"]);
    });
  });

  describe("by the command", () => {
    const run = (name: string | undefined, more: object = {}) =>
      auditCommand(name, { cwd: folders.make("plain", { "Pulumi.yaml": "" }), failOn: "high", accept: [], ...more });

    it("is good or not, by the threshold", async () => {
      const accept = [`not-privileged=a test`];
      expect((await run(`${own}-good:1`, { failOn: "note" })).good).to.equal(true);
      expect((await run(`${own}-naive:1`)).good).to.equal(false);
      expect((await run(`${own}-careless`)).good).to.equal(false);
      expect((await run(`${own}-careless`, { accept })).good).to.equal(true);
      expect((await run(`${own}-careless`, { accept, failOn: "medium" })).good).to.equal(false);
      expect((await run(`${own}-good:1`, { maxSize: "50MB" })).good).to.equal(false);
    });

    it("shows a table, with what is accepted and why", async () => {
      const cwd = folders.make("project", {
        "Pulumi.yaml": `name: ${own}\n`,
        "plimsoll-audit.yaml": `accept:
  - { rule: not-root, image: ${own}-naive, reason: it is a test }
  - { rule: few-layers, reason: not so }
  - { rule: no-shell, service: other, reason: another service }
`,
      });
      const { text } = await run(`${own}-naive:1`, { cwd });
      expect(text).to.match(new RegExp(`^${own}-naive:1: \\d+ MB in 6 layers, efficiency 0\\.\\d\\d, on ${base}\n`));
      expect(text).to.match(/^accepted +not-root +it names no user, so it runs as root\n +accepted: it is a test$/m);
      expect(text).to.match(/^high +no-secret-files +2 files hold secrets +\/app\/\.env \(DB_PASSWORD\) {2}\[4\]$/m);
      expect(text).to.contain("[4] COPY . .\n").and.to.contain("2 high, ").and.to.contain("1 accepted");
      expect(text).to.match(/\n\naccepted, but not found: few-layers \(not so\); take it back$/);
    });

    it("gives machines JSON", async () => {
      const { text } = await run(`${own}-naive:1`, { json: true });
      const { good: isGood, failOn, audits: all } = JSON.parse(text);
      expect({ isGood, failOn, image: all[0].image }).to.deep.equal({
        isGood: false,
        failOn: "high",
        image: `${own}-naive:1`,
      });
    });

    it("takes the stack of the project it is called in", async () => {
      const cwd = folders.make("stack", { "Pulumi.yaml": `name: ${own}\n`, "index.js": "", "Pulumi.dev.yaml": "" });
      const { text } = await run(undefined, { cwd });
      expect(text).to.contain(`${own}-api (${own}-naive:1): `).and.to.contain(`${own}-careless (${own}-good:1): `);
      expect((await run(undefined, { stack: `${own}/dev` })).text).to.equal(text);
    });

    it("ends with a status", () => {
      const status = (env: object, ...args: string[]) => {
        const command = join(root, "dist", "cli", "main.js");
        const ended = spawnSync(process.execPath, [command, "audit", ...args], {
          env: { ...process.env, ...env },
          encoding: "utf8",
        });
        return { status: ended.status, stdout: ended.stdout, stderr: ended.stderr };
      };
      expect(status({}, `${own}-good:1`)).to.deep.include({ status: 0, stderr: "" });
      expect(status({}, `${own}-naive:1`)).to.deep.include({ status: 1, stderr: "" });
      const nobody = status({ DOCKER_HOST: "unix:///nobody.sock" }, `${own}-good:1`);
      expect(nobody).to.deep.include({ status: 1, stdout: "" });
      expect(nobody.stderr).to.match(/^The Docker Engine at unix:\/\/\/nobody.sock does not answer .*DOCKER_HOST\.\n$/);
    });

    it("says what is not there, and what may be meant", async () => {
      const told = async (name: string | undefined, more: object = {}): Promise<string> =>
        run(name, more).then(
          () => "nothing",
          (error: Error) => error.message,
        );
      expect(await told(`${own}-naiv:1`)).to.contain(`Did you mean "${own}-naive:1"?`);
      expect(await told("of-nobody:1")).to.match(
        /neither an image nor a container "of-nobody:1".*docker pull of-nobody:1/,
      );
      expect(await told(undefined, { stack: "no/stack" })).to.match(/no container of the stack "no\/stack"/);
      expect(await told("x", { failOn: "bad" })).to.match(/--fail-on: "bad" is none of high, medium, low, note/);
      expect(await told("x", { maxSize: "5" })).to.match(/--max-size: "5" is no size/);
      expect(await told("x", { accept: ["no-shel=x"] })).to.match(/no rule "no-shel"; did you mean "no-shell"/);
    });
  });
});
