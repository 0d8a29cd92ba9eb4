// The Docker Engine API over its socket: the set-up runs before any package is installed, and where no client is.

import { readFileSync } from "node:fs";
import { request as requestPlain } from "node:http";
import { request as requestTls } from "node:https";
import { join } from "node:path";
import { Advice } from "../console.mjs";

/** A client for the engine at `host`, a value as DOCKER_HOST has it. */
export function engineApi(host, { timeout = 10_000 } = {}) {
  const [request, address] = transport(host);

  const send = (method, path, { body } = {}) =>
    new Promise((resolve, reject) => {
      const headers = body === undefined ? {} : { "content-type": "application/json" };
      const sent = request({ ...address, method, path, headers, timeout }, (response) => {
        const chunks = [];
        response.on("data", (chunk) => chunks.push(chunk));
        response.on("error", reject);
        response.on("end", () => resolve({ status: response.statusCode, content: Buffer.concat(chunks) }));
      });
      sent.on("timeout", () => sent.destroy(new Error(`no answer in ${timeout / 1000} s`)));
      sent.on("error", reject);
      sent.end(body === undefined ? undefined : JSON.stringify(body));
    });

  /** Raw content. What is not there is undefined; any other refusal is thrown in the engine's words. */
  const call = async (method, path, options) => {
    const { status, content } = await send(method, path, options);
    if (status === 404) return undefined;
    if (status >= 400) throw new Error(words(content) ?? `${method} ${path}: status ${status}`);
    return content;
  };
  const json = async (method, path, options) => {
    const content = await call(method, path, options);
    return content === undefined ? undefined : content.length > 0 ? JSON.parse(content) : {};
  };
  const labelled = (labels) => `filters=${encodeURIComponent(JSON.stringify({ label: labels }))}`;

  return {
    version: () => json("GET", "/version"),
    info: () => json("GET", "/info"),
    containers: (...labels) => json("GET", `/containers/json?all=1&${labelled(labels)}`),
    container: (id) => json("GET", `/containers/${id}/json`),
    stats: (id) => json("GET", `/containers/${id}/stats?stream=false&one-shot=1`),
    async logs(id, lines) {
      const [state, content] = [
        await json("GET", `/containers/${id}/json`),
        await call("GET", `/containers/${id}/logs?stdout=1&stderr=1&tail=${lines}`),
      ];
      return content === undefined ? "" : state?.Config?.Tty ? content.toString() : logText(content);
    },
    removeContainer: (id) => call("DELETE", `/containers/${id}?force=1`),
    networks: (...labels) => json("GET", `/networks?${labelled(labels)}`),
    removeNetwork: (id) => call("DELETE", `/networks/${id}`),
    volumes: async (...labels) => (await json("GET", `/volumes?${labelled(labels)}`)).Volumes ?? [],
    removeVolume: (name) => call("DELETE", `/volumes/${encodeURIComponent(name)}`),
    image: (name) => json("GET", `/images/${name}/json`),
    /** Calls `take` for every event from now on. Returns what ends that. */
    watch(filters, take) {
      const path = `/events?filters=${encodeURIComponent(JSON.stringify(filters))}`;
      const sent = request({ ...address, method: "GET", path }, (response) => {
        let text = "";
        response.on("data", (chunk) => {
          const lines = (text + chunk).split("\n");
          text = lines.pop();
          lines.filter(Boolean).forEach((line) => take(JSON.parse(line)));
        });
        response.on("error", () => {});
      });
      // What is watched for is a help, and never worth failing for.
      sent.on("error", () => {});
      sent.end();
      return () => sent.destroy();
    },
  };
}

/** How node reaches what `host` names. */
function transport(host) {
  const [, scheme, rest] = /^(\w+):\/\/(.*)$/.exec(host) ?? [];
  if (scheme === "unix") return [requestPlain, { socketPath: rest }];
  if (scheme === "tcp" || scheme === "http" || scheme === "https") {
    const { hostname, port } = new URL(`http://${rest}`);
    if (scheme !== "https" && !process.env.DOCKER_TLS_VERIFY)
      return [requestPlain, { host: hostname, port: port || 2375 }];
    const read = (name) => readFileSync(join(process.env.DOCKER_CERT_PATH ?? "", name));
    return [
      requestTls,
      { host: hostname, port: port || 2376, ca: read("ca.pem"), cert: read("cert.pem"), key: read("key.pem") },
    ];
  }
  throw new Advice(
    `the Docker Engine at ${host} can't be used: only unix:// and tcp:// are supported`,
    "forward its socket (`ssh -L`), and set DOCKER_HOST to that",
  );
}

function words(content) {
  try {
    return JSON.parse(content).message;
  } catch {
    return undefined;
  }
}

/** The text in the engine's log stream: frames of 8 bytes (stream, length) and their content. */
export function logText(stream) {
  const parts = [];
  for (let at = 0; at + 8 <= stream.length;) {
    const end = at + 8 + stream.readUInt32BE(at + 4);
    parts.push(stream.subarray(at + 8, end));
    at = end;
  }
  return Buffer.concat(parts).toString();
}
