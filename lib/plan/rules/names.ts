import { earlier, type Rule } from "./rule";

/** Two containers of one name would meet half-way through a deployment. */
export const names: Rule = {
  name: "names",
  says: "each container has a name of its own, helpers included",
  check: (service, stack) => {
    const holders = new Map(
      earlier(stack).flatMap((other) =>
        [other.name, ...other.helpers].map((name) => [name, `${other.component} "${other.name}"`] as const),
      ),
    );
    return [service.name, ...service.helpers].flatMap((name) => {
      const holder = holders.get(name);
      if (holder === undefined) return [];
      return [
        {
          path: "name",
          problem: `a container "${name}" belongs to ${holder} already`,
          remedy: "give each service a name of its own, and not one that ends like another one's helper",
        },
      ];
    });
  },
};
