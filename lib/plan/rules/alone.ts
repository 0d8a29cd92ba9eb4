import { earlier, type Rule } from "./rule";

/** Two main processes run each schedule twice, and with different keys neither reads the other's credentials. */
export const alone: Rule = {
  name: "alone",
  says: "one automation engine works on a database",
  check: (service, stack) => {
    const { uses, aloneOnDatabase } = service;
    if (uses === undefined || aloneOnDatabase !== true) return [];
    const other = earlier(stack).find(
      (one) => one.aloneOnDatabase === true && one.uses?.server === uses.server && one.uses.database === uses.database,
    );
    if (other === undefined) return [];
    return [
      {
        path: "database",
        problem: `"${other.name}" works on the database "${uses.database}" of "${uses.server}" already`,
        remedy: "declare a client with a database of its own for each engine",
      },
    ];
  },
};
