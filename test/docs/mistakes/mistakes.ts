import { expect } from "chai";
import type { TestStack } from "plimsoll/testing";

/** A mistake as people make it: one edit of the example's program, and the assertion that notices. */
export interface Mistake {
  /** What went wrong, in a few words. */
  title: string;
  /** What stands in examples/pilotpros/index.ts, and what somebody made of it. */
  edit: readonly [from: string, to: string];
  assertion: Assertion;
  /** What its failure must say. */
  says: RegExp;
}

/** The assertions that a stack's test has, as they are written there. */
export const assertions = {
  "expect(stack).to.be.hardened()": (stack: TestStack) => expect(stack).to.be.hardened(),
  'expect(stack).to.fitOn("2cpu,8GiB")': (stack: TestStack) => expect(stack).to.fitOn("2cpu,8GiB"),
  "expect(stack).to.agree()": (stack: TestStack) => expect(stack).to.agree(),
  "expect(stack).to.haveNoSecretsInEnvironment()": (stack: TestStack) => expect(stack).to.haveNoSecretsInEnvironment(),
  'expect(stack).to.publishOnly(["127.0.0.1:8080"])': (stack: TestStack) =>
    expect(stack).to.publishOnly(["127.0.0.1:8080"]),
} satisfies Record<string, (stack: TestStack) => unknown>;

/** What the components refuse by themselves, nothing runs: `await TestStack.run(...)` fails with their words. */
const runs = "await TestStack.run(...)";

export type Assertion = keyof typeof assertions | typeof runs;

const hardened: Assertion = "expect(stack).to.be.hardened()";
const fits: Assertion = 'expect(stack).to.fitOn("2cpu,8GiB")';
const agrees: Assertion = "expect(stack).to.agree()";
const quiet: Assertion = "expect(stack).to.haveNoSecretsInEnvironment()";
const publishes: Assertion = 'expect(stack).to.publishOnly(["127.0.0.1:8080"])';

/** An own property of the backend's container, over the component's. */
const over = (container: string): readonly [string, string] => [
  "  port: 3001,",
  `  port: 3001,\n  overrides: { container: { ${container} } },`,
];

const variable = (text: string): readonly [string, string] => [
  'CALLBACK_URL: "http://api:3001" }',
  `CALLBACK_URL: "http://api:3001", ${text} }`,
];

