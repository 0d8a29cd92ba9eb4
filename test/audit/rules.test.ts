import { expect } from "chai";
import type { Finding } from "../../lib/audit/finding";
import { judge } from "../../lib/audit/judge";
import { allRules } from "../../lib/audit/rules";
import { viewOf, type Written, type WrittenImage, type WrittenLayer } from "../support/audit-image";

/** What one rule finds: its severity and words, then the places. */
function found(rule: string, image: WrittenImage): string[] {
  const rules = allRules.filter(({ name }) => name === rule);
  expect(rules, rule).to.have.length(1);
  return judge(viewOf(image), rules).flatMap(({ severity, problem, evidence }: Finding) => [
    `${severity}: ${problem}`,
    ...evidence.map(({ what, layer }) => (layer === undefined ? what : `${what} [${layer}]`)),
  ]);
}

const one = (files: Record<string, Written>): WrittenImage => ({ layers: [{ files }] });
const two = (below: Record<string, Written>, above: Record<string, Written>): WrittenImage => ({
  layers: [{ files: below }, { files: above }],
});
const program = { size: 1000, mode: 0o755 };
const json = JSON.stringify;
const modules = (...names: string[]): Record<string, string> =>
  Object.fromEntries(names.map((name) => [`app/node_modules/${name}/package.json`, "{}"]));
const release = (id: string, version: string): Record<string, Written> => ({
  "usr/lib/os-release": `NAME=x\nID=${id}\nVERSION_ID="${version}"\n`,
  "etc/os-release": { kind: "symlink", target: "../usr/lib/os-release" },
});

/** Rule, what is so, the image, and what is found: nothing where the rule is kept. */
type Row = [rule: string, title: string, image: WrittenImage, found: string[]];

