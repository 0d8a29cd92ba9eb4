import { expect } from "chai";
import fc from "fast-check";
import type { TunedPostgresArgs } from "../../lib/components/tuned-postgres";
import { pinnedImages } from "../../lib/images/pinned";
import { ownedSettings, postgresMemory, totalMiB, Workload } from "../../lib/tuning/postgres";
import { valueOf } from "../../lib/tuning/setting";
import { validatePostgres } from "../../lib/validation/postgres";
import { acceptances, refusals, spoken } from "../support/faults";

const validate = (args: Partial<TunedPostgresArgs>) => validatePostgres("db", { password: "x", ...args });
const client = { password: "x" };
const pinned = `write an official image of 14 to 18 with its version, such as "${pinnedImages.postgres}"`;
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
        "clients: pools of 202 and 10 in reserve are 212 connections, 1GiB serve 97 without a memory kill; " +
        'shrink the pools by 115, or write memory: "2560MiB"',
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
    ["the largest pool that memory serves", { clients: { app: { ...client, pool: 85 } } }],
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

  it("never lets the memory sum exceed what the memory it accepted has for it", () => {
    const pools = fc.array(fc.integer({ min: 1, max: 120 }), { maxLength: 6 });
    let accepted = 0;
    fc.assert(
      fc.property(
        fc.integer({ min: 256, max: 131_072 }),
        fc.integer({ min: 1, max: 64 }),
        pools,
        fc.constantFrom(...Object.values(Workload)),
        (mib, cpus, sizes, workload) => {
          const clients = Object.fromEntries(sizes.map((pool, index) => [`c${index}`, { ...client, pool }]));
          const { checked, faults } = validate({ memory: `${mib}MiB`, cpus, clients, workload });
          if (faults.length > 0) return true;
          accepted++;
          return totalMiB(postgresMemory(checked.settings, checked.limits.workload)) <= 0.95 * mib;
        },
      ),
      { numRuns: 1000 },
    );
    expect(accepted).to.be.above(300);
  });

  it("takes what the arguments say of the container for the settings' own", () => {
    const { checked } = validate({ stopGrace: "5m", pids: 300, health: { startPeriod: "10m" } });
    for (const [name, value] of [
      ["stop_grace_period", 300],
      ["pids_limit", 300],
      ["start_period", 600],
    ] as const)
      expect(checked.settings.find((setting) => setting.name === name)).to.include({ value, overridden: true });
    expect(checked.service).to.deep.include({ graceMs: 300_000 });
    expect(checked.service.limits.pids).to.equal(300);
    expect(checked.service.health.startPeriodMs).to.equal(600_000);
  });

  it("warns of a version that gets no fixes any more, with the day", () => {
    const { faults, warnings } = validate({ image: "postgres:14.23" });
    expect(faults).to.deep.equal([]);
    expect(spoken(warnings)).to.deep.equal([
      "image: PostgreSQL 14 has had no fixes since 2026-11-12; plan the upgrade to 18",
    ]);
    expect(validate({ image: "postgres:15.18" }).warnings).to.deep.equal([]);
  });
});

describe("shared_buffers beyond two fifths of the memory", () => {
  const settings = { shared_buffers: "512MB", work_mem: "1MB" };

  it("are warned of", () => {
    const { faults, warnings } = validate({ settings });
    expect(faults).to.deep.equal([]);
    expect(spoken(warnings)).to.deep.equal([
      'settings.shared_buffers: "512MB" is more than 40 % of the memory, which seldom helps and leaves less for the page cache; ' +
        "leave it out, or write at most 409MB",
    ]);
  });

  it("are not below it", () => {
    expect(validate({ settings: { ...settings, shared_buffers: "409MB" } }).warnings).to.deep.equal([]);
  });
});

