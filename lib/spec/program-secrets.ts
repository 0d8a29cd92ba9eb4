import type * as pulumi from "@pulumi/pulumi";
import type { DatabaseConnection } from "../components/database-connection";
import type { FileSource } from "./service-spec";

const passwordFile = "/run/secrets/database-password";

interface Told {
  database: DatabaseConnection | undefined;
  secrets: Readonly<Record<string, pulumi.Input<string>>>;
}

/** What a program is told about its database and its secrets: files, and variables that lead to them. */
export function programSecrets({ database, secrets }: Told): {
  environment: Record<string, pulumi.Input<string>>;
  files: FileSource[];
} {
  const files = Object.entries(secrets).map(([variable, content]) => ({
    variable,
    path: `/run/secrets/${variable}`,
    content,
  }));
  return {
    environment: {
      ...databaseEnvironment(database),
      ...Object.fromEntries(files.map(({ variable, path }) => [`${variable}_FILE`, path])),
    },
    files: [
      ...(database === undefined ? [] : [{ path: passwordFile, content: database.password }]),
      ...files.map(({ path, content }): FileSource => ({ path, content })),
    ],
  };
}

function databaseEnvironment(database: DatabaseConnection | undefined): Record<string, pulumi.Input<string>> {
  if (database === undefined) return {};
  return {
    PGHOST: database.host,
    PGPORT: String(database.port),
    PGDATABASE: database.database,
    PGUSER: database.user,
    PGPASSWORD_FILE: passwordFile,
  };
}