const secretRows: Row[] = [
  ["no-secret-files", "an example of a .env file", one({ "app/.env.example": "PASSWORD=x" }), []],
  [
    "no-secret-files",
    "a .env file with secrets",
    one({ "app/.env": "# shop\nPORT=3000\nexport DB_PASSWORD='x1'\nAPI_KEY=y1\n" }),
    ["high: 1 file holds secrets", "/app/.env (DB_PASSWORD, API_KEY) [1]"],
  ],
  [
    "no-secret-files",
    "a .env file without",
    one({ "app/.env": "PORT=3000\nPASSWORD=\nTOKEN_FILE=/run/secrets/token\n" }),
    ["medium: 1 file is of a kind that holds secrets", "/app/.env [1]"],
  ],
  [
    "no-secret-files",
    "a secret that is deleted later",
    two({ "root/.npmrc": "//registry.example/:_authToken=abc" }, { "-root/.npmrc": "" }),
    ["high: 1 file holds secrets", "/root/.npmrc (a token; deleted by layer 2, still in layer 1) [1]"],
  ],
  ["no-secret-files", "an .npmrc whose token is a variable", one({ "app/.npmrc": "//r/:_authToken=${NPM_TOKEN}" }), []],
  [
    "no-secret-files",
    "a private key",
    one({ "etc/ssl/private/site.key": "-----BEGIN EC PRIVATE KEY-----\nxyz" }),
    ["high: 1 file holds secrets", "/etc/ssl/private/site.key (a private key) [1]"],
  ],
  ["no-secret-files", "a certificate", one({ "etc/ssl/certs/ca.pem": "-----BEGIN CERTIFICATE-----\nxyz" }), []],
  [
    "no-secret-files",
    "keys of a package's own tests",
    one({
      "app/node_modules/a/test/server.key": "-----BEGIN PRIVATE KEY-----",
      "usr/lib/python3/x.pem": "-----BEGIN PRIVATE KEY-----",
    }),
    [],
  ],
  [
    "no-secret-files",
    "logins of other programs",
    one({
      "root/.netrc": "machine x login y password z",
      "root/.docker/config.json": json({ auths: { x: { auth: "abc=" } } }),
      "root/.aws/credentials": "[default]\naws_secret_access_key = abc",
      "app/.git/config": "[remote]\nurl = https://me:abc@example.com/x.git",
      "app/service-account.json": json({ private_key: "x" }),
    }),
    [
      "high: 5 files hold secrets",
      "/root/.netrc (a password) [1]",
      "/root/.docker/config.json (a registry's login) [1]",
      "/root/.aws/credentials (a secret key) [1]",
      "/app/.git/config (a password in a URL) [1]",
      "/app/service-account.json (a cloud's login) [1]",
    ],
  ],
  [
    "no-secret-settings",
    "variables that are none",
    { config: { env: ["TOKEN_TTL=60", "DB_PASSWORD_FILE=/run/secrets/db"] } },
    [],
  ],
  [
    "no-secret-settings",
    "a password, a URL with one, and a label",
    { config: { env: ["DB_PASSWORD=x1", "URL=postgres://a:b@db/x"], labels: { "deploy.token": "abc" } } },
    ["high: 3 secrets stand in plain text", "variable DB_PASSWORD", "variable URL", "label deploy.token"],
  ],
  [
    "no-secret-settings",
    "a flag",
    { config: { command: ["app", "--db-password=x1"] } },
    ["high: 1 secret stands in plain text", "flag --db-password of the command"],
  ],
  [
    "no-secret-history",
    "build arguments that are none",
    { layers: [{ by: "RUN |1 VERSION=24 /bin/sh -c make # buildkit" }] },
    [],
  ],
  [
    "no-secret-history",
    "a secret handed over as it should be",
    { layers: [{ by: "RUN --mount=type=secret,id=npm_token /bin/sh -c TOKEN=$(cat /run/secrets/npm_token) npm ci" }] },
    [],
  ],
  [
    "no-secret-history",
    "a token as build argument, of both builders",
    {
      layers: [{ by: "RUN |1 NPM_TOKEN=abc /bin/sh -c npm ci # buildkit" }, { by: "|1 API_KEY=abc /bin/sh -c make" }],
      history: ["ARG NPM_TOKEN=abc"],
    },
    ["high: 3 secrets stand in the history", "NPM_TOKEN in RUN [1]", "API_KEY in RUN [2]", "NPM_TOKEN in ARG"],
  ],
  [
    "no-secret-history",
    "a URL with a login",
    { layers: [{ by: "RUN /bin/sh -c git clone https://me:abc@example.com/x" }] },
    ["high: 1 secret stands in the history", "a URL with a login in RUN [1]"],
  ],
  [
    "no-secret-history",
    "a token in the place of a name",
    { layers: [{ by: "RUN /bin/sh -c git clone https://ghp_0123456789abcdef@example.com/x" }] },
    ["high: 1 secret stands in the history", "a URL with a login in RUN [1]"],
  ],
  [
    "no-secret-history",
    "a URL with a user",
    { layers: [{ by: "RUN /bin/sh -c git clone ssh://git@example.com/x" }] },
    [],
  ],
  ["no-version-control", "an ignore file", one({ "app/.gitignore": "x" }), []],
  [
    "no-version-control",
    "a repository, deleted or not",
    two(
      { "app/.git/HEAD": { size: 40 }, "app/.git/objects/ab": { size: 150_000 }, "srv/.svn/x": { size: 1 } },
      { "-app/.git": "" },
    ),
    [
      "medium: the history of the sources is in it",
      "/app/.git (2 files, 0.2 MB, deleted by layer 2) [1]",
      "/srv/.svn (1 file, 1 kB) [1]",
    ],
  ],
];

