import type * as pulumi from "@pulumi/pulumi";
import type { Standing } from "../facts/service";
import type { Route } from "../spec/route";
import type { DatabaseConnection } from "./database-connection";
import { ServiceNetwork } from "./service-network";

/** Something a service must be able to reach. */
export interface Reached {
  /** The argument that brings it. */
  path: string;
  /** Its host name. */
  service: string;
  network?: ServiceNetwork | undefined;
}

/** The network that the arguments decide on; undefined where they leave it open. */
const decided = (given: ServiceNetwork | undefined, reached: readonly Reached[]): ServiceNetwork | undefined =>
  given ?? reached.find(({ network }) => network !== undefined)?.network;

/** The network a service joins: what it was given, else that of what it must reach, else one of its own. */
export function joinNetwork(
  parent: pulumi.Resource,
  name: string,
  given: ServiceNetwork | undefined,
  reached: readonly Reached[] = [],
): ServiceNetwork {
  return decided(given, reached) ?? new ServiceNetwork(name, {}, { parent });
}

/** Where a service will stand in its program. `helpers`: what the names of the containers beside it end with. */
export function standing(
  component: string,
  name: string,
  helpers: readonly string[],
  given: ServiceNetwork | undefined,
  reached: readonly Reached[] = [],
): Standing {
  return {
    component,
    name,
    helpers,
    network: decided(given, reached)?.logicalName ?? name,
    calls: reached.map(({ path, service, network }) => ({ path, service, network: network?.logicalName })),
  };
}

/** A client's database. Undefined where the argument is missing, which its validator tells. */
export const databaseReached = (database: DatabaseConnection | undefined): Reached[] =>
  database === undefined ? [] : [{ path: "database", service: database.host, network: database.network }];

/** An edge's services. */
export const routesReached = (routes: readonly Route[] | undefined): Reached[] =>
  (routes ?? []).map(({ service, network }, index) => ({ path: `routes[${index}]`, service, network }));
