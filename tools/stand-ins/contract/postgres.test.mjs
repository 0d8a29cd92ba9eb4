// What a product may rely on in postgres:18.6-trixie. Passes on the stand-in; meant to pass on the official image, too.

import assert from "node:assert/strict";
import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, describe, it } from "node:test";
import { gzipSync } from "node:zlib";
import {
  attempt,
  bench,
  docker,
  hardened,
  inspect,
  logs,
  runOnce,
  stop,
  tmpfs,
  unavailable,
  until,
} from "./container.mjs";

const image = "postgres:18.6-trixie";
const scratch = [...tmpfs("/tmp", "mode=1777"), ...tmpfs("/var/run/postgresql", "uid=999,gid=999,mode=3777")];
const { start, volume, folder, clean } = bench();

// Over the container's own address: the image lets 127.0.0.1 in without a password.
const sql = (id, query, { user = "boss", password = "s3cret", db = "app" } = {}) => {
  const host = inspect(id).NetworkSettings.IPAddress;
  return attempt(
    "exec",
    "-e",
    `PGPASSWORD=${password}`,
    id,
    "psql",
    "-X",
    "-h",
    host,
    "-U",
    user,
    "-d",
    db,
    "-tAc",
    query,
  );
};
const ready = (id) => until("a TCP answer", () => sql(id, "select 1").status === 0, { explain: () => logs(id) });