const rightsRows: Row[] = [
  ["not-root", "a number", { config: { user: "1000" } }, []],
  ["not-root", "nobody", { config: { user: "" } }, ["high: it names no user, so it runs as root"]],
  ["not-root", "root's number", { config: { user: "0:0" } }, [`high: it runs as root, by the user "0"`]],
  [
    "not-root",
    "root by another name",
    { config: { user: "toor" }, ...one({ "etc/passwd": "root:x:0:0::/:\ntoor:x:0:0::/:" }) },
    [`high: it runs as root, by the user "toor"`],
  ],
  ["not-root", "a name", { config: { user: "node" }, ...one({ "etc/passwd": "node:x:1000:1000::/:" }) }, []],
  ["numeric-user", "a number with a group", { config: { user: "1000:node" } }, []],
  [
    "numeric-user",
    "a name",
    { config: { user: "node" }, ...one({ "etc/passwd": "node:x:1000:1000::/:" }) },
    [`low: the user is the name "node", here 1000`],
  ],
  [
    "numeric-user",
    "an unknown name",
    { config: { user: "app" } },
    [`low: the user is the name "app", which its /etc/passwd does not know`],
  ],
  ["supported-base", "a system that is supported", one(release("debian", "13")), []],
  ["supported-base", "a system that nobody knows", one(release("plan9", "4")), []],
  [
    "supported-base",
    "a Debian that has ended",
    one(release("debian", "11")),
    ["high: support of Debian 11 ended on 2026-08-31"],
  ],
  [
    "supported-base",
    "an Alpine of a third number",
    one(release("alpine", "3.20.3")),
    ["high: support of Alpine 3.20 ended on 2026-04-01"],
  ],
  [
    "supported-base",
    "an Ubuntu that has ended",
    one(release("ubuntu", "20.04")),
    ["high: support of Ubuntu 20.04 ended on 2025-05-31"],
  ],
  [
    "supported-base",
    "runtimes that are supported",
    { config: { env: ["NODE_VERSION=24.21.0", "PYTHON_VERSION=3.13.5", "PG_MAJOR=18"] } },
    [],
  ],
  [
    "supported-base",
    "runtimes that have ended",
    { config: { env: ["NODE_VERSION=20.20.1", "PYTHON_VERSION=3.10.2"] } },
    ["high: support of Node.js 20 ended on 2026-04-30", "high: support of Python 3.10 ended on 2026-10-31"],
  ],
  ["no-world-writable", "a shared folder with the sticky bit", one({ tmp: { kind: "directory", mode: 0o1777 } }), []],
  ["no-world-writable", "a link, whose mode means nothing", one({ sh: { kind: "symlink", mode: 0o777 } }), []],
  [
    "no-world-writable",
    "a file and a folder",
    one({ data: { kind: "directory", mode: 0o777 }, "app/x": { mode: 0o666 } }),
    ["medium: anybody may write 2 files and folders", "/data [1]", "/app/x [1]"],
  ],
  ["no-world-writable", "one that is deleted", two({ "app/x": { mode: 0o666 } }, { "-app/x": "" }), []],
  ["program-not-writable", "files of root", one({ "app/server.js": "x" }), []],
  ["program-not-writable", "files of its user elsewhere", one({ "home/node/x": { uid: 1000 } }), []],
  [
    "program-not-writable",
    "files of its user",
    one({ "app/server.js": { uid: 1000 }, "app/fixed.js": { uid: 1000, mode: 0o444 } }),
    ["low: its user may change 1 file of the program", "/app/server.js [1]"],
  ],
  ["no-setuid", "a folder with the bit", one({ "var/mail": { kind: "directory", mode: 0o2775 } }), []],
  [
    "no-setuid",
    "a system's program",
    one({ "usr/bin/su": { mode: 0o4755 } }),
    ["low: 1 program changes user or group when started", "/usr/bin/su [1]"],
  ],
  [
    "no-setuid",
    "a program from elsewhere",
    one({ "usr/bin/su": { mode: 0o4755 }, "app/helper": { mode: 0o2755 } }),
    ["medium: 2 programs change user or group when started", "/app/helper [1]", "/usr/bin/su [1]"],
  ],
  ["no-compilers", "a runtime", one({ "usr/local/bin/node": program, "usr/include/a.h": { size: 100 } }), []],
  [
    "no-compilers",
    "compilers",
    one({
      "usr/bin/make": program,
      "usr/bin/x86_64-linux-gnu-gcc-14": program,
      "usr/libexec/gcc/x86_64-linux-gnu/14/cc1": program,
    }),
    [
      "medium: 3 compilers and build tools are in it",
      "/usr/bin/make [1]",
      "/usr/bin/x86_64-linux-gnu-gcc-14 [1]",
      "/usr/libexec/gcc/x86_64-linux-gnu/14/cc1 [1]",
    ],
  ],
  [
    "no-compilers",
    "headers only",
    one({ "usr/local/include/node/v8.h": { size: 3e6 } }),
    ["note: headers for building are in it", "1 headers, 3.0 MB [1]"],
  ],
  ["no-package-managers", "a module of that name", one({ "app/node_modules/npm/bin/npm": program }), []],
  [
    "no-package-managers",
    "one that is deleted",
    two({ "usr/local/bin/npm": program }, { "-usr/local/bin/npm": "" }),
    [],
  ],
  [
    "no-package-managers",
    "npm, pip and apk",
    one({ "usr/local/bin/npm": program, "opt/venv/bin/pip3.13": program, "sbin/apk": program }),
    ["low: 3 package managers are in it", "/usr/local/bin/npm [1]", "/opt/venv/bin/pip3.13 [1]", "/sbin/apk [1]"],
  ],
  ["no-shell", "none", one({ "usr/bin/node": program }), []],
  [
    "no-shell",
    "one behind two links",
    one({
      bin: { kind: "symlink", target: "usr/bin" },
      "usr/bin/sh": { kind: "symlink", target: "dash" },
      "usr/bin/dash": program,
    }),
    ["note: a shell is in it", "/bin/sh [1]", "/bin/dash [1]"],
  ],
  [
    "no-shell",
    "a link that leads nowhere, or round",
    one({ "bin/sh": { kind: "symlink", target: "/gone" }, "bin/ash": { kind: "symlink", target: "ash" } }),
    [],
  ],
];