describe("what a user's own settings break", () => {
  const acknowledged = (args: Partial<TunedPostgresArgs>, ...acknowledge: string[]) =>
    spoken(validate({ ...args, acknowledge }).faults);
  const small = { storage: { size: "10GiB" } };

  for (const { promise, args, saying } of [
    {
      promise: "memory",
      args: { settings: { work_mem: "64MB" } },
      saying:
        'settings.work_mem: "64MB" lets the server take 8679 MiB when all its sessions run the heaviest query at once; of the limit, 972 MiB are there for it; ' +
        'leave it at "3840kB", which is derived, or write memory: "14080MiB"',
    },
    {
      promise: "memory",
      args: { settings: { shared_buffers: "768MB" } },
      saying:
        'settings.shared_buffers: "768MB" lets the server take 1518 MiB when all its sessions run the heaviest query at once; of the limit, 972 MiB are there for it; ' +
        'leave it at "256MB", which is derived, or write memory: "3072MiB"',
    },
    {
      promise: "memory",
      args: { settings: { max_connections: "90" } },
      saying:
        'settings.max_connections: "90" lets the server take 2935 MiB when all its sessions run the heaviest query at once; of the limit, 972 MiB are there for it; ' +
        "leave it out and declare the clients' pools instead: work_mem then follows",
    },
    {
      promise: "connections",
      args: { clients: { app: { ...client, pool: 30 } }, settings: { max_connections: "30" } },
      saying:
        "settings.max_connections: the clients' pools need 32 connections and 10 are kept beside them: 42, not 30; " +
        "leave it out, as it follows from the pools, or shrink those",
    },
    {
      promise: "connections",
      args: { clients: { app: { ...client, pool: 30 } }, settings: { reserved_connections: "20" } },
      saying:
        "settings.reserved_connections: the clients' pools need 32 connections and 23 are kept beside them: 55, not 42; " +
        "leave it out, as it follows from the pools, or shrink those",
    },
    {
      promise: "pooler",
      args: { memory: "32GiB", clients: { app: { ...client, pool: 500 } } },
      saying:
        "clients: 512 connections are a process each, and more than 500 of them cost more than they serve; " +
        "put a pooler such as PgBouncer before the server and declare its pool as the client's",
    },
    {
      promise: "storage",
      args: { ...small, settings: { max_wal_size: "4GB" } },
      saying:
        'settings.max_wal_size: "4GB" is more than a fifth of the volume, 2048MB: a full volume stops the server; ' +
        'write "2048MB" or less, or give the volume more',
    },
    {
      promise: "durability",
      args: { settings: { fsync: "off" } },
      saying: "settings.fsync: a crash of the host can destroy the data; leave it out",
    },
    {
      promise: "durability",
      args: { settings: { synchronous_commit: "OFF" } },
      saying: "settings.synchronous_commit: a crash loses the last commits; leave it out",
    },
  ] satisfies { promise: string; args: Partial<TunedPostgresArgs>; saying: string }[]) {
    it(`breaks the promise "${promise}" with ${JSON.stringify(args)}, unless it is acknowledged`, () => {
      expect(spoken(validate(args).faults)).to.deep.equal([`${saying}, or write acknowledge: ["${promise}"]`]);
      expect(acknowledged(args, promise)).to.deep.equal([]);
    });
  }

  it("leaves no session less than the engine's own work_mem without a word", () => {
    const { warnings } = validate({ memory: "2GiB", clients: { app: { ...client, pool: 80 } } });
    expect(spoken(warnings)).to.deep.equal([
      "memory: 92 connections leave each a work_mem of 1 MiB, less than PostgreSQL's own 4: larger sorts and hash tables go to disk; " +
        'raise memory above "2GiB", or shrink the pools by 54; or give settings.work_mem and acknowledge: ["memory"]',
    ]);
    for (const args of [
      {},
      { memory: "512MiB", cpus: 1, clients: { app: client } },
      { memory: "2GiB", clients: { app: client } },
    ])
      expect(spoken(validate(args).warnings)).to.deep.equal([]);
  });

  acceptances(validate, [
    ["less work_mem than is derived", { settings: { work_mem: "3MB" } }],
    ["more of one part where another gives it back", { settings: { work_mem: "6MB", hash_mem_multiplier: "1" } }],
    ["a log of exactly a fifth of the volume", { ...small, settings: { max_wal_size: "2GB" } }],
    ["a log of any size where the volume's is not known", { settings: { max_wal_size: "100GB" } }],
    ["more connections than the pools need", { settings: { max_connections: "25", work_mem: "2MB" } }],
    ["settings of an extension", { settings: { "auto_explain.log_min_duration": "5s" } }],
    ["synchronous_commit for more safety", { settings: { synchronous_commit: "remote_apply" } }],
    ["io_uring where the image has it", { settings: { io_method: "io_uring" } }],
  ]);
});

