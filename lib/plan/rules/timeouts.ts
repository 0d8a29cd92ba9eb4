import { formatDuration } from "../../units/duration";
import type { Fault } from "../../validation/fault";
import type { ServiceFacts } from "../service-facts";
import { named, type Rule } from "./rule";

/** Who waits outside must wait longer than who works inside, or an answer comes when nobody listens any more. */
export const timeouts: Rule = {
  name: "timeouts",
  says: "the edge waits longer than a service works, and a service longer than its statements run",
  check: (service, stack) => [...edgeBeforeService(service, stack), ...serviceBeforeStatement(service, stack)],
};

function edgeBeforeService({ routes = [] }: ServiceFacts, stack: readonly ServiceFacts[]): Fault[] {
  return routes.flatMap(({ path, service, readTimeoutMs }, index) => {
    const longest = named(stack, service)?.longestRequestMs;
    if (longest === undefined || readTimeoutMs >= longest) return [];
    return [
      {
        path: `routes[${index}]`,
        problem: `the edge gives up on ${path} after ${formatDuration(readTimeoutMs)}, "${service}" may work for ${formatDuration(longest)}`,
        remedy: `set readTimeoutSeconds of the route to ${Math.ceil(longest / 1000)} or more, or shorten what the service allows`,
      },
    ];
  });
}

function serviceBeforeStatement({ uses, longestRequestMs }: ServiceFacts, stack: readonly ServiceFacts[]): Fault[] {
  const statement =
    uses && named(stack, uses.server)?.clients?.find(({ name }) => name === uses.client)?.statementTimeoutMs;
  if (uses === undefined || statement === undefined || longestRequestMs === undefined || statement <= longestRequestMs)
    return [];
  return [
    {
      path: "longestRequest",
      problem: `a request ends after ${formatDuration(longestRequestMs)}, its statements on "${uses.server}" run on for up to ${formatDuration(statement)}`,
      remedy: `set clients.${uses.client}.statementTimeout to "${formatDuration(longestRequestMs)}" or less, or raise longestRequest`,
    },
  ];
}