const shellForm = "medium: its command is in shell form: a shell is process 1, and no signal reaches the program";
const lifeRows: Row[] = [
  ["exec-form", "a list", { config: { entrypoint: ["tini", "--"], command: ["node", "server.js"] } }, []],
  ["exec-form", "a script that is a file", { config: { entrypoint: ["/bin/sh", "/start.sh"] } }, []],
  [
    "exec-form",
    "a shell that gives way",
    { config: { command: ["/bin/sh", "-c", "node setup.js && exec node server.js"] } },
    [],
  ],
  ["exec-form", "shell form", { config: { command: ["/bin/sh", "-c", "node server.js"] } }, [shellForm]],
  [
    "exec-form",
    "a shell that gives way to its first command only",
    { config: { command: ["sh", "-c", "exec node a.js; node b.js"] } },
    [shellForm],
  ],
  [
    "exec-form",
    "shell form of what runs once",
    { config: { command: ["sh", "-c", "psql; psql"], labels: { "plimsoll.role": "setup" } } },
    [],
  ],
  ["starts-program", "node", { config: { entrypoint: ["docker-entrypoint.sh"], command: ["node", "npm.js"] } }, []],
  [
    "starts-program",
    "npm",
    { config: { entrypoint: ["docker-entrypoint.sh"], command: ["npm", "start"] } },
    ["medium: it is started through npm"],
  ],
  [
    "starts-program",
    "yarn in a shell",
    { config: { command: ["/bin/sh", "-c", "node setup.js && NODE_ENV=production yarn start"] } },
    ["medium: it is started through yarn"],
  ],
  ["health-check", "one", {}, []],
  ["health-check", "none", { config: { healthCheck: false } }, ["note: it brings no health check"]],
  [
    "health-check",
    "none for what runs once",
    { config: { healthCheck: false, labels: { "plimsoll.role": "setup" } } },
    [],
  ],
];