describe("settings that no server can be given", () => {
  const spelt = "is not spelt as the server's manual does";
  const control = "holds a line break or another control character; write it in one line";
  const sizes = 'write a number with a unit it knows: "64kB", "64MB", "1GB"';
  const counts = 'write a number with a unit it knows: none, such as "8"';

  for (const [settings, saying] of [
    [{ "": "1" }, "settings: a setting has no name; write the server's own name for it"],
    [{ Work_Mem: "1MB" }, `settings.Work_Mem: ${spelt}; write "work_mem"`],
    [{ "work-mem": "1MB" }, `settings.work-mem: ${spelt}; write "work_mem"`],
    [{ "work mem": "1MB" }, `settings.work mem: ${spelt}; write "work_mem"`],
    [{ "work_mem=1MB -c fsync": "off" }, `settings.work_mem=1MB -c fsync: ${spelt}; write "work_mem"`],
    [{ log_line_prefix: "%m %u " }, undefined],
    [{ log_line_prefix: "a\nb" }, `settings.log_line_prefix: ${control}`],
    [{ log_line_prefix: "a\0b" }, `settings.log_line_prefix: ${control}`],
    [{ work_mem: 4 as never }, 'settings.work_mem: is not a text; write the value in quotes, such as "4"'],
    [{ work_mem: "" }, `settings.work_mem: "" is not understood by the server; ${sizes}`],
    [{ work_mem: "4mb" }, `settings.work_mem: "4mb" is not understood by the server; ${sizes}`],
    [{ work_mem: "4MiB" }, `settings.work_mem: "4MiB" is not understood by the server; ${sizes}`],
    [{ work_mem: "-4MB" }, `settings.work_mem: "-4MB" is not understood by the server; ${sizes}`],
    [{ work_mem: "NaN" }, `settings.work_mem: "NaN" is not understood by the server; ${sizes}`],
    [{ max_wal_size: "4 gigabytes" }, `settings.max_wal_size: "4 gigabytes" is not understood by the server; ${sizes}`],
    [{ max_connections: "many" }, `settings.max_connections: "many" is not understood by the server; ${counts}`],
    [{ max_connections: "20MB" }, `settings.max_connections: "20MB" is not understood by the server; ${counts}`],
    [{ shm_size: "1GB" }, "settings.shm_size: is no setting of the server; use the component's own argument for it"],
    [
      { "--encoding": "LATIN1" },
      "settings.--encoding: is no setting of the server; use the component's own argument for it",
    ],
  ] as const) {
    it(`${saying === undefined ? "accepts" : "refuses"} ${JSON.stringify(settings)}`, () => {
      expect(spoken(validate({ settings: settings as unknown as Record<string, string> }).faults)).to.deep.equal(
        saying === undefined ? [] : [saying],
      );
    });
  }

  for (const [name, why] of Object.entries(ownedSettings)) {
    it(`refuses ${name}, which belongs to the component`, () => {
      expect(spoken(validate({ settings: { [name]: "x" } }).faults)).to.deep.equal([
        `settings.${name}: belongs to the component: ${why}; leave it out`,
      ]);
    });
  }

  for (const [image, name, value, feature] of [
    ["postgres:17.10-alpine3.22", "wal_compression", "lz4", "lz4"],
    ["postgres:14.23", "wal_compression", "zstd", "zstd"],
    ["postgres:17.10-alpine3.22", "default_toast_compression", "lz4", "lz4"],
    ["postgres:17.10", "io_method", "io_uring", "liburing"],
  ] as const) {
    it(`refuses ${name} = ${value} on ${image}, unless the image is said to have it`, () => {
      const args = { image, settings: { [name]: value } };
      expect(spoken(validate(args).faults)).to.deep.equal([
        `settings.${name}: "${value}" needs a server built with ${feature}, and this image's is not: it would not start; ` +
          `leave it out, or write features: { ${feature}: true } if it is`,
      ]);
      expect(spoken(validate({ ...args, features: { [feature]: true } }).faults)).to.deep.equal([]);
    });
  }
});

describe("arguments that no machine has", () => {
  refusals(validate, [
    {
      refuses: "a version that is not known yet",
      args: { image: "postgres:19.1" },
      saying: `image: PostgreSQL 19 is newer than this library knows, which derives for 14 to 18; ${pinned}`,
    },
    {
      refuses: "too little memory for the workers of many CPUs",
      args: { memory: "256MiB", cpus: 1024 },
      saying: 'memory: "256MiB" is too little for 20 connections; write memory: "512MiB"',
    },
    {
      refuses: "more memory than there is",
      args: { memory: "17TiB" },
      saying: 'memory: "17408GiB" is more than any machine has; write "16384GiB" or less',
    },
    {
      refuses: "more CPUs than there are",
      args: { cpus: 5000 },
      saying: "cpus: 5000 is more than any machine has; write 1024 or less",
    },
    {
      refuses: "no number of CPUs",
      args: { cpus: NaN },
      saying: "cpus: NaN is not a number of CPUs; write a number such as 0.5, 1 or 2",
    },
    {
      refuses: "negative memory",
      args: { memory: "-1GiB" },
      saying: 'memory: "-1GiB" is not a memory size; write a size with its unit, such as "512MiB", "2GiB" or "512m"',
    },
    {
      refuses: "a volume that no database fits on",
      args: { storage: { size: "100MiB" } },
      saying: 'storage.size: "100MiB" is less than a new database and its log need; write "1GiB" or more',
    },
    {
      refuses: "a size in units that some read otherwise",
      args: { storage: { size: "40GB" } },
      saying:
        'storage.size: "40GB" is not a memory size; write a size with its unit, such as "512MiB", "2GiB" or "512m"',
    },
    {
      refuses: "storage of an unknown kind",
      args: { storage: { kind: "nvme" as never } },
      saying: 'storage.kind: "nvme" is not known; write one of "ssd", "hdd", "san"',
    },
    {
      refuses: "an unknown workload",
      args: { workload: "web" as never },
      saying: 'workload: "web" is not known; write one of "oltp", "mixed", "analytics", "small"',
    },
    {
      refuses: "an unknown feature",
      args: { features: { brotli: true } as never },
      saying: "features.brotli: is not known; leave it out; there are: lz4, zstd, liburing, jit",
    },
    {
      refuses: "a feature that is neither there nor not",
      args: { features: { lz4: "yes" as never } },
      saying: 'features.lz4: "yes" is neither true nor false; write true or false',
    },
    {
      refuses: "a time that the server can't count",
      args: { slowQuery: "1000h" },
      saying: 'slowQuery: "1000h" is more than the server can count; write "596h" or less',
    },
  ]);
});
