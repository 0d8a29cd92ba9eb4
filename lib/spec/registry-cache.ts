import * as pulumi from "@pulumi/pulumi";
import { registryPort } from "../tuning/registry";
import { settingsAt, type SettledSetting } from "../tuning/setting";
import type { CheckedRegistryCache } from "../validation/registry-cache";
import type { ServiceSpec } from "./service-spec";

/** A mirror's password is in it: there is no variable that leads to a file. */
const configurationFile = "/run/secrets/registry.json";

/**
 * The official image keeps in /var/lib/registry, which is root's, and so would be a volume there. A new volume takes over the
 * rights of the folder that it covers: this one is everybody's, so that the registry needs no root.
 */
const dataFolder = "/var/tmp";
const rootDirectory = `${dataFolder}/registry`;

/** Not root, and nobody's on most hosts. */
const registryUser = "1000:1000";

/** Removes what no tag refers to any more. Nobody may push meanwhile: before the registry serves, nobody can. */
const cleaning = `if [ -d ${rootDirectory}/docker ]; then /bin/registry garbage-collect --delete-untagged ${configurationFile} >/dev/null; fi`;

export function registryCacheSpec(name: string, checked: CheckedRegistryCache): ServiceSpec {
  const serve = `exec /bin/registry serve ${configurationFile}`;
  const environment = settingsAt(checked.settings, "environment");
  return {
    name,
    component: "RegistryCache",
    image: { reference: checked.image },
    entrypoint: ["/bin/sh", "-c"],
    command: [checked.upstream === undefined ? `${cleaning}; ${serve}` : serve],
    environment: {
      ...Object.fromEntries(environment.map(({ name, value, unit }) => [name, `${value}${unit ?? ""}`])),
      // The image's own, said here too: without it each request looks for a collector of traces.
      OTEL_TRACES_EXPORTER: "none",
    },
    files: [{ path: configurationFile, content: configurationOf(checked) }],
    limits: checked.service.limits,
    user: registryUser,
    // The shell gives its place to the registry, which starts no children.
    init: false,
    // Covers the volume that the image declares: each container would get an empty one of it.
    scratch: [{ path: "/var/lib/registry", sizeMiB: 1, mode: "0755" }],
    volumes: [{ purpose: "data", path: dataFolder }],
    health: {
      ...checked.service.health,
      command: ["wget", "-q", "-O", "/dev/null", `http://127.0.0.1:${registryPort}/v2/`],
    },
    stop: { signal: "SIGTERM", graceMs: checked.service.graceMs },
    ports: checked.service.ports,
  };
}

/** As JSON, which is YAML too: no password can break out of it. */
function configurationOf({ settings, upstream, credentials }: CheckedRegistryCache): pulumi.Input<string> {
  const configuration = (account: object): string =>
    `${JSON.stringify(registryConfiguration(settings, upstream, account), null, 2)}\n`;
  if (credentials === undefined) return configuration({});
  const { username, password } = credentials;
  return pulumi.secret(pulumi.all({ username, password }).apply(configuration));
}

/** The whole configuration: settings stand in it under their own dotted names. */
export function registryConfiguration(
  settings: readonly SettledSetting[],
  upstream: string | undefined,
  account: object = {},
): object {
  const configuration: Tree = {
    version: "0.1",
    log: { fields: { service: "registry" } },
    storage: {
      cache: { blobdescriptor: "inmemory" },
      filesystem: { rootdirectory: rootDirectory },
      maintenance: { uploadpurging: { enabled: true, interval: "24h", dryrun: false } },
    },
    http: { addr: `:${registryPort}`, headers: { "X-Content-Type-Options": ["nosniff"] } },
    health: { storagedriver: { enabled: true, threshold: 3 } },
    ...(upstream === undefined ? {} : { proxy: { remoteurl: upstream, ...account } }),
  };
  for (const { name, value, unit } of settingsAt(settings, "engine")) {
    put(configuration, name.split("."), unit === undefined ? value : `${value}${unit}`);
  }
  return configuration;
}

interface Tree {
  [name: string]: unknown;
}

function put(tree: Tree, [name = "", ...rest]: string[], value: unknown): void {
  if (rest.length === 0) tree[name] = value;
  else put((tree[name] ??= {}) as Tree, rest, value);
}