const big = { size: 3e6 };
const weightRows: Row[] = [
  [
    "no-dev-dependencies",
    "packages that production needs, one by the way of another",
    one({
      "app/package.json": json({ dependencies: { a: "1" }, devDependencies: { b: "1", c: "1" } }),
      "app/node_modules/a/package.json": json({ dependencies: { typescript: "1" } }),
      "app/node_modules/typescript/package.json": json({ dependencies: { b: "1" } }),
      ...modules("b"),
    }),
    [],
  ],
  [
    "no-dev-dependencies",
    "packages that only development needs",
    one({
      "app/package.json": json({ dependencies: { a: "1" }, devDependencies: { "@x/b": "1" } }),
      ...modules("a", "@x/b", "nodemon"),
    }),
    [
      "medium: 2 packages are for development only",
      "nodemon in /app/node_modules/nodemon [1]",
      "@x/b in /app/node_modules/@x/b [1]",
    ],
  ],
  [
    "no-dev-dependencies",
    "tools installed for all, and those a program brings for itself",
    one({
      "usr/local/lib/node_modules/eslint/package.json": "{}",
      "usr/local/lib/node_modules/framework/package.json": json({ dependencies: { typescript: "1" } }),
      "usr/local/lib/node_modules/framework/node_modules/typescript/package.json": "{}",
    }),
    ["medium: 1 package is for development only", "eslint in /usr/local/lib/node_modules/eslint [1]"],
  ],
  [
    "no-dev-dependencies",
    "packages that pnpm keeps in a store",
    one({
      "app/package.json": json({ dependencies: { a: "1" }, devDependencies: { b: "1" } }),
      "app/node_modules/a": { kind: "symlink", target: ".pnpm/a@1/node_modules/a" },
      "app/node_modules/.pnpm/a@1/node_modules/a/package.json": "{}",
      "app/node_modules/.pnpm/b@1/node_modules/b/package.json": "{}",
    }),
    ["medium: 1 package is for development only", "b in /app/node_modules/.pnpm/b@1/node_modules/b [1]"],
  ],
  [
    "no-dev-dependencies",
    "Python's tools",
    one({
      "opt/venv/lib/python3.13/site-packages/pytest-9.0.1.dist-info/METADATA": "x",
      "opt/venv/lib/python3.13/site-packages/fastapi-1.0.dist-info/METADATA": "x",
    }),
    [
      "medium: 1 package is for development only",
      "pytest in /opt/venv/lib/python3.13/site-packages/pytest-9.0.1.dist-info [1]",
    ],
  ],
  [
    "little-waste",
    "a configuration that is written again",
    two({ a: big, b: { size: 400e3 } }, { b: { size: 400e3 } }),
    [],
  ],
  [
    "little-waste",
    "what is deleted later",
    two({ a: big }, { "-a": "", b: big }),
    ["medium: 3.0 MB are rewritten or deleted later (efficiency 0.50)", "/a (3.0 MB, by layer 2) [1]"],
  ],
  [
    "little-waste",
    "more than 20 MB of much more",
    two({ a: { size: 1e9 }, b: { size: 21e6 } }, { b: { size: 200e6 } }),
    ["medium: 21 MB are rewritten or deleted later (efficiency 0.98)", "/b (21 MB, by layer 2) [1]"],
  ],
  ["size", "as large as it may be", { size: 500e6 }, []],
  [
    "size",
    "more",
    {
      size: 501e6,
      layers: [
        { by: "ADD rootfs", files: { a: { size: 200e6 } } },
        { by: "COPY . .", files: { b: { size: 301e6 } } },
      ],
    },
    ["low: it has 501 MB, more than 500 MB", "301 MB: COPY . . [2]", "200 MB: ADD rootfs [1]"],
  ],
  ["no-caches", "their locks only", one({ "var/lib/apt/lists/lock": { size: 0 } }), []],
  [
    "no-caches",
    "lists, and what npm keeps",
    one({
      "var/lib/apt/lists/a_Packages": { size: 2e6 },
      "var/lib/apt/lists/b_Packages": { size: 1e6 },
      "root/.npm/_cacache/x": big,
    }),
    [
      "low: 6.0 MB are caches and temporary files",
      "/var/lib/apt/lists (2 files, 3.0 MB) [1]",
      "/root/.npm (1 file, 3.0 MB) [1]",
    ],
  ],
  ["little-baggage", "code", one({ "app/node_modules/a/index.js": { size: 9e6 } }), []],
  ["little-baggage", "maps that are the program's own", one({ "app/dist/index.js.map": { size: 9e6 } }), []],
  [
    "little-baggage",
    "maps, tests and documents",
    one({
      "app/node_modules/a/index.js.map": big,
      "app/node_modules/a/test/index.js": big,
      "app/node_modules/a/README.md": { size: 1000 },
      "app/node_modules/a/index.d.ts": { size: 1e6 },
    }),
    [
      "note: 7.0 MB in node_modules are for developers",
      "source maps: 1 file, 3.0 MB",
      "tests: 1 file, 3.0 MB",
      "documents and examples: 1 file, 1 kB",
      "sources and types in TypeScript: 1 file, 1.0 MB",
    ],
  ],
  ["few-layers", "ten", { layers: Array.from({ length: 10 }, () => ({})) }, []],
  ["few-layers", "eleven", { layers: Array.from({ length: 11 }, () => ({})) }, ["note: it has 11 layers"]],
  [
    "no-remote-add",
    "files of the context",
    { layers: [{ by: "/bin/sh -c #(nop) ADD file:abc in / " }, { by: "COPY https://x y" }] },
    [],
  ],
  ["no-remote-add", "a URL with its checksum", { layers: [{ by: "ADD --checksum=sha256:1 https://x/y /y" }] }, []],
  [
    "no-remote-add",
    "a URL",
    { layers: [{}, { by: "ADD https://me:abc@example.com/x.tar /x # buildkit" }] },
    ["medium: what a URL answered that day is in it", "https://***@example.com/x.tar [2]"],
  ],
  [
    "no-remote-add",
    "a URL, as the older builder tells it",
    { layers: [{ by: `/bin/sh -c #(nop) ADD ${"ab".repeat(32)} in /srv/ ` }] },
    ["medium: what a URL answered that day is in it", "a URL, to /srv/ [1]"],
  ],
  ["pinned-tag", "a version", {}, []],
  ["pinned-tag", "an id", { reference: "0123456789ab" }, []],
  ["pinned-tag", "a digest", { reference: "shop@sha256:1", base: { name: "node:24.21.0-slim", layers: 1 } }, []],
  [
    "pinned-tag",
    "no tag",
    { reference: "registry:5000/shop" },
    [`low: "registry:5000/shop" means another image after each build or pull`],
  ],
  [
    "pinned-tag",
    "a base that moves",
    { base: { name: "node:latest", layers: 1 } },
    [`low: its base is called "node:latest", which moves`],
  ],
  [
    "reproducible",
    "one time for all",
    { layers: [{}, { created: 1_800_000_000, files: { a: { mtime: 1_800_000_000 }, b: { mtime: 1_800_000_000 } } }] },
    [],
  ],
  [
    "reproducible",
    "times of the build, and a diary",
    {
      layers: [
        {},
        {
          created: 1_800_000_000,
          files: { a: { mtime: 1_799_999_990 }, b: { mtime: 1_799_999_995 }, c: { mtime: 5 }, "var/log/dpkg.log": "x" },
        },
      ],
    },
    [
      "note: a second build would give another image",
      "2 files with the time of the build [2]",
      "/var/log/dpkg.log [2]",
    ],
  ],
];