export const mistakes: readonly Mistake[] = [
  {
    title: "the memory limit is dropped",
    edit: over("memory: undefined, memorySwap: undefined"),
    assertion: hardened,
    says: /api-container\n.*memory: /,
  },
  {
    title: "the limit leaves out swap, which doubles it",
    edit: over("memorySwap: 1024"),
    assertion: hardened,
    says: /memorySwap: /,
  },
  { title: "the program runs as root", edit: over('user: "root"'), assertion: hardened, says: /user: .*root/ },
  {
    title: "the root file system is writable",
    edit: over("readOnly: false"),
    assertion: hardened,
    says: /readOnly: /,
  },
  {
    title: 'the container is privileged, "just to try"',
    edit: over("privileged: true"),
    assertion: hardened,
    says: /privileged: /,
  },
  {
    title: "a capability is added",
    edit: over('capabilities: { drops: ["ALL"], adds: ["NET_ADMIN"] }'),
    assertion: hardened,
    says: /NET_ADMIN/,
  },
  {
    title: "the engine's socket is mounted",
    edit: over('volumes: [{ hostPath: "/var/run/docker.sock", containerPath: "/var/run/docker.sock" }]'),
    assertion: hardened,
    says: /docker\.sock/,
  },
  {
    title: "the container shares the host's network",
    edit: over('networkMode: "host"'),
    assertion: hardened,
    says: /networkMode: /,
  },
  {
    title: "the image is the latest",
    edit: over('image: "shop/api:latest"'),
    assertion: hardened,
    says: /image: .*latest/,
  },
  {
    title: "the health check is switched off",
    edit: over('healthcheck: { tests: ["NONE"] }'),
    assertion: hardened,
    says: /healthcheck/,
  },
  { title: "logs grow without end", edit: over("logOpts: {}"), assertion: hardened, says: /logOpts/ },
  {
    title: "the program is killed without time to finish",
    edit: over("destroyGraceSeconds: 0"),
    assertion: hardened,
    says: /destroyGraceSeconds/,
  },
  {
    title: "a password stands in the environment",
    edit: variable("DB_PASSWORD: config.pilotprosPassword"),
    assertion: quiet,
    says: /DB_PASSWORD comes from a secret/,
  },
  {
    title: "a password stands in an address",
    edit: variable('REPORTS_URL: "postgres://reports:hunter22@db:5432/pilotpros"'),
    assertion: quiet,
    says: /REPORTS_URL .*URL with a password/,
  },
  {
    title: "a token was pasted for a test and left",
    edit: variable('SMTP_TOKEN: "d41d8cd98f"'),
    assertion: quiet,
    says: /SMTP_TOKEN is a secret by its name/,
  },
  {
    title: "the database is open to the world",
    edit: [
      "  password: config.postgresPassword,",
      '  password: config.postgresPassword,\n  publish: 5432,\n  publishAddress: "0.0.0.0",',
    ],
    assertion: publishes,
    says: /db-container\n.*5432/,
  },
  {
    title: "the edge listens on every address",
    edit: ["  publish: config.port,", '  publish: config.port,\n  publishAddress: "0.0.0.0",'],
    assertion: publishes,
    says: /edge-container\n.*0\.0\.0\.0/,
  },
  {
    title: "pools are larger than the database's connections",
    edit: ["  ...plan.db,", '  ...plan.db,\n  settings: { max_connections: "15" },'],
    assertion: runs,
    says: /the clients' pools need 24 connections/,
  },
  {
    title: "a second service takes the connections of the first",
    edit: [
      "const frontend = new",
      'new OptimizedNodeService("jobs", { network, image: "shop/jobs:1.0", port: 3002, database: db.client("pilotpros") });\n\nconst frontend = new',
    ],
    assertion: agrees,
    says: /"db" keeps 10 connections for the client "pilotpros", 20 may be opened/,
  },
  {
    title: "a limit is misspelt",
    edit: ["  ...plan.api,", '  ...plan.api,\n  memory: "512",'],
    assertion: runs,
    says: /memory: "512" is not a memory size/,
  },
  {
    title: "two services want one port of the host",
    edit: ["  timezone: config.timezone,", "  timezone: config.timezone,\n  publish: config.port,"],
    assertion: agrees,
    says: /publish: port 8080 is published by "automation" already/,
  },
  {
    title: "the site is on another network than the edge",
    edit: [
      'new StaticSite("frontend", {\n  network,',
      'new StaticSite("frontend", {\n  network: new ServiceNetwork("web"),',
    ],
    assertion: agrees,
    says: /"frontend" is on another network/,
  },
  {
    title: "the edge gives up before the backend has answered",
    edit: ['api.route("/api/")', '{ ...api.route("/api/"), readTimeoutSeconds: 5 }'],
    assertion: agrees,
    says: /\[timeouts\]/,
  },
  {
    title: "the edge refuses bodies that n8n takes",
    edit: ['automation.route("/n8n/")', '{ ...automation.route("/n8n/"), maxBodyMiB: 1 }'],
    assertion: agrees,
    says: /\[bodies\]/,
  },
  {
    title: "two n8n work on one database",
    edit: [
      "const api = new",
      'new N8nEngine("jobs", { network, database: db.client("n8n"), encryptionKey: config.n8nEncryptionKey });\n\nconst api = new',
    ],
    assertion: agrees,
    says: /\[alone\]/,
  },
  {
    title: "the database takes more than the host has",
    edit: ["  ...plan.db,", '  ...plan.db,\n  memory: "7GiB",'],
    assertion: fits,
    says: /of memory are missing on a host of 8GiB/,
  },
];
