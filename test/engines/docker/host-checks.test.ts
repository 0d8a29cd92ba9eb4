import { expect } from "chai";
import {
  diskFaults,
  leastFreeBytes,
  portFaults,
  subnetFaults,
  type Neighbours,
} from "../../../lib/engines/docker/host-checks";
import { spoken } from "../../support/faults";

const empty: Neighbours = { networks: [], containers: [] };
const publish = (host: number, address = "127.0.0.1") => [{ container: 80, host, address }];
const holding = (name: string, host: number, address: string): Neighbours => ({
  ...empty,
  containers: [{ name, ports: [{ host, address }] }],
});

describe("a subnet", () => {
  const networks = [
    { name: "bridge", subnets: ["172.17.0.0/16"] },
    { name: "other_default", subnets: ["fd00::/64", "172.20.128.0/17"] },
    { name: "shop-test-own", subnets: ["172.21.0.0/16"] },
    { name: "none", subnets: [] },
  ];

  it("that overlaps another network is refused with that network's name and subnets", () => {
    expect(spoken(subnetFaults("172.20.0.0/16", "shop-test-own", { ...empty, networks }))).to.deep.equal([
      'subnet: 172.20.0.0/16 overlaps the Docker network "other_default" (fd00::/64, 172.20.128.0/17); ' +
        "write another one, or remove that network: docker network rm other_default",
    ]);
  });

  it("that overlaps several is refused once for each", () => {
    expect(subnetFaults("172.16.0.0/12", "shop-test-own", { ...empty, networks })).to.have.length(2);
  });

  it("that overlaps Docker's own network is not told to remove it", () => {
    expect(spoken(subnetFaults("172.17.0.0/24", "shop-test-own", { ...empty, networks }))).to.deep.equal([
      'subnet: 172.17.0.0/24 overlaps the Docker network "bridge" (172.17.0.0/16); write another one, that network is Docker\'s own',
    ]);
  });

  it("may be its own network's again", () => {
    expect(subnetFaults("172.21.0.0/16", "shop-test-own", { ...empty, networks })).to.deep.equal([]);
  });

  it("beside the others is free", () => {
    expect(subnetFaults("172.18.0.0/16", "shop-test-own", { ...empty, networks })).to.deep.equal([]);
  });
});

describe("a host port", () => {
  for (const { title, asked, held } of [
    { title: "on the same address", asked: "127.0.0.1", held: "127.0.0.1" },
    { title: "on every address", asked: "127.0.0.1", held: "0.0.0.0" },
    { title: "on every IPv6 address", asked: "127.0.0.1", held: "::" },
    { title: "on one address, where all are asked for", asked: "0.0.0.0", held: "192.0.2.7" },
  ]) {
    it(`that a container holds ${title} is refused with the container's name`, () => {
      expect(
        spoken(portFaults(publish(8080, asked), "shop-test-edge", holding("other", 8080, held), [])),
      ).to.deep.equal([
        `publish: port 8080 of ${asked} is taken by the container "other"; publish another port, or stop that container`,
      ]);
    });
  }

  it("that another program listens on is refused, with the way to find the program", () => {
    expect(spoken(portFaults(publish(5432), "shop-test-db", empty, [5432]))).to.deep.equal([
      "publish: port 5432 of 127.0.0.1 is taken by another program on this host; publish another port, or stop it (ss -ltnp shows it)",
    ]);
  });

  it("that a container holds on another address is free", () => {
    expect(
      portFaults(publish(8080, "127.0.0.1"), "shop-test-edge", holding("other", 8080, "192.0.2.7"), []),
    ).to.deep.equal([]);
  });

  it("that a container holds beside it is free", () => {
    expect(portFaults(publish(8080), "shop-test-edge", holding("other", 8081, "0.0.0.0"), [])).to.deep.equal([]);
  });

  it("that its own container holds is free, although something listens on it", () => {
    expect(
      portFaults(publish(8080), "shop-test-edge", holding("shop-test-edge", 8080, "127.0.0.1"), [8080]),
    ).to.deep.equal([]);
  });

  it("that its own container and another one hold on different addresses is refused where all are asked for", () => {
    const own = holding("shop-test-edge", 8080, "127.0.0.1").containers;
    const other = holding("other", 8080, "192.0.2.7").containers;
    expect(
      portFaults(publish(8080, "0.0.0.0"), "shop-test-edge", { ...empty, containers: [...own, ...other] }, [8080]),
    ).to.have.length(1);
  });

  it("that nobody holds is free", () => {
    expect(portFaults(publish(8080), "shop-test-edge", empty, [8081])).to.deep.equal([]);
  });
});

describe("the disk", () => {
  it("that is nearly full is refused with what is free, what is needed and where", () => {
    expect(spoken(diskFaults(1.5 * 1024 ** 3, "/var/lib/docker"))).to.deep.equal([
      "/var/lib/docker: 1.5 GiB are free where the engine keeps its data, 2 are needed; " +
        "make room: docker system df shows what is used, docker image prune removes images without a name",
    ]);
  });

  it("with a byte too little is refused", () => {
    expect(diskFaults(leastFreeBytes - 1, "/var/lib/docker")).to.have.length(1);
  });

  it("with just enough is taken", () => {
    expect(diskFaults(leastFreeBytes, "/var/lib/docker")).to.deep.equal([]);
  });
});
