// What a product may rely on in registry:3.1.2. Passes on the stand-in; meant to pass on the official image, too.

import assert from "node:assert/strict";
import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, describe, it } from "node:test";
import {
  answer,
  ask,
  attempt,
  bench,
  docker,
  hardened,
  inspect,
  logs,
  published,
  runOnce,
  stop,
  unavailable,
} from "./container.mjs";

const image = "registry:3.1.2";
const { start, folder, network, volume, clean } = bench();

/** One network for all, made when the first needs it. */
let made;
const shared = () => ["--network", (made ??= network())];

/** A configuration file that a container can mount. */
function configured(lines) {
  const path = folder();
  chmodSync(path, 0o755);
  writeFileSync(join(path, "config.yml"), `version: 0.1\n${lines.join("\n")}\n`);
  return ["-v", `${path}:/run/conf:ro`, "-p", "127.0.0.1::5000"];
}

const accepting = { headers: { accept: "application/vnd.docker.distribution.manifest.v2+json" } };

/** Pushes the image itself to the registry at `url`, as contract:1. */
function push(url) {
  const name = `${url.replace("http://", "")}/contract:1`;
  docker("tag", image, name);
  try {
    return attempt("push", name);
  } finally {
    docker("rmi", name);
  }
}

const kept = [
  "storage: { filesystem: { rootdirectory: /var/tmp/registry } }",
  'http: { addr: ":5000", draintimeout: 5s }',
];