describe(image, { skip: unavailable(image) }, () => {
  after(clean);

  it("declares user, folders, port, signal and path", () => {
    const { Config } = inspect(image);
    assert.deepEqual(Config.Volumes, { "/var/lib/postgresql": {} });
    assert.deepEqual(Config.ExposedPorts, { "5432/tcp": {} });
    assert.equal(Config.StopSignal, "SIGINT");
    assert.deepEqual(Config.Cmd, ["postgres"]);
    assert.ok(Config.Env.includes("PGDATA=/var/lib/postgresql/18/docker"));
    assert.ok(Config.Env.some((entry) => entry.startsWith("PATH=") && entry.endsWith(":/usr/lib/postgresql/18/bin")));
    assert.match(runOnce(image, [], ["id", "postgres"]).output, /^uid=999\(postgres\) gid=999\(postgres\)/);
  });

  it("holds the client programs, and neither curl nor wget", () => {
    for (const tool of [
      "psql",
      "pg_isready",
      "pg_dump",
      "pg_restore",
      "pg_basebackup",
      "initdb",
      "gosu",
      "zstd",
      "bash",
    ])
      assert.equal(runOnce(image, [], ["sh", "-c", `command -v ${tool}`]).status, 0, tool);
    for (const tool of ["curl", "wget", "python3", "gcc"])
      assert.notEqual(runOnce(image, [], ["sh", "-c", `command -v ${tool}`]).status, 0, tool);
  });

  it("refuses to start without a password, and with a password given twice", () => {
    const none = runOnce(image, []);
    assert.equal(none.status, 1);
    assert.match(none.output, /POSTGRES_PASSWORD/);
    const twice = runOnce(image, ["-e", "POSTGRES_PASSWORD=a", "-e", "POSTGRES_PASSWORD_FILE=/etc/hostname"]);
    assert.equal(twice.status, 1);
    assert.match(twice.output, /POSTGRES_PASSWORD_FILE/);
  });

  it("as root: reads a secret that only root can read, steps down to postgres", async () => {
    const secrets = folder();
    writeFileSync(join(secrets, "password"), "s3cret\n", { mode: 0o400 });
    const id = start(image, [
      "-v",
      `${secrets}:/run/secrets:ro`,
      "-e",
      "POSTGRES_PASSWORD_FILE=/run/secrets/password",
      "-e",
      "POSTGRES_USER=boss",
      "-e",
      "POSTGRES_DB=app",
    ]);
    await ready(id);
    assert.match(docker("exec", id, "cat", "/proc/1/status"), /^Uid:\s+999/m);
    assert.equal(stop(id).code, 0);
  });

  it("hardened, as 999 on a read-only root: files, arguments, init scripts, restart, stop", async () => {
    const secrets = folder();
    const init = folder();
    const put = (where, name, text, mode = 0o644) => {
      writeFileSync(join(where, name), text);
      chmodSync(join(where, name), mode);
    };
    [secrets, init].forEach((path) => chmodSync(path, 0o755));
    put(secrets, "password", "s3cret\n");
    put(secrets, "user", "boss");
    put(secrets, "db", "app");
    put(secrets, "initdb", "--locale-provider=builtin --builtin-locale=C.UTF-8 --data-checksums -c huge_pages=off");
    put(
      init,
      "10-sourced.sh",
      'run_by="sourced by $$"; psql -v ON_ERROR_STOP=1 -U "$POSTGRES_USER" -d "$POSTGRES_DB" -c "create table seen (how text)"\n',
    );
    put(
      init,
      "20-executed.sh",
      '#!/bin/sh\nset -eu\npsql -U "$POSTGRES_USER" -d "$POSTGRES_DB" -c "insert into seen values (\'executed, host=\' || coalesce(inet_server_addr()::text, \'socket\'))"\n',
      0o755,
    );
    put(init, "30-plain.sql", "insert into seen values ('sql'); create role app login password 'apppw';\n");
    put(init, "40-packed.sql.gz", gzipSync("insert into seen values ('gz');\n"));
    put(init, "notes.txt", "not for the database\n");

    const data = volume();
    const args = [
      ...hardened(999),
      ...scratch,
      "--shm-size=256m",
      ...[
        "-v",
        `${data}:/var/lib/postgresql`,
        "-v",
        `${secrets}:/run/secrets:ro`,
        "-v",
        `${init}:/docker-entrypoint-initdb.d:ro`,
      ],
      ...["PASSWORD", "USER", "DB"].flatMap((name) => [
        "-e",
        `POSTGRES_${name}_FILE=/run/secrets/${name.toLowerCase()}`,
      ]),
      ...["-e", "POSTGRES_INITDB_ARGS_FILE=/run/secrets/initdb"],
    ];
    const command = [
      "postgres",
      "-c",
      "shared_preload_libraries=pg_stat_statements",
      "-c",
      "wal_compression=zstd",
      "-c",
      "max_connections=37",
    ];
    const first = start(image, args, command);
    await ready(first);

    assert.equal(
      sql(first, "select string_agg(how, ',' order by how) from seen").output,
      "executed, host=socket,gz,sql",
    );
    assert.equal(sql(first, "show max_connections").output, "37");
    assert.equal(sql(first, "show data_checksums").output, "on");
    assert.equal(
      sql(first, "select datlocprovider::text || datlocale from pg_database where datname = 'app'").output,
      "bC.UTF-8",
    );
    assert.equal(
      sql(first, "create extension pg_stat_statements; select count(*) > 0 from pg_stat_statements")
        .output.split("\n")
        .at(-1),
      "t",
    );
    assert.equal(sql(first, "select 1", { password: "wrong" }).status, 2);
    assert.match(sql(first, "select 1", { password: "wrong" }).output, /password authentication failed/);
    assert.equal(sql(first, "select current_user", { user: "app", password: "apppw" }).output, "app");
    assert.match(sql(first, "select rolpassword from pg_authid where rolname = 'boss'").output, /^SCRAM-SHA-256/);
    assert.equal(docker("exec", first, "pg_isready", "-h", "127.0.0.1"), "127.0.0.1:5432 - accepting connections");

    const stopped = stop(first);
    assert.equal(stopped.code, 0);
    assert.match(logs(first), /received fast shutdown request/);

    docker("start", first);
    await ready(first);
    stop(first);
    const second = start(image, args, command);
    await ready(second);
    assert.equal(sql(second, "select count(*) from seen").output, "3", "init scripts run once only");
    stop(second);
  });

  it("trust is possible, and only when asked for", async () => {
    const id = start(image, [
      "-e",
      "POSTGRES_HOST_AUTH_METHOD=trust",
      "-e",
      "POSTGRES_USER=boss",
      "-e",
      "POSTGRES_DB=app",
    ]);
    await ready(id);
    assert.equal(sql(id, "select 1", { password: "anything" }).output, "1");
  });
});
