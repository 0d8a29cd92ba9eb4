import type { ServiceNetwork } from "../components/service-network";

/** A path that the edge sends to a service. Plain data: the edge's configuration must not depend on replaceable containers. */
export interface Route {
  /** Path prefix, with a slash first and last: "/api/". */
  path: string;
  /** Host name of the service on the network. */
  service: string;
  port: number;
  /** The network the service is on; an edge without one of its own joins it. */
  network?: ServiceNetwork;
  /** Takes the prefix away before the service sees the request. */
  stripPrefix: boolean;
  /** Passes WebSocket upgrades on. */
  webSocket: boolean;
  /** Largest body of a request. */
  maxBodyMiB: number;
  /** Silence of the service after which the edge gives up. */
  readTimeoutSeconds: number;
  /** Keeps answers that the service declares fresh and public. */
  cache: boolean;
  /** Compresses at the edge, for services that don't. */
  compress: boolean;
}

/** What a route has unless its service says otherwise. */
export const plainRoute: Omit<Route, "path" | "service" | "port"> = {
  stripPrefix: false,
  webSocket: false,
  // nginx's own default.
  maxBodyMiB: 1,
  readTimeoutSeconds: 60,
  cache: false,
  compress: true,
};

/** How long an edge waits for a service: longer than its longest request. */
export const readTimeoutFor = (longestRequestMs: number): number =>
  Math.max(plainRoute.readTimeoutSeconds, Math.ceil(longestRequestMs / 1000) + 5);

/**
 * Of a service in development: browsers are told of edits through a WebSocket, which is silent for long, as is a program that a
 * debugger holds. No answer is kept.
 */
export const liveRoute = { webSocket: true, cache: false, readTimeoutSeconds: 3600 } satisfies Partial<Route>;
