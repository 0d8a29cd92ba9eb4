import { expect } from "chai";
import fc from "fast-check";
import type { TunedPostgresArgs } from "../../lib/components/tuned-postgres";
import { pinnedImages } from "../../lib/images/pinned";
import { valueOf } from "../../lib/tuning/setting";
import { validatePostgres } from "../../lib/validation/postgres";
import { acceptances, refusals, spoken } from "../support/faults";

const validate = (args: Partial<TunedPostgresArgs>) => validatePostgres("db", { password: "x", ...args });
const client = { password: "x" };
const pinned = `write an official image of 14 or newer with its version, such as "${pinnedImages.postgres}"`;
const plainName = "use lower-case letters, digits and underscores, a letter first";

describe("the arguments of TunedPostgres", () => {
  refusals(validate, [
    {
      refuses: "no password",
      args: { password: undefined as never },
      saying: 'password: is missing; write config.requireSecret("postgresPassword")',
    },
    {
      refuses: "an image without a version",
      args: { image: "postgres" },
      saying: `image: "postgres" carries no version; ${pinned}`,
    },
    {
      refuses: "an image that moves",
      args: { image: "postgres:latest" },
      saying: `image: "postgres:latest" carries no version; ${pinned}`,
    },
    {
      refuses: "a version past its end of life",
      args: { image: "postgres:13.22" },
      saying: `image: PostgreSQL 13 is past its end of life; ${pinned}`,
    },
    {
      refuses: "less memory than serves the connections it always grants",
      args: { memory: "255MiB" },
      saying:
        'memory: "255MiB" is less than PostgreSQL needs for 64 MiB of shared buffers and 20 connections; write "256MiB" or more',
    },
    {
      refuses: "a client without a password",
      args: { clients: { app: {} as never } },
      saying: 'clients.app.password: is missing; write config.requireSecret("appPassword")',
    },
    {
      refuses: "a client whose name needs quoting",
      args: { clients: { "my-app": { ...client, database: "app" } } },
      saying: `clients.my-app: "my-app" would need quoting in every statement; ${plainName}`,
    },
    {
      refuses: "a database whose name needs quoting",
      args: { clients: { app: { ...client, database: "App" } } },
      saying: `clients.app.database: "App" would need quoting in every statement; ${plainName}`,
    },
    {
      refuses: "a name that carries a statement",
      args: { clients: { app: { ...client, database: "app; DROP DATABASE app" } } },
      saying: `clients.app.database: "app; DROP DATABASE app" would need quoting in every statement; ${plainName}`,
    },
    {
      refuses: "a client with the superuser's name",
      args: { clients: { postgres: { ...client, database: "app" } } },
      saying: "clients.postgres: is the superuser's name; give the client a name of its own",
    },
    {
      refuses: "a client in the superuser's database",
      args: { clients: { app: { ...client, database: "postgres" } } },
      saying: 'clients.app.database: "postgres" belongs to the server itself; give the client a database of its own',
    },
    {
      refuses: "a client in a template",
      args: { clients: { app: { ...client, database: "template1" } } },
      saying: 'clients.app.database: "template1" belongs to the server itself; give the client a database of its own',
    },
    {
      refuses: "a client with a prefix that roles may not have",
      args: { clients: { pg_app: { ...client, database: "app" } } },
      saying: "clients.pg_app: is a name that PostgreSQL keeps for itself; give the client another one",
    },
    {
      refuses: "a client named public",
      args: { clients: { public: { ...client, database: "app" } } },
      saying: "clients.public: is a name that PostgreSQL keeps for itself; give the client another one",
    },
    {
      refuses: "a pool of none",
      args: { clients: { app: { ...client, pool: 0 } } },
      saying: "clients.app.pool: 0 is not a whole number from 1 to 1000; write one, such as 1",
    },
    {
      refuses: "pools beyond what memory serves",
      args: { clients: { app: { ...client, pool: 200 } } },
      saying:
        "clients: pools of 202 and 10 in reserve are 212 connections, 1GiB serve 126 without a memory kill; " +
        "shrink the pools by 86, or raise memory",
    },
    {
      refuses: "a misspelt time of slow queries",
      args: { slowQuery: "1 second" },
      saying:
        'slowQuery: "1 second" is not a duration; write a number with its unit, such as "30s", "1m30s" or "500ms"',
    },
  ]);

  acceptances(validate, [
    ["the oldest version", { image: "postgres:14.23" }],
    ["an image of one's own registry", { image: "registry.example:5000/team/postgres:17.10-bookworm" }],
    ["the least memory", { memory: "256MiB" }],
    ["a client named by a word of SQL, which is quoted", { clients: { user: { ...client, database: "order" } } }],
    ["two clients of one database", { clients: { app: client, reports: { ...client, database: "app" } } }],
    ["the largest pool that memory serves", { clients: { app: { ...client, pool: 114 } } }],
  ]);

  it("does not measure pools by a memory that was not understood", () => {
    const { faults } = validate({ memory: "lots", clients: { app: { ...client, pool: 100 } } });
    expect(faults.map(({ path }) => path)).to.deep.equal(["memory"]);
  });

  it("reports what is wrong with several clients together", () => {
    const { faults } = validate({
      clients: { "a-b": client, postgres: { ...client, database: "x" }, c: { ...client, pool: -1 } },
    });
    expect(spoken(faults).map((line) => line.split(":")[0])).to.deep.equal([
      "clients.a-b",
      "clients.a-b.database",
      "clients.postgres",
      "clients.c.pool",
    ]);
  });

  it("grants each client its pool and the sessions of its predecessor", () => {
    const { checked } = validate({ clients: { app: { ...client, pool: 30 }, jobs: { ...client, pool: 5 } } });
    expect(valueOf(checked.settings, "max_connections")).to.equal(30 + 2 + 5 + 2 + 10);
  });

  it("never lets buffers, sorts and autovacuum exceed 0.9 of the memory that it accepted", () => {
    const pools = fc.array(fc.integer({ min: 1, max: 120 }), { maxLength: 6 });
    fc.assert(
      fc.property(
        fc.integer({ min: 256, max: 131_072 }),
        fc.integer({ min: 1, max: 64 }),
        pools,
        (mib, cpus, sizes) => {
          const clients = Object.fromEntries(sizes.map((pool, index) => [`c${index}`, { ...client, pool }]));
          const { checked, faults } = validate({ memory: `${mib}MiB`, cpus, clients });
          if (faults.length > 0) return true;
          const setting = (name: string) => Number(valueOf(checked.settings, name));
          const worst =
            setting("shared_buffers") +
            setting("max_connections") * setting("work_mem") * 1.5 +
            3 * setting("autovacuum_work_mem");
          return worst <= 0.9 * mib;
        },
      ),
      { numRuns: 1000 },
    );
  });
});
