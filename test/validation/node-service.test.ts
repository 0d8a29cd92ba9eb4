import { expect } from "chai";
import fc from "fast-check";
import type { OptimizedNodeServiceArgs } from "../../lib/components/optimized-node-service";
import { valueOf } from "../../lib/tuning/setting";
import { validateNodeService } from "../../lib/validation/node-service";
import { acceptances, refusals } from "../support/faults";

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
        'heap: "417m" leaves 95 MiB of 512MiB for code, buffers and threads, 96 are needed; write "416MiB" or less, or memory "513MiB"',
    },
    {
      refuses: "a heap as large as the memory",
      args: { memory: "512m", heap: "512m" },
      saying:
        'heap: "512m" is all of 512MiB or more, 96 MiB are needed for code, buffers and threads; write "416MiB" or less, or memory "608MiB"',
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
      saying: "environment.PORT: is set by the component; leave it out; heap, port and database are arguments",
    },
    {
      refuses: "a mode that is not production, unseen",
      args: { environment: { NODE_ENV: "development" } },
      saying: "environment.NODE_ENV: is set by the component; leave it out; heap, port and database are arguments",
    },
    {
      refuses: "a secret under a variable the component sets",
      args: { secrets: { PGPASSWORD: "x" } },
      saying: "secrets.PGPASSWORD: is set by the component; leave it out; heap, port and database are arguments",
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
    ["the largest heap that fits", { memory: "512m", heap: "416m" }],
    ["a deep health path", { healthPath: "/live/~v1.0/%20" }],
  ]);

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