describe("rules of the audit", () => {
  const rows = [...secretRows, ...rightsRows, ...lifeRows, ...weightRows];
  for (const [rule, title, image, expected] of rows)
    it(`${rule}: ${expected.length === 0 ? "is content with" : "finds"} ${title}`, () =>
      expect(found(rule, image)).to.deep.equal(expected));

  it("are each seen kept and broken here", () => {
    const names = allRules.filter(({ source }) => source !== "lib/container-rules").map(({ name }) => name);
    for (const name of names) {
      const own = rows.filter(([rule]) => rule === name);
      expect(
        own.some(([, , , expected]) => expected.length === 0),
        `${name} kept`,
      ).to.equal(true);
      expect(
        own.some(([, , , expected]) => expected.length > 0),
        `${name} broken`,
      ).to.equal(true);
    }
  });

  it("find nothing in an image that is good in every respect", () => {
    const image = {
      ...one({ ...release("debian", "13"), "usr/local/bin/node": program, "app/server.js": "listen()" }),
      base: { name: "node:24.21.0-slim", layers: 1 },
    };
    expect(judge(viewOf(image), allRules)).to.deep.equal([]);
  });

  it("never tell a secret", () => {
    const secret = "hunter2-hunter2";
    const image: WrittenImage = {
      layers: [
        {
          by: `RUN |1 NPM_TOKEN=${secret} /bin/sh -c curl https://me:${secret}@x/y`,
          files: { "app/.env": `PASSWORD=${secret}` },
        },
      ],
      history: [`ENV DB_PASSWORD="${secret}"`, `ADD https://me:${secret}@x/y /y`],
      config: { env: [`API_KEY=${secret}`], labels: { "a.token": secret }, command: [`--password=${secret}`] },
    };
    const findings = judge(viewOf(image), allRules);
    expect(findings.filter(({ severity }) => severity === "high")).to.have.length(3);
    expect(JSON.stringify(findings)).not.to.contain(secret);
  });

  it("say of what comes with the base that it does", () => {
    const layers: WrittenLayer[] = [
      { files: { "usr/bin/su": { mode: 0o4755 }, "usr/bin/apt": program } },
      { files: { "usr/bin/npm": program } },
    ];
    const rules = allRules.filter(({ name }) => ["no-setuid", "no-package-managers"].includes(name));
    const told = (image: WrittenImage) => judge(viewOf(image), rules).map(({ rule, fromBase }) => [rule, fromBase]);
    expect(told({ layers, base: { name: "debian:13", layers: 1 } })).to.deep.equal([
      ["no-setuid", true],
      ["no-package-managers", false],
    ]);
    expect(told({ layers })).to.deep.equal([
      ["no-setuid", undefined],
      ["no-package-managers", undefined],
    ]);
  });
});

