import { named, type Rule } from "./rule";

/** Beyond what is kept for its role, the server answers "too many connections for role". */
export const pools: Rule = {
  name: "pools",
  says: "the pools of all that log in as a client are no more than what the database keeps for it",
  check: ({ uses }, stack) => {
    if (uses === undefined) return [];
    const kept = named(stack, uses.server)?.clients?.find(({ name }) => name === uses.client)?.pool;
    const users = stack.filter((other) => other.uses?.server === uses.server && other.uses.client === uses.client);
    const taken = users.reduce((all, other) => all + (other.uses?.connections ?? 0), 0);
    if (kept === undefined || taken <= kept) return [];
    const who = users.map(({ name, uses: use }) => `"${name}" ${use?.connections ?? 0}`).join(", ");
    return [
      {
        path: "database",
        problem: `"${uses.server}" keeps ${kept} connections for the client "${uses.client}", ${taken} may be opened (${who})`,
        remedy: `raise clients.${uses.client}.pool to ${taken}, or give each service a client of its own`,
      },
    ];
  },
};
