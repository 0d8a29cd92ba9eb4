import { expect } from "chai";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { N8nEngineArgs } from "../../lib/components/n8n-engine";
import { pinnedImages } from "../../lib/images/pinned";
import { valueOf } from "../../lib/tuning/setting";
import { validateN8n } from "../../lib/validation/n8n";
import { acceptances, refusals, spoken } from "../support/faults";

const database = {
  host: "db",
  port: 5432,
  database: "n8n",
  user: "n8n",
  pool: 10,
  password: "x",
  ready: undefined,
} as never;
const owner = { email: "owner@example.com", password: "x" };
const validate = (args: Partial<N8nEngineArgs>) => validateN8n("automation", { database, encryptionKey: "x", ...args });

const durationForm = 'write a number with its unit, such as "30s", "1m30s" or "500ms"';
const pinned = `write it with its version, such as "${pinnedImages.n8n}"`;

describe("the arguments of N8nEngine", () => {
  refusals(validate, [
    {
      refuses: "no database",
      args: { database: undefined as never },
      saying: 'database: is missing; write db.client("n8n")',
    },
    {
      refuses: "no encryption key",
      args: { encryptionKey: undefined as never },
      saying: 'encryptionKey: is missing; write config.requireSecret("n8nEncryptionKey")',
    },
    {
      refuses: "an image that moves",
      args: { image: "n8nio/n8n:latest" },
      saying: `image: "n8nio/n8n:latest" is not n8n 2 or newer, pinned; ${pinned}`,
    },
    {
      refuses: "n8n 1",
      args: { image: "n8nio/n8n:1.123.4" },
      saying: `image: "n8nio/n8n:1.123.4" is not n8n 2 or newer, pinned; ${pinned}`,
    },
    {
      refuses: "less memory than n8n needs",
      args: { memory: "767m" },
      saying: 'memory: "767m" is less than n8n with its runner and cache needs; write "768MiB" or more',
    },
    {
      refuses: "a heap that leaves no room for runner and cache",
      args: { memory: "1g", heap: "705m" },
      saying:
        'heap: "705m" leaves 319 MiB of 1GiB for new objects, code, buffers and threads, 488 are needed; ' +
        'write "536MiB" or less, or memory "1193MiB", or write acknowledge: ["memory"]',
    },
    {
      refuses: "a heap above the memory",
      args: { memory: "1g", heap: "2g" },
      saying:
        'heap: "2g" is all of 1GiB or more, 488 MiB are needed for new objects, code, buffers and threads; ' +
        'write "536MiB" or less, or memory "2584MiB", or write acknowledge: ["memory"]',
    },
    {
      refuses: "a heap that n8n fills at rest",
      args: { heap: "128m" },
      saying: 'heap: "128m" is less than n8n uses at rest; write "192MiB" or more',
    },
    {
      refuses: "a runner that takes what main has",
      args: { settings: { N8N_RUNNERS_MAX_OLD_SPACE_SIZE: "512" } },
      saying:
        "settings: N8N_RUNNERS_MAX_OLD_SPACE_SIZE let main, runner and expressions take 1896 MiB together, memory is 1536MiB; " +
        'write less, or memory "1896MiB", or write acknowledge: ["memory"]',
    },
    {
      refuses: "a variable that guides name and nothing reads",
      args: { settings: { N8N_CONCURRENCY: "10" } },
      saying:
        "settings.N8N_CONCURRENCY: is no variable that n8n 2.41.1 reads: it would be ignored without a word; " +
        'did you mean N8N_CONCURRENCY_PRODUCTION_LIMIT?, or write acknowledge: ["names"]',
    },
    {
      refuses: "a variable that does nothing any more",
      args: { settings: { N8N_RUNNERS_ENABLED: "true" } },
      saying:
        "settings.N8N_RUNNERS_ENABLED: is no variable that n8n 2.41.1 reads: it would be ignored without a word; " +
        'leave it out (runners are always used from n8n 2 on), or write acknowledge: ["names"]',
    },
    {
      refuses: "a misspelt variable",
      args: { settings: { EXECUTIONS_DATA_PRUNE_MAXCOUNT: "100" } },
      saying:
        "settings.EXECUTIONS_DATA_PRUNE_MAXCOUNT: is no variable that n8n 2.41.1 reads: it would be ignored without a word; " +
        'did you mean EXECUTIONS_DATA_PRUNE_MAX_COUNT?, or write acknowledge: ["names"]',
    },
    {
      refuses: "a variable like no other",
      args: { settings: { SHOP_CURRENCY: "EUR" } },
      saying:
        "settings.SHOP_CURRENCY: is no variable that n8n 2.41.1 reads: it would be ignored without a word; " +
        'leave it out, or write acknowledge: ["names"]',
    },
    {
      refuses: "a variable that the component sets",
      args: { settings: { DB_POSTGRESDB_HOST: "elsewhere" } },
      saying: "settings.DB_POSTGRESDB_HOST: is set by the component; leave it out; it follows from database",
    },
    {
      refuses: "queue mode without its processes",
      args: { settings: { EXECUTIONS_MODE: "queue" } },
      saying:
        "settings.EXECUTIONS_MODE: is set by the component; leave it out; queue mode needs processes that this component doesn't start",
    },
    {
      refuses: "a secret in the open",
      args: { settings: { N8N_SMTP_PASS: "x" } },
      saying:
        "settings.N8N_SMTP_PASS: is read by everybody who may ask the engine; write it in secrets: n8n then reads it from a file",
    },
    {
      refuses: "a variable without a value",
      args: { settings: { N8N_LOG_LEVEL: undefined as never } },
      saying: "settings.N8N_LOG_LEVEL: is missing; write a value, or leave the variable out",
    },
    {
      refuses: "a variable that would hide a secret of its name",
      args: { settings: { N8N_SMTP_USER: "x" }, secrets: { N8N_SMTP_USER: "x" } },
      saying: "settings.N8N_SMTP_USER: is among the secrets too, and this one would win; leave it out",
    },
    {
      refuses: "a secret that n8n reads from no file",
      args: { secrets: { N8N_HMAC_SIGNATURE_SECRET: "x" } },
      saying: "secrets.N8N_HMAC_SIGNATURE_SECRET: is no variable that n8n 2.41.1 reads from a file; leave it out",
    },
    {
      refuses: "a secret that the component sets",
      args: { secrets: { N8N_ENCRYPTION_KEY: "x" } },
      saying: "secrets.N8N_ENCRYPTION_KEY: is set by the component; leave it out; write encryptionKey",
    },
    {
      refuses: "flags that Node does not take",
      args: { settings: { NODE_OPTIONS: "--optimize-for-size" } },
      saying:
        'settings.NODE_OPTIONS[0]: "--optimize-for-size" is not taken in NODE_OPTIONS and would end the process before its first line; ' +
        'write profile: "memory"',
    },
    {
      refuses: "a stop grace that cuts executions off",
      args: { stopGrace: "30s" },
      saying: 'stopGrace: "30s" is not longer than the 30s n8n gives its executions; write "45s" or more',
    },
    {
      refuses: "an execution timeout above the longest",
      args: { executionTimeout: "31m" },
      saying:
        "executionTimeout: 31m are longer than executionTimeoutMax, 30m; raise executionTimeoutMax, or shorten it",
    },
    {
      refuses: "a misspelt execution timeout",
      args: { executionTimeout: "five minutes" },
      saying: `executionTimeout: "five minutes" is not a duration; ${durationForm}`,
    },
    {
      refuses: "an execution timeout that rounds to none",
      args: { executionTimeout: "400ms" },
      saying: 'executionTimeout: "400ms" is less than 1s; write "1s" or more',
    },
    {
      refuses: "a retention that rounds to none",
      args: { retention: "10m" },
      saying: 'retention: "10m" is less than 1h; write "1h" or more',
    },
    {
      refuses: "no concurrency",
      args: { concurrency: 0 },
      saying: "concurrency: 0 is not a whole number from 1 to 1000; write one, such as 1",
    },
    {
      refuses: "a misspelt payload",
      args: { payload: "64MB" },
      saying: 'payload: "64MB" is not a memory size; write a size with its unit, such as "512MiB", "2GiB" or "512m"',
    },
    {
      refuses: "a zone that doesn't exist",
      args: { timezone: "Europe/Atlantis" },
      saying: 'timezone: "Europe/Atlantis" is not a zone; write an IANA name, such as "Europe/Rome" or "UTC"',
    },
    {
      refuses: "an owner without an address",
      args: { owner: { ...owner, email: "owner" } },
      saying: 'owner.email: "owner" is not an address; write one such as "owner@example.com"',
    },
    {
      refuses: "an owner without a password",
      args: { owner: { ...owner, password: undefined as never } },
      saying: 'owner.password: is missing; write config.requireSecret("n8nOwnerPassword")',
    },
    {
      refuses: "an address without its last slash",
      args: { publicUrl: "https://example.com/n8n" },
      saying:
        'publicUrl: "https://example.com/n8n" is not an address that ends with a slash; write one such as "https://example.com/n8n/"',
    },
    {
      refuses: "an address that is none",
      args: { publicUrl: "example.com/n8n/" },
      saying:
        'publicUrl: "example.com/n8n/" is not an address that ends with a slash; write one such as "https://example.com/n8n/"',
    },
    {
      refuses: "an address of another kind",
      args: { publicUrl: "ftp://example.com/n8n/" },
      saying:
        'publicUrl: "ftp://example.com/n8n/" is not an address that ends with a slash; write one such as "https://example.com/n8n/"',
    },
  ]);

  acceptances(validate, [
    ["its defaults", {}],
    ["the least memory", { memory: "768m" }],
    ["the largest heap that fits", { memory: "1g", heap: "536m" }],
    ["the memory that its refusal names", { memory: "2584m", heap: "2g" }],
    ["a heap too large that is acknowledged", { memory: "1g", heap: "900m", acknowledge: ["memory"] }],
    ["a runner of its own, which has its own limit", { settings: { N8N_RUNNERS_MODE: "external" } }],
    ["a variable for workflows that is acknowledged", { settings: { SHOP_CURRENCY: "EUR" }, acknowledge: ["names"] }],
    [
      "variables of each kind",
      { settings: { N8N_LOG_LEVEL: "debug", N8N_PUSH_BACKEND: "sse", N8N_SMTP_PASS_FILE: "/run/x", TZ: "UTC" } },
    ],
    ["a secret that n8n reads from a file", { secrets: { N8N_SMTP_PASS: "x" } }],
    ["flags that Node takes", { settings: { NODE_OPTIONS: "--dns-result-order=ipv4first" } }],
    ["a grace just longer than n8n's own", { stopGrace: "31s" }],
    ["a timeout equal to the longest", { executionTimeout: "30m" }],
    ["an address without a path", { publicUrl: "https://n8n.example.com/" }],
    ["a version with a letter", { image: "registry.example/n8n:v2.41.1" }],
  ]);

  for (const [what, args, paths] of [
    ["a heap by a memory", { memory: "lots", heap: "4g" }, ["memory"]],
    ["n8n's shutdown by a stop grace", { stopGrace: "soon" }, ["stopGrace"]],
    ["a timeout by a longest one", { executionTimeoutMax: "long" }, ["executionTimeoutMax"]],
  ] as const) {
    it(`does not measure ${what} that was not understood`, () => {
      expect(validate(args).faults.map(({ path }) => path)).to.deep.equal(paths);
    });
  }

  it("gives n8n the pool that the database keeps free for it", () => {
    expect(valueOf(validate({}).checked.settings, "DB_POSTGRESDB_POOL_SIZE")).to.equal(10);
  });

  it("accepts bodies as large as its larger limit, for files or for payloads", () => {
    expect(validate({ payload: "64m" }).checked.maxBodyMiB).to.equal(200);
    expect(validate({ payload: "300m" }).checked.maxBodyMiB).to.equal(300);
  });

  it("accepts files of forms as large as its settings say", () => {
    expect(validate({ settings: { N8N_FORMDATA_FILE_SIZE_MAX: "500" } }).checked.maxBodyMiB).to.equal(500);
  });

  describe("workflows", () => {
    let home: string;
    const folder = (name: string, files: Record<string, string>): string => {
      const path = join(home, name);
      mkdirSync(path);
      for (const [file, content] of Object.entries(files)) writeFileSync(join(path, file), content);
      return path;
    };
    before(() => {
      home = mkdtempSync(join(tmpdir(), "plimsoll-workflows-"));
    });
    after(() => {
      rmSync(home, { recursive: true });
    });

    it("refuses a folder that isn't there", () => {
      expect(spoken(validate({ owner, workflows: "./nowhere" }).faults)).to.deep.equal([
        'workflows: there is no folder "./nowhere"; write the folder with the workflows\' JSON files, relative to the stack program',
      ]);
    });

    it("refuses a folder without workflows", () => {
      const empty = folder("empty", { "README.md": "" });
      expect(spoken(validate({ owner, workflows: empty }).faults)).to.deep.equal([
        `workflows: "${empty}" holds no JSON file; export workflows into it, or leave the argument out`,
      ]);
    });

    it("refuses a workflow that isn't JSON, by its name", () => {
      const broken = folder("broken", { "a.json": "{", "b.json": "{}" });
      const [line, ...rest] = spoken(validate({ owner, workflows: broken }).faults);
      expect(rest).to.deep.equal([]);
      expect(line).to.match(/^workflows\.a\.json: is not JSON \(.+\); export the workflow from n8n again$/);
    });

    it("refuses workflows that nobody owns", () => {
      const good = folder("good", { "a.json": "{}" });
      expect(spoken(validate({ workflows: good }).faults)).to.deep.equal([
        "workflows: can't be installed without an owner; write owner too",
      ]);
    });

    it("reads the JSON files in a fixed order and leaves others alone", () => {
      const several = folder("several", { "b.json": "2", "a.json": "1", "notes.txt": "" });
      expect(validate({ owner, workflows: several }).checked.workflows).to.deep.equal([
        { file: "a.json", content: "1" },
        { file: "b.json", content: "2" },
      ]);
    });
  });
});
