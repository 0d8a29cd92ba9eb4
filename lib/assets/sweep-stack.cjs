// Removes from a Docker Engine what a test's stack has left there: everything that is provably the stack's own.
"use strict";

const kinds = {
  "docker:index/container:Container": "container",
  "docker:index/network:Network": "network",
  "docker:index/volume:Volume": "volume",
};

/**
 * @param docker a dockerode client
 * @param stack `project` and `stack`: what carries their label, or a name that begins with both, goes. `state` is what
 *   `pulumi stack export` prints: what Pulumi failed to delete goes too, and what it had begun to make when it was
 *   killed (`since`: in milliseconds; anything older was made by somebody else). With `begunOnly` only the latter: Pulumi
 *   does not know of it, and could not delete the network that it is on.
 * @returns what was removed, as lines to read
 */
async function sweep(docker, { project, stack, state = {}, since = 0, begunOnly = false }) {
  const prefix = `${project}-${stack}-`;
  const resources = state.deployment?.resources ?? [];
  const known = new Set(resources.filter(({ type, retainOnDelete }) => type in kinds && !retainOnDelete).map(keyOf));
  const begun = new Set(
    (state.deployment?.pending_operations ?? []).map(
      ({ resource }) => `${kinds[resource.type]} ${resource.inputs?.name}`,
    ),
  );
  const ours = (kind, { id, name, labels, created }) =>
    (begun.has(`${kind} ${name}`) && created >= since - 1000) ||
    (!begunOnly &&
      (name.startsWith(prefix) || labels?.["plimsoll.stack"] === `${project}/${stack}` || known.has(`${kind} ${id}`)));

  const found = await list(docker);
  const done = [];
  for (const [kind, things] of Object.entries(found))
    for (const thing of things)
      if (ours(kind, thing)) {
        await thing.remove().catch((error) => {
          if (!isGoing(error)) throw error;
        });
        done.push(`removed ${kind} ${thing.name}`);
      }
  return done;
}

/** Gone already, or being removed by somebody else, is as good as removed. */
const isGoing = ({ statusCode, message }) => statusCode === 404 || /removal .* is already in progress/.test(message);

const keyOf = ({ type, id }) => `${kinds[type]} ${id}`;

/** In the order in which they can be removed: networks and volumes are free once no container uses them. */
async function list(docker) {
  const [containers, networks, { Volumes: volumes }, images] = await Promise.all([
    docker.listContainers({ all: true }),
    docker.listNetworks(),
    docker.listVolumes(),
    docker.listImages(),
  ]);
  return {
    container: containers.map(({ Id, Names, Labels, Created }) => ({
      id: Id,
      name: (Names[0] ?? Id).replace(/^\//, ""),
      labels: Labels,
      created: Created * 1000,
      remove: () => docker.getContainer(Id).remove({ force: true }),
    })),
    network: networks.map(({ Id, Name, Labels, Created }) => ({
      id: Id,
      name: Name,
      labels: Labels,
      created: Date.parse(Created),
      remove: () => docker.getNetwork(Id).remove(),
    })),
    volume: (volumes ?? []).map(({ Name, Labels, CreatedAt }) => ({
      id: Name,
      name: Name,
      labels: Labels,
      created: Date.parse(CreatedAt),
      remove: () => docker.getVolume(Name).remove(),
    })),
    image: images.flatMap(({ RepoTags }) =>
      (RepoTags ?? []).map((tag) => ({
        id: tag,
        name: tag,
        remove: () => docker.getImage(tag).remove({ force: true }),
      })),
    ),
  };
}

/** A client of the engine at `host`, as DOCKER_HOST writes it; without one, of the engine that DOCKER_HOST names. */
function engineAt(host) {
  const Docker = require("dockerode");
  if (!host) return new Docker();
  const { protocol, hostname, port, pathname } = new URL(host);
  if (protocol === "unix:") return new Docker({ socketPath: pathname });
  if (protocol === "ssh:") return new Docker({ protocol: "ssh", host: hostname, port: port || 22 });
  return new Docker({ host: hostname, port: port || 2375 });
}

module.exports = { engineAt, sweep };
