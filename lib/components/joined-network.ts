import type * as pulumi from "@pulumi/pulumi";
import type { Route } from "../spec/route";
import type { Fault } from "../validation/fault";
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

/** Names are resolved within one network only: a service elsewhere is never found, and the deployment looks fine. */
export function networkFaults(given: ServiceNetwork | undefined, reached: readonly Reached[]): Fault[] {
  const joined = decided(given, reached);
  return reached
    .filter(({ network }) => network !== undefined && network !== joined)
    .map(({ path, service }) => ({
      path,
      problem: `"${service}" is on another network, where this service can't reach it`,
      remedy: "give both the same network",
    }));
}

/** A client's database. Undefined where the argument is missing, which its validator tells. */
export const databaseReached = (database: DatabaseConnection | undefined): Reached[] =>
  database === undefined ? [] : [{ path: "database", service: database.host, network: database.network }];

/** An edge's services. */
export const routesReached = (routes: readonly Route[] | undefined): Reached[] =>
  (routes ?? []).map(({ service, network }, index) => ({ path: `routes[${index}]`, service, network }));
