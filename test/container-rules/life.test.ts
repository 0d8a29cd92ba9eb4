import { expect } from "chai";
import { but, container, later, rows, told } from "./containers";

const probe = 'write healthcheck: { tests: ["CMD", ...] } with a command that the image contains';

rows("health-check", [
  ["what is known later", { healthcheck: later }],
  ["tests that are known later", { healthcheck: { tests: later } }],
  [
    "none",
    { healthcheck: undefined },
    `healthcheck: none is given, so a hanging program counts as a running one; ${probe}`,
  ],
  [
    "one without tests",
    { healthcheck: { tests: [] } },
    `healthcheck: none is given, so a hanging program counts as a running one; ${probe}`,
  ],
  [
    "one that is switched off",
    { healthcheck: { tests: ["NONE"] } },
    `healthcheck: the image's health check is switched off; ${probe}`,
  ],
]);

const stopped =
  "restart: after a crash, or a restart of the host, it stays stopped; " +
  'write restart: "unless-stopped"; a task that runs once says mustRun: false as well';

rows("restart-policy", [
  ["another policy", { restart: "on-failure" }],
  ["what is known later", { restart: later }],
  ["none", { restart: undefined }, stopped],
  ["the word no", { restart: "no" }, stopped],
]);

const killed =
  "destroyGraceSeconds: not given: the provider kills it at once when it is replaced, whatever stopTimeout says; " +
  "write destroyGraceSeconds: 15 and stopTimeout: 15; a database needs 60 or more";

rows("stop-grace", [
  ["what is known later", { destroyGraceSeconds: later }],
  ["only a timeout of the engine", { destroyGraceSeconds: undefined, stopTimeout: 60 }, killed],
  ["nought", { destroyGraceSeconds: 0 }, killed],
]);

const version = "write a full version as tag, or take RemoteImage's imageId or repoDigest";

rows("pinned-image", [
  ["an id", { image: "sha256:4f5c" }],
  ["a digest", { image: "nginx:latest@sha256:4f5c" }],
  ["what is known later", { image: later }],
  ["a tag behind a registry with a port", { image: "localhost:5000/shop/web:1.2" }],
  ["no tag", { image: "nginx" }, `image: "nginx" has no tag, which means "latest"; ${version}`],
  [
    "no tag behind a registry with a port",
    { image: "localhost:5000/web" },
    `image: "localhost:5000/web" has no tag, which means "latest"; ${version}`,
  ],
  ["the tag latest", { image: "nginx:latest" }, `image: "nginx:latest" changes over time; ${version}`],
]);

describe("rules", () => {
  it("leave a container alone in which nothing ever runs, but for its image", () => {
    const seed = { start: false, mustRun: false, networkMode: "none" };
    expect(told(container({ ...seed, image: "nginx:1.30.1" }))).to.deep.equal([]);
    expect(told(container({ ...seed, image: "nginx:1.30.1", restart: "no" }))).to.deep.equal([]);
    expect(told(container({ ...seed, image: "nginx" }))).to.deep.equal([
      `web pinned-image image: "nginx" has no tag, which means "latest"; ${version}`,
    ]);
  });

  it("take a container that starts for one that runs, even where it may end and has no network", () => {
    expect(
      told(but({ mustRun: false, networkMode: "none", networksAdvanced: undefined, user: "root" })),
    ).to.have.lengthOf(1);
  });

  it("ask of a task that runs once all but what serving needs", () => {
    const task = { mustRun: false, healthcheck: undefined, destroyGraceSeconds: undefined };
    for (const more of [{ restart: "no" }, { restart: undefined }, { restart: "no", start: false }])
      expect(told(but({ ...task, ...more, memory: undefined })).map((said) => said.split(" ")[1])).to.deep.equal([
        "memory-limit",
      ]);
  });

  it("take a container that is only not awaited for one that serves", () => {
    expect(told(but({ mustRun: false, restart: "always", healthcheck: undefined }))).to.have.lengthOf(1);
  });
});
