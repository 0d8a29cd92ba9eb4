import type { DatabaseConnection } from "../components/database-connection";
import type { ServiceFacts } from "../plan/service-facts";

/** What a service takes of its database; nothing where it has none. `connections`: of all its processes together. */
export const databaseUse = (
  database: DatabaseConnection | undefined,
  connections?: number,
): Pick<ServiceFacts, "uses"> =>
  database === undefined
    ? {}
    : {
        uses: {
          server: database.host,
          client: database.user,
          database: database.database,
          connections: connections ?? database.pool,
        },
      };
