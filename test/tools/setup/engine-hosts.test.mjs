import { expect } from "chai";
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { engineHosts } from "../../../tools/setup/engine-hosts.mjs";

describe("where an engine is looked for", () => {
  let home;
  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), "plimsoll-home-"));
  });
  afterEach(() => {
    rmSync(home, { recursive: true });
  });

  const useContext = (name, host) => {
    const meta = join(home, ".docker", "contexts", "meta", createHash("sha256").update(name).digest("hex"));
    mkdirSync(meta, { recursive: true });
    writeFileSync(join(meta, "meta.json"), JSON.stringify({ Name: name, Endpoints: { docker: { Host: host } } }));
    writeFileSync(join(home, ".docker", "config.json"), JSON.stringify({ currentContext: name }));
  };
  const hosts = (env = {}) => engineHosts({ env, home, uid: 1000 });

  it("is DOCKER_HOST alone where that is set", () => {
    useContext("remote", "tcp://192.0.2.1:2375");
    expect(hosts({ DOCKER_HOST: "tcp://192.0.2.7:2375" })).to.deep.equal([
      { host: "tcp://192.0.2.7:2375", because: "DOCKER_HOST", chosen: true },
    ]);
  });

  it("is the client's context alone where one is in use", () => {
    useContext("remote", "tcp://192.0.2.1:2375");
    expect(hosts()).to.deep.equal([{ host: "tcp://192.0.2.1:2375", because: 'Docker context "remote"', chosen: true }]);
  });

  it("is the context that DOCKER_CONTEXT names, before the one in use", () => {
    useContext("remote", "tcp://192.0.2.1:2375");
    expect(hosts({ DOCKER_CONTEXT: "default" }).map(({ host }) => host)).to.include("unix:///var/run/docker.sock");
  });

  it("is the system's socket, then the rootless one, then Docker Desktop's", () => {
    expect(hosts().map(({ host }) => host)).to.deep.equal([
      "unix:///var/run/docker.sock",
      "unix:///run/user/1000/docker.sock",
      `unix://${home}/.docker/run/docker.sock`,
    ]);
  });

  it("survives a configuration that is not JSON", () => {
    mkdirSync(join(home, ".docker"));
    writeFileSync(join(home, ".docker", "config.json"), "{");
    expect(hosts()).to.have.length(3);
  });
});
