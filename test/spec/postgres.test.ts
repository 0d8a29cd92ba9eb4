import { expect } from "chai";
import { clientsSql } from "../../lib/spec/postgres";

const client = { name: "app", database: "app", pool: 10, password: "hunter2", statementTimeoutMs: undefined };

describe("the script that brings roles and databases to what the program says", () => {
  it("creates a role without rights over others, with a limit above its pool", () => {
    const sql = clientsSql([client]);
    expect(sql).to.include(
      `SELECT 'CREATE ROLE "app"' WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'app') \\gexec`,
    );
    expect(sql).to.include('ALTER ROLE "app" LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE CONNECTION LIMIT 12 PASSWORD');
  });

  it("creates each database once, owned by its first client, closed to everybody else", () => {
    const sql = clientsSql([client, { ...client, name: "reports" }]);
    expect(sql.match(/CREATE DATABASE/g)).to.have.length(1);
    expect(sql).to.include(`'CREATE DATABASE "app" OWNER "app"'`);
    expect(sql).to.include('REVOKE ALL ON DATABASE "app" FROM PUBLIC;');
    expect(sql).to.include('GRANT CONNECT, TEMPORARY ON DATABASE "app" TO "reports";');
  });

  it("holds no password, and keeps passwords out of log and statistics", () => {
    const sql = clientsSql([client]);
    expect(sql).not.to.include("hunter2");
    expect(sql.indexOf("log_min_duration_statement = -1")).to.be.below(sql.indexOf("ALTER ROLE"));
    expect(sql.indexOf("'pg_stat_statements.track', 'none'")).to.be.below(sql.indexOf("ALTER ROLE"));
  });

  it("ends at its first error", () => {
    expect(clientsSql([]).split("\n")[0]).to.equal("\\set ON_ERROR_STOP on");
  });

  it("bounds a client's statements, and takes a bound back that the program no longer has", () => {
    expect(clientsSql([{ ...client, statementTimeoutMs: 5000 }])).to.include(
      'ALTER ROLE "app" SET statement_timeout = 5000;',
    );
    expect(clientsSql([client])).to.include('ALTER ROLE "app" RESET statement_timeout;');
  });

  it("quotes words of SQL", () => {
    expect(clientsSql([{ ...client, name: "user", database: "order" }])).to.include(
      `CREATE DATABASE "order" OWNER "user"`,
    );
  });
});