describe("rules of the audit over a container", () => {
  const inputs = {
    user: "1000",
    readOnly: true,
    privileged: false,
    capabilities: { adds: [], drops: ["ALL"] },
    securityOpts: ["no-new-privileges:true"],
    mounts: [],
    tmpfs: {},
  };
  const config = {
    user: "1000",
    env: [],
    labels: {},
    entrypoint: [],
    command: ["node"],
    workingDir: "/app",
    healthCheck: true,
  };
  const told = (container: object, more: object = {}): string[] =>
    judge(
      viewOf(
        { ...one({ "app/x": { uid: 1000 } }), config: { user: "", healthCheck: false } },
        { name: "shop-api", config: { ...config, ...container }, inputs: { ...inputs, ...more } },
      ),
      allRules,
    ).map(({ rule, severity }) => `${severity} ${rule}`);

  const rows: [string, object, object, string[]][] = [
    ["a good one, whatever the image says", {}, {}, []],
    ["root in spite of the image", { user: "0" }, {}, ["high not-root"]],
    ["no health check", { healthCheck: false }, {}, ["low health-check"]],
    [
      "a writable root, and a program its user may change",
      {},
      { readOnly: false },
      ["medium read-only-root", "low program-not-writable"],
    ],
    ["a privileged one", {}, { privileged: true }, ["high not-privileged"]],
    ["capabilities", {}, { capabilities: { adds: [], drops: [] } }, ["medium no-capabilities"]],
    [
      "the engine's socket",
      {},
      { mounts: [{ type: "bind", source: "/var/run/docker.sock", readOnly: false }] },
      ["high no-host-folders"],
    ],
    ["the host's network", {}, { networkMode: "host" }, ["high no-host-namespaces"]],
  ];
  for (const [title, container, more, expected] of rows)
    it(`see ${title}`, () => expect(told(container, more)).to.deep.equal(expected));
});
