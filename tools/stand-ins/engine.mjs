// The few calls to the Docker Engine that images need, spoken directly: a client may be missing, old or without buildx.

import { request } from "node:http";
import { Advice } from "../console.mjs";

const defaultHost = "unix:///var/run/docker.sock";

/** Where an engine listens, as node:http wants it. */
function address(host) {
  const url = new URL(host);
  if (url.protocol === "unix:") return { socketPath: url.pathname };
  if (url.protocol === "tcp:" || url.protocol === "http:") return { host: url.hostname, port: url.port || 2375 };
  throw new Advice(
    `images can't be provided through ${host}: only unix:// and tcp:// engines are supported`,
    "pull or load the images on that engine by its own client, then start again",
  );
}

/** The engine at `host` (default: DOCKER_HOST, else the local socket). */
export function engine(host = process.env.DOCKER_HOST || defaultHost) {
  const where = address(host);

  /** Sends a request and resolves with the response, its body still to be read. */
  const send = (method, path, { body, headers, signal } = {}) =>
    new Promise((resolve, reject) => {
      const sent = request({ ...where, method, path, headers, signal }, resolve);
      sent.on("error", reject);
      if (body?.pipe) body.on("error", (error) => sent.destroy(error)).pipe(sent);
      else sent.end(body);
    });

  const json = async (method, path) => {
    const response = await send(method, path);
    let text = "";
    for await (const chunk of response) text += chunk;
    if (response.statusCode === 404) return undefined;
    const said = text ? JSON.parse(text) : {};
    if (response.statusCode >= 400) throw new Error(said.message ?? `${method} ${path}: status ${response.statusCode}`);
    return said;
  };

  return {
    version: () => json("GET", "/version"),
    /** What the engine knows of an image, or undefined. */
    image: (name) => json("GET", `/images/${name}/json`),
    /** Removes an image that nothing uses. */
    remove: (id) => json("DELETE", `/images/${id}`),
    /** Pulls an image and calls `progress` for every line. Rejects with the engine's or the registry's words. */
    async pull(name, { signal, progress = () => {} } = {}) {
      const [, repository, tag] = /^(.*):([^:/]+)$/.exec(name);
      const query = new URLSearchParams({ fromImage: repository, tag });
      await eachLine(await send("POST", `/images/create?${query}`, { signal }), progress);
    },
    /** Loads an archive in the form of `docker save` from a stream. */
    async load(archive) {
      const headers = { "content-type": "application/x-tar" };
      await eachLine(await send("POST", "/images/load?quiet=1", { body: archive, headers }), () => {});
    },
  };
}

/** Reads a stream of JSON lines; an error among them, or a bad status, is thrown. */
async function eachLine(response, progress) {
  let text = "";
  const take = (line) => {
    if (!line.trim()) return;
    const said = JSON.parse(line);
    const error = said.error ?? (response.statusCode >= 400 ? said.message : undefined);
    if (error) throw new Error(error);
    progress(said);
  };
  for await (const chunk of response) {
    const lines = (text + chunk).split("\n");
    text = lines.pop();
    lines.forEach(take);
  }
  take(text);
}
