import { initdbArguments, postgresCommand, restartMargin } from "../tuning/postgres";
import type { CheckedClient, CheckedPostgres } from "../validation/postgres";
import { taskLimits, temporaryFolder } from "./defaults";
import type { ServiceSpec, TaskSpec } from "./service-spec";

/** The user of the official Debian image. */
const postgresUser = "999:999";

const superuserPasswordFile = "/run/secrets/superuser-password";

const clientPasswordFile = (client: string): string => `/run/secrets/${client}-password`;

/** Where the server keeps its data: from 18 on a folder for each major, below the volume (docker-library/postgres #1259). */
const dataFolder = (major: number): string => (major >= 18 ? "/var/lib/postgresql" : "/var/lib/postgresql/data");

export function postgresSpec(name: string, checked: CheckedPostgres): ServiceSpec {
  return {
    name,
    component: "TunedPostgres",
    image: { reference: checked.image },
    command: postgresCommand(checked.settings),
    environment: {
      POSTGRES_PASSWORD_FILE: superuserPasswordFile,
      POSTGRES_INITDB_ARGS: initdbArguments(checked.settings),
    },
    files: [{ path: superuserPasswordFile, content: checked.password }],
    limits: checked.service.limits,
    user: postgresUser,
    // The postmaster reaps its children itself.
    init: false,
    scratch: [temporaryFolder(64), { path: "/var/run/postgresql", sizeMiB: 1, mode: "3777", uid: 999 }],
    volumes: [{ purpose: "data", path: dataFolder(checked.major) }],
    // Over TCP: the temporary server of the first start listens on a socket only and must not count as healthy.
    health: {
      ...checked.service.health,
      command: ["pg_isready", "-q", "-h", "127.0.0.1", "-U", "postgres", "-t", "2"],
    },
    // Fast shutdown: sessions are ended, a checkpoint is written.
    stop: { signal: "SIGINT", graceMs: checked.service.graceMs },
    ports: checked.service.ports,
  };
}

/**
 * Roles, databases and extensions, brought to what the program says: on a new volume and on one that has lived for years.
 * (The image's own init scripts run on an empty volume only.)
 */
export function postgresClientsSpec(name: string, checked: CheckedPostgres): TaskSpec {
  const script = "/run/setup/clients.sql";
  return {
    name: `${name}-clients`,
    component: "TunedPostgres",
    image: { reference: checked.image },
    entrypoint: ["sh", "-c"],
    command: [
      `PGPASSWORD="$(cat ${superuserPasswordFile})" exec psql -X -q -h ${name} -U postgres -d postgres -f ${script}`,
    ],
    environment: {},
    files: [
      { path: script, content: clientsSql(checked.clients) },
      { path: superuserPasswordFile, content: checked.password },
      ...checked.clients.map((client) => ({ path: clientPasswordFile(client.name), content: client.password })),
    ],
    limits: taskLimits,
    user: postgresUser,
    init: false,
    scratch: [temporaryFolder(8)],
    volumes: [],
    timeoutMs: 60_000,
  };
}

/** Every statement may run again: what is there already is left, or brought to the value. */
export function clientsSql(clients: readonly CheckedClient[]): string {
  const databases = [...new Set(clients.map(({ database }) => database))];
  return [
    "\\set ON_ERROR_STOP on",
    "-- A password must reach neither the log nor the statistics.",
    "SET log_min_duration_statement = -1;",
    "SET log_min_error_statement = 'panic';",
    "SET log_statement = 'none';",
    "SET client_min_messages = 'warning';",
    "SELECT set_config('pg_stat_statements.track', 'none', false) \\g /dev/null",
    ...clients.map(roleSql),
    ...databases.map((database) =>
      databaseSql(
        database,
        clients.filter((client) => client.database === database),
      ),
    ),
    ...["postgres", ...databases].map(
      (database) =>
        `\\connect ${database}\nSET client_min_messages = 'warning';\nCREATE EXTENSION IF NOT EXISTS pg_stat_statements;`,
    ),
    "",
  ].join("\n");
}

/** Some plain names are words of SQL, such as "user" and "order". */
const quoted = (identifier: string): string => `"${identifier}"`;

/** Said either way: a bound that was taken out of the program must not live on in the server. */
const timeoutSql = ({ name, statementTimeoutMs }: CheckedClient): string =>
  statementTimeoutMs === undefined
    ? `ALTER ROLE ${quoted(name)} RESET statement_timeout;`
    : `ALTER ROLE ${quoted(name)} SET statement_timeout = ${statementTimeoutMs};`;

const roleSql = (client: CheckedClient): string => {
  const { name, pool } = client;
  return `
SELECT 'CREATE ROLE ${quoted(name)}' WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '${name}') \\gexec
\\set password \`cat ${clientPasswordFile(name)}\`
ALTER ROLE ${quoted(name)} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE CONNECTION LIMIT ${pool + restartMargin} PASSWORD :'password';
\\unset password
${timeoutSql(client)}`;
};

function databaseSql(database: string, clients: readonly CheckedClient[]): string {
  const [owner, ...others] = clients.map(({ name }) => quoted(name));
  return `
SELECT 'CREATE DATABASE ${quoted(database)} OWNER ${owner}' WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = '${database}') \\gexec
REVOKE ALL ON DATABASE ${quoted(database)} FROM PUBLIC;
${others.map((other) => `GRANT CONNECT, TEMPORARY ON DATABASE ${quoted(database)} TO ${other};`).join("\n")}`;
}