describe(image, { skip: unavailable(image) }, () => {
  after(clean);

  it("declares entrypoint, command, port and volume, and no user", () => {
    const { Config } = inspect(image);
    assert.deepEqual(Config.Entrypoint, ["/entrypoint.sh"]);
    assert.deepEqual(Config.Cmd, ["/etc/distribution/config.yml"]);
    assert.deepEqual(Config.ExposedPorts, { "5000/tcp": {} });
    assert.deepEqual(Config.Volumes, { "/var/lib/registry": {} });
    assert.equal(Config.User ?? "", "");
    assert.ok(Config.Env.includes("OTEL_TRACES_EXPORTER=none"));
  });

  it("is distribution 3.1, with busybox's sh and wget", () => {
    assert.match(runOnce(image, [], ["--version"]).output, /distribution\/v3 v?3\.1\./);
    const { status, output } = runOnce(image, [], ["sh", "-c", "command -v wget && command -v /bin/registry"]);
    assert.equal(status, 0, output);
  });

  it("has a folder that anybody may write to, whose rights a new volume takes over", () => {
    const { output } = runOnce(image, ["-v", `${volume()}:/var/tmp`], ["sh", "-c", "ls -ld /var/tmp"]);
    assert.match(output, /^drwxrwxrwt/m);
  });

  it("as root with nothing set: answers, and keeps in its volume", async () => {
    const id = start(image, ["-p", "127.0.0.1::5000"]);
    const reply = await answer(`${published(id, 5000)}/v2/`, id);
    assert.deepEqual([reply.status, reply.text], [200, "{}"]);
    assert.equal(inspect(id).Mounts[0].Destination, "/var/lib/registry");
  });

  it("hardened, as 1000 on a read-only root: takes an image, gives it back, refuses to delete it, ends on SIGTERM", async () => {
    const args = [...hardened(1000), "-v", `${volume()}:/var/tmp`, ...configured(kept)];
    const id = start(image, args, ["/run/conf/config.yml"]);
    const url = published(id, 5000);
    await answer(`${url}/v2/`, id);
    assert.equal(attempt("exec", id, "wget", "-q", "-O", "/dev/null", "http://127.0.0.1:5000/v2/").status, 0);
    assert.equal(push(url).status, 0);
    const manifest = await ask(`${url}/v2/contract/manifests/1`, accepting);
    assert.equal(manifest.status, 200);
    const digest = manifest.headers.get("docker-content-digest");
    const gone = await ask(`${url}/v2/contract/manifests/${digest}`, { method: "DELETE" });
    assert.equal(gone.status, 405);
    assert.equal(stop(id).code, 0, logs(id));
  });

  it("removes what no tag refers to, before it serves", async () => {
    const data = volume();
    const args = [...hardened(1000), "-v", `${data}:/var/tmp`, ...configured(kept)];
    const clean = "/bin/registry garbage-collect --delete-untagged /run/conf/config.yml";
    const onNothing = runOnce(image, args, ["sh", "-c", `${clean} 2>/dev/null; echo then`]);
    assert.match(onNothing.output, /then$/, "where nothing is, it only fails");
    const id = start(image, args, ["/run/conf/config.yml"]);
    await answer(`${published(id, 5000)}/v2/`, id);
    assert.equal(push(published(id, 5000)).status, 0);
    docker("stop", id);
    const blobs = (script) => Number(runOnce(image, args, ["sh", "-c", script]).output.split("\n").at(-1));
    const count = "find /var/tmp -path '*blobs/sha256/*/*/data' | wc -l";
    assert.ok(blobs(count) > 2);
    assert.ok(blobs(`${clean} >/dev/null 2>&1; ${count}`) > 2, "what has a tag stays");
    const untag = "rm -r /var/tmp/registry/docker/registry/v2/repositories/contract/_manifests/tags";
    assert.equal(blobs(`${untag}; ${clean} >/dev/null 2>&1; ${count}`), 0);
  });

  it("with an upstream: gives what that has, also when that is gone, and takes nothing", async () => {
    const inside = shared();
    const upstream = start(image, [...inside, "--network-alias", "upstream", "-p", "127.0.0.1::5000"]);
    await answer(`${published(upstream, 5000)}/v2/`, upstream);
    assert.equal(push(published(upstream, 5000)).status, 0);
    const mirroring = [...kept, "proxy: { remoteurl: http://upstream:5000 }"];
    const mirror = start(
      image,
      [...inside, ...hardened(1000), "-v", `${volume()}:/var/tmp`, ...configured(mirroring)],
      ["/run/conf/config.yml"],
    );
    const url = published(mirror, 5000);
    await answer(`${url}/v2/`, mirror);
    const name = `${url.replace("http://", "")}/contract:1`;
    docker("pull", name);
    docker("rmi", name);
    const refused = push(url);
    assert.notEqual(refused.status, 0);
    assert.match(refused.output, /unsupported/);
    docker("stop", upstream);
    docker("pull", name);
    docker("rmi", name);
  });

  it("with an upstream's account: logs in there, by a configuration in JSON", async () => {
    const inside = shared();
    // The account "shop" with the password "word".
    const accounts = "shop:$2b$12$py3wkj9w3Yeqs1WNNhA00eQM7wneEHj0CUD1nvonUK129FXf.V6Ze\n";
    const conf = folder();
    chmodSync(conf, 0o755);
    writeFileSync(join(conf, "accounts"), accounts);
    const data = volume();
    const open = start(image, ["-v", `${data}:/var/lib/registry`, "-p", "127.0.0.1::5000"]);
    await answer(`${published(open, 5000)}/v2/`, open);
    assert.equal(push(published(open, 5000)).status, 0);
    const auth = ["-e", "REGISTRY_AUTH_HTPASSWD_PATH=/run/conf/accounts", "-e", "REGISTRY_AUTH_HTPASSWD_REALM=shop"];
    const closed = [
      ...inside,
      "--network-alias",
      "guarded",
      "-v",
      `${data}:/var/lib/registry`,
      "-v",
      `${conf}:/run/conf`,
    ];
    const upstream = start(image, [...closed, ...auth, "-p", "127.0.0.1::5000"]);
    assert.equal((await answer(`${published(upstream, 5000)}/v2/`, upstream)).status, 401);
    for (const [password, status] of [
      ["word", 200],
      ["other", 404],
    ]) {
      const proxy = { remoteurl: "http://guarded:5000", username: "shop", password };
      const configuration = {
        version: "0.1",
        storage: { filesystem: { rootdirectory: "/var/tmp/registry" }, delete: { enabled: true } },
        http: { addr: ":5000" },
        proxy: { ...proxy, ttl: "24h" },
      };
      const own = folder();
      chmodSync(own, 0o755);
      writeFileSync(join(own, "registry.json"), JSON.stringify(configuration));
      const mirror = start(
        image,
        [
          ...inside,
          ...hardened(1000),
          "-v",
          `${volume()}:/var/tmp`,
          "-v",
          `${own}:/run/conf:ro`,
          "-p",
          "127.0.0.1::5000",
        ],
        ["/run/conf/registry.json"],
      );
      const url = published(mirror, 5000);
      await answer(`${url}/v2/`, mirror);
      assert.equal((await ask(`${url}/v2/contract/manifests/1`, accepting)).status, status, logs(mirror));
    }
  });

  it("without an answer of its upstream: ends", () => {
    const args = [...hardened(1000), ...configured([...kept, "proxy: { remoteurl: http://127.0.0.1:9 }"])];
    const { status, output } = runOnce(image, args, ["/run/conf/config.yml"]);
    assert.notEqual(status, 0);
    assert.match(output, /connection refused/);
  });
});
