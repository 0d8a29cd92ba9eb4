import { expect } from "chai";
import fc from "fast-check";
import type { OptimizedNodeServiceArgs } from "../../lib/components/optimized-node-service";
import { nodeOptions } from "../../lib/tuning/node";
import { valueOf } from "../../lib/tuning/setting";
import { validateNodeService } from "../../lib/validation/node-service";
import { acceptances, refusals, spoken } from "../support/faults";
import { Folders } from "../support/folders";

const validate = (args: Partial<OptimizedNodeServiceArgs>) =>
  validateNodeService("api", { image: "api:1", port: 3000, ...args });

describe("the arguments of OptimizedNodeService", () => {
  refusals(validate, [
    {
      refuses: "no port",
      args: { port: undefined as never },
      saying: "port: undefined is not a port; write a whole number from 1 to 65535",
    },
    {
      refuses: "less memory than Node needs",
      args: { memory: "127m" },
      saying: 'memory: "127m" is less than Node needs beside a heap; write "128MiB" or more',
    },
    {
      refuses: "a heap that leaves too little beside it",
      args: { memory: "512m", heap: "417m" },
      saying:
        'heap: "417m" leaves 95 MiB of 512MiB for new objects, code, buffers and threads, 112 are needed; ' +
        'write "400MiB" or less, or memory "529MiB", or write acknowledge: ["heap"]',
    },
    {
      refuses: "a heap as large as the memory",
      args: { memory: "512m", heap: "512m" },
      saying:
        'heap: "512m" is all of 512MiB or more, 112 MiB are needed for new objects, code, buffers and threads; ' +
        'write "400MiB" or less, or memory "624MiB", or write acknowledge: ["heap"]',
    },
    {
      refuses: "a heap that each of several processes has no room for",
      args: { memory: "1g", cpus: 2, workers: 2, heap: "400m" },
      saying:
        'heap: "400m" leaves 80 MiB of the 480MiB of each process for new objects, code, buffers and threads, 96 are needed; ' +
        'write "384MiB" or less, or more memory, or write acknowledge: ["heap"]',
    },
    {
      refuses: "semi-spaces beside which the heap has no room",
      args: { flags: ["--max-semi-space-size=33"] },
      saying:
        "flags: semi-spaces of 64 MiB and a heap of 384 MiB leave 128 MiB for the rest, 256 are needed; " +
        'write heap "256MiB", or less for the flag, or write acknowledge: ["heap"]',
    },
    {
      refuses: "a profile that there is not",
      args: { profile: "fast" as never },
      saying: 'profile: "fast" is no profile; write one of "memory", "balanced", "throughput"',
    },
    {
      refuses: "a Node that ended",
      args: { nodeVersion: 20 as never },
      saying: "nodeVersion: Node 20 ended on 2026-04-30; write 24, and an image that has it",
    },
    {
      refuses: "a Node that was never kept for long",
      args: { nodeVersion: 25 as never },
      saying: "nodeVersion: 25 is none of 22, 24, 26; write 24, and an image that has it",
    },
    {
      refuses: "no process",
      args: { workers: 0 },
      saying: "workers: 0 is not a whole number from 1 to 128; write one, such as 1",
    },
    {
      refuses: "more processes than memory has room for",
      args: { cpus: 4, workers: 4 },
      saying: "workers: 4 processes get 112 MiB each, 128 are needed; write 3, or raise memory",
    },
    {
      refuses: "more processes than connections",
      args: { memory: "4g", cpus: 8, workers: 8, database: { pool: 5, password: "x" } as never },
      saying:
        "workers: 8 processes need as many connections, the database keeps 5; raise the client's pool, or write fewer",
    },
    {
      refuses: "a flag that V8 knows and NODE_OPTIONS refuses",
      args: { flags: ["--optimize-for-size"] },
      saying:
        'flags[0]: "--optimize-for-size" is not taken in NODE_OPTIONS and would end the process before its first line; write profile: "memory"',
    },
    {
      refuses: "a misspelt flag",
      args: { flags: ["--enable-sourcemaps"] },
      saying:
        'flags[0]: "--enable-sourcemaps" is not taken in NODE_OPTIONS and would end the process before its first line; did you mean "--enable-source-maps"?',
    },
    {
      refuses: "a flag that no flag resembles",
      args: { flags: ["--go-faster-please"] },
      saying:
        'flags[0]: "--go-faster-please" is not taken in NODE_OPTIONS and would end the process before its first line; ' +
        "leave it out, or put it into the image's command",
    },
    {
      refuses: "a flag of a later Node",
      args: { nodeVersion: 22, flags: ["--require-module"] },
      saying:
        'flags[0]: "--require-module" is not taken in NODE_OPTIONS by Node 22; leave it out; it is by Node 24 and 26',
    },
    {
      refuses: "a second word for the heap",
      args: { flags: ["--max-old-space-size-percentage=80"] },
      saying: 'flags[0]: "--max-old-space-size-percentage" is what heap says; write heap, or leave both out',
    },
    {
      refuses: "a flag without the value it needs",
      args: { flags: ["--max-http-header-size"] },
      saying: 'flags[0]: "--max-http-header-size" has no value; write it with one: "--max-http-header-size=…"',
    },
    {
      refuses: "two flags in one text",
      args: { flags: ["--enable-source-maps --no-warnings"] },
      saying:
        'flags[0]: "--enable-source-maps --no-warnings" is not a flag; ' +
        'write one as a text of its own without blanks and quotes, such as "--enable-source-maps"',
    },
    {
      refuses: "semi-spaces of no size",
      args: { flags: ["--max-semi-space-size=0"] },
      saying:
        'flags[0]: "--max-semi-space-size=0" is not a number of MiB; write one such as "--max-semi-space-size=32"',
    },
    {
      refuses: "a heap too small for any program",
      args: { heap: "31m" },
      saying: 'heap: "31m" is less than a program needs; write "32MiB" or more',
    },
    {
      refuses: "a health path without its slash",
      args: { healthPath: "health" },
      saying: 'healthPath: "health" is not a path; write one that begins with a slash, such as "/health"',
    },
    {
      refuses: "a health path that would end the probe's script",
      args: { healthPath: '/"+process.exit(0)' },
      saying: 'healthPath: "/"+process.exit(0)" is not a path; write one that begins with a slash, such as "/health"',
    },
    {
      refuses: "a variable the component sets",
      args: { environment: { PORT: "80" } },
      saying:
        "environment.PORT: is set by the component; leave it out; heap, flags, workers, port and database are arguments",
    },
    {
      refuses: "a mode that is not production, unseen",
      args: { environment: { NODE_ENV: "development" } },
      saying:
        "environment.NODE_ENV: is set by the component; leave it out; heap, flags, workers, port and database are arguments",
    },
    {
      refuses: "a secret under a variable the component sets",
      args: { secrets: { PGPASSWORD: "x" } },
      saying:
        "secrets.PGPASSWORD: is set by the component; leave it out; heap, flags, workers, port and database are arguments",
    },
    {
      refuses: "a variable whose name no shell takes",
      args: { environment: { "LOG-LEVEL": "info" } },
      saying: "environment.LOG-LEVEL: is not a variable's name; use letters, digits and underscores",
    },
    {
      refuses: "a variable without a value",
      args: { environment: { LOG_LEVEL: undefined as never } },
      saying: "environment.LOG_LEVEL: is missing; write a value, or leave the variable out",
    },
    {
      refuses: "a missing secret",
      args: { secrets: { API_KEY: undefined as never } },
      saying: "secrets.API_KEY: is missing; write a value, or leave the variable out",
    },
    {
      refuses: "a variable that leads to a secret's file already",
      args: { environment: { API_KEY_FILE: "/x" }, secrets: { API_KEY: "x" } },
      saying: "environment.API_KEY_FILE: is set by the component for the secret API_KEY; leave it out",
    },
    {
      refuses: "a secret in the plain environment too",
      args: { environment: { API_KEY: "x" }, secrets: { API_KEY: "x" } },
      saying:
        "environment.API_KEY: is among the secrets too, and everybody who may ask the engine reads it here; leave it out",
    },
  ]);

  acceptances(validate, [
    ["its least arguments", {}],
    ["the least memory", { memory: "128m" }],
    ["the largest heap that fits", { memory: "512m", heap: "400m" }],
    ["a heap too large that is acknowledged", { memory: "512m", heap: "500m", acknowledge: ["heap"] }],
    ["the memory that its refusal names", { memory: "624m", heap: "512m" }],
    ["as many processes as fit", { cpus: 3, workers: 3 }],
    ["flags of its Node", { nodeVersion: 26, flags: ["--permission", "--allow-net", "--stack_trace_limit=50"] }],
    ["a flag several times", { flags: ["--import=./a.mjs", "--import=./b.mjs"] }],
    ["a deep health path", { healthPath: "/live/~v1.0/%20" }],
  ]);

  it("refuses a promise that there is not", () => {
    const [said, ...others] = spoken(validate({ acknowledge: ["memory"] }).faults);
    expect(others).to.deep.equal([]);
    expect(said).to.match(/^acknowledge: "memory" is neither .*; there are: heap\b/);
  });

  it("gives NODE_OPTIONS each flag, also one that stands several times", () => {
    const { checked } = validate({ flags: ["--import=./a.mjs", "--import=./b.mjs", "--no-warnings"] });
    expect(nodeOptions(checked.settings)).to.match(/ --import=\.\/a\.mjs --import=\.\/b\.mjs --no-warnings$/);
  });

  for (const { title, args, warning } of [
    {
      title: "more processes than CPUs",
      args: { memory: "2g", workers: 4 },
      warning: "workers: 4 processes share 1 CPUs: each waits for the others; write 1, or raise cpus",
    },
    {
      title: "a flag that costs more than it gives",
      args: { flags: ["--expose-gc"] },
      warning:
        'flags[0]: "--expose-gc" changes the key of the compile cache, and a heap collected by hand is no smaller for long; ' +
        "leave it out; --heapsnapshot-signal=SIGUSR2 shows what fills the heap",
    },
  ]) {
    it(`warns of ${title}`, () => {
      const { faults, warnings } = validate(args);
      expect(spoken(faults)).to.deep.equal([]);
      expect(spoken(warnings)).to.deep.equal([warning]);
    });
  }

  it("does not measure a heap by a memory that was not understood", () => {
    expect(validate({ memory: "lots", heap: "4g" }).faults.map(({ path }) => path)).to.deep.equal(["memory"]);
  });

  it("always keeps the heap below the memory that it accepted", () => {
    const heap = fc.option(fc.integer({ min: 1, max: 9000 }), { nil: undefined });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 9000 }), heap, (memory, given) => {
        const { checked, faults } = validate({
          memory: `${memory}m`,
          ...(given === undefined ? {} : { heap: `${given}m` }),
        });
        return faults.length > 0 || Number(valueOf(checked.settings, "--max-old-space-size")) <= memory - 96;
      }),
      { numRuns: 1000 },
    );
  });
});

describe("OptimizedNodeService without an own Dockerfile", () => {
  let folders: Folders;
  before(() => {
    folders = new Folders();
  });
  after(() => {
    folders.remove();
  });

  it("holds its flags against the Node that its folder asks for", () => {
    const context = folders.make("api", { "package.json": '{ "main": "server.js" }', "server.js": "", ".nvmrc": "22" });
    const flags = ["--require-module"];
    const faults = (args: Partial<OptimizedNodeServiceArgs>): string[] =>
      spoken(validateNodeService("api", { build: { context }, port: 3000, flags, ...args }).faults);
    expect(faults({})).to.have.length(1);
    expect(faults({})[0]).to.include("not taken in NODE_OPTIONS by Node 22");
    expect(faults({ nodeVersion: 24 })).to.deep.equal([]);
  });
});
