import { expect } from "chai";
import { publishedBeyondHost, publishedPorts, type ContainerView } from "../../lib/container-rules";
import { container, later, line } from "./containers";

const publishing = (port: unknown, name = "web"): ContainerView => container({ ports: [port] }, name);
const everywhere = "0.0.0.0, every address of the host (the provider's default),";
const out = "leave it out: containers of one network reach each other without it; or allow it";

describe("publishedPorts", () => {
  const rows: [string, ContainerView[], (number | string)[], ...string[]][] = [
    ["nothing, and nothing allowed", [container({})], []],
    ["an allowed port on any address", [publishing({ internal: 80, external: 8080 })], [8080]],
    ["one written as a text", [publishing({ internal: 80, external: 8080 })], ["8080"]],
    ["the address it is allowed on", [publishing({ external: 8080, ip: "127.0.0.1" })], ["127.0.0.1:8080"]],
    ["an address of version 6", [publishing({ external: 8080, ip: "::1" })], ["[::1]:8080"]],
    ["its protocol", [publishing({ external: 53, protocol: "udp" })], ["53/udp"]],
    ["ports that are known later", [container({ ports: later })], [8080]],
    ["a port that is known later", [publishing({ internal: 80, external: later })], [8080]],
    ["a container that never runs", [container({ start: false, mustRun: false, ports: [{ external: 1 }] })], []],
    [
      "a port too many",
      [publishing({ external: 5432, ip: "127.0.0.1" }, "db"), publishing({ external: 8080 })],
      [8080],
      `db published-ports ports[0]: port 5432 is published on 127.0.0.1 and not among the allowed ones; ${out}`,
    ],
    [
      "the provider's own address",
      [publishing({ external: 5432 })],
      [],
      `web published-ports ports[0]: port 5432 is published on ${everywhere} and not among the allowed ones; ${out}`,
    ],
    [
      "another address than the allowed one",
      [publishing({ external: 8080 })],
      ["127.0.0.1:8080"],
      `web published-ports ports[0]: port 8080 is published on ${everywhere} and allowed on 127.0.0.1; write ip: "127.0.0.1"`,
    ],
    [
      "another protocol, and the allowed one missing",
      [publishing({ external: 53, protocol: "udp", ip: "10.0.0.1" })],
      ["53/tcp"],
      `web published-ports ports[0]: port 53/udp is published on 10.0.0.1 and not among the allowed ones; ${out}`,
      "(none) published-ports ports: port 53/tcp is allowed, and no container publishes it; publish it, or take it out of the allowed ones",
    ],
    [
      "a port that the engine picks",
      [publishing({ internal: 80 })],
      [],
      `web published-ports ports[0]: a port that the engine picks is published on ${everywhere}; leave it out`,
    ],
    [
      "a missing port",
      [container({})],
      ["127.0.0.1:8080"],
      "(none) published-ports ports: port 127.0.0.1:8080 is allowed, and no container publishes it; publish it, or take it out of the allowed ones",
    ],
    [
      "the host's network, where nobody can tell what is missing",
      [container({ networkMode: "host", ports: [{ external: 1 }] })],
      [8080],
      "web published-ports networkMode: with the host's network every port it listens on is published; join a network with networksAdvanced, and publish the ports that are meant",
    ],
    [
      "all ports of an image",
      [container({ publishAllPorts: true })],
      [],
      "web published-ports publishAllPorts: every port that the image names is published, on ports the engine picks; leave it out, and publish the ports that are meant",
    ],
  ];
  for (const [title, views, allowed, ...lines] of rows) {
    it(`${lines.length === 0 ? "takes" : "finds"} ${title}`, () => {
      expect(publishedPorts(views, allowed).map(line)).to.deep.equal(lines);
    });
  }

  for (const allowed of [0, 65_536, "web", "127.0.0.1", "1.5", "8080:80:80", "80/icmp"]) {
    it(`refuses to allow ${JSON.stringify(allowed)}`, () => {
      expect(() => publishedPorts([], [allowed])).to.throw(
        TypeError,
        `"${allowed}" is no port; write a number, or an address and a port: "127.0.0.1:8080"`,
      );
    });
  }
});

describe("publishedBeyondHost", () => {
  it("leaves alone what only the host itself reaches", () => {
    const loopback = [publishing({ external: 1, ip: "127.0.0.1" }), publishing({ external: 1, ip: "::1" })];
    expect(loopback.flatMap((view) => publishedBeyondHost(view, []))).to.deep.equal([]);
  });

  it("asks nobody to publish what is allowed", () => {
    expect(publishedBeyondHost(container({}), [443])).to.deep.equal([]);
  });

  it("finds what others reach", () => {
    expect(publishedBeyondHost(publishing({ external: 5432 }), [443]).map(line)).to.deep.equal([
      `web published-ports ports[0]: port 5432 is published on ${everywhere} and not among the allowed ones; ${out}`,
    ]);
  });
});
