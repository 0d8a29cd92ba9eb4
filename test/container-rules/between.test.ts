import { expect } from "chai";
import { betweenContainers, type ContainerView, type NetworkNames } from "../../lib/container-rules";
import { container, later, line } from "./containers";

const on = (network: unknown, ...aliases: string[]) => ({ networksAdvanced: [{ name: network, aliases }] });
const calls = (variable: string, more: ContainerView["inputs"] = {}, name = "api"): ContainerView =>
  container({ envs: [later, variable], ...more }, name);
const db = (more: ContainerView["inputs"] = on("back", "db")): ContainerView =>
  container({ name: "shop-db", ...more }, "database");
const port = (external: number, name: string, more: object = {}): ContainerView =>
  container({ ports: [{ internal: 80, external, ...more }] }, name);

const apart = (variable: string, host: string): string =>
  `api shared-networks envs[1]: ${variable} names the host "${host}", which is database, and they share no network that knows it; give both the same network in networksAdvanced`;

const rows: [string, ContainerView[], NetworkNames[], ...string[]][] = [
  ["names of their own", [container({ name: "a" }, "a"), container({ name: "b" }, "b")], []],
  ["names that Pulumi makes", [container({}, "a"), container({}, "b")], []],
  ["names that are known later", [container({ name: later }, "a"), container({ name: later }, "b")], []],
  [
    "one name twice",
    [container({ name: "a" }, "one"), container({ name: "a" }, "two")],
    [],
    'two own-names name: "a" is the name of one already; give each container a name of its own, or none: Pulumi makes one',
  ],

  [
    "one name and port on two engines",
    [
      { ...container({ name: "a", ports: [{ external: 80 }] }, "one"), engine: "here" },
      { ...container({ name: "a", ports: [{ external: 80 }] }, "two"), engine: "there" },
    ],
    [],
  ],

  ["ports of their own", [port(80, "a"), port(81, "b")], []],
  ["one port on two addresses", [port(80, "a", { ip: "10.0.0.1" }), port(80, "b", { ip: "10.0.0.2" })], []],
  ["one port in two protocols", [port(53, "a"), port(53, "b", { protocol: "udp" })], []],
  [
    "one port twice",
    [port(80, "a"), port(80, "b", { ip: "127.0.0.1" })],
    [],
    "b own-ports ports[0]: port 80 of the host is published by a already; publish each container on a port of its own",
  ],

  ["a neighbour by its alias", [calls("DB_HOST=db", on("back")), db()], []],
  ["a neighbour by its name", [calls("DB_HOST=SHOP-DB:5432", on("back")), db()], []],
  ["a neighbour on one of several networks", [calls("DB_HOST=db", on("back")), db(on("back", "db"))], []],
  ["a network given as mode", [calls("DB_HOST=shop-db", { networkMode: "back" }), db()], []],
  ["a host elsewhere", [calls("DB_HOST=db.example.com", on("front")), db()], []],
  ["a variable that says something else", [calls("DB_NAME=db", on("front")), db()], []],
  ["a network that is known later", [calls("DB_HOST=db", on(later)), db()], []],
  ["one whose own network is", [calls("DB_HOST=shop-db", on("front")), db(on(later, "db"))], []],
  [
    "an address of its own",
    [calls("DB_HOST=db", { ...on("front"), hosts: [{ host: "db", ip: "10.0.0.1" }] }), db()],
    [],
  ],
  ["a link", [calls("DB_HOST=db", { links: ["shop-db:db"] }), db()], []],
  ["somebody else's network", [calls("DB_HOST=db", { networkMode: "container:x" }), db()], []],
  ["itself", [calls("SELF_URL=http://api", { name: "api" })], []],
  ["one network by name and by id", [calls("DB_HOST=db", on("id-1")), db()], [["back", "id-1"]]],
  ["another network", [calls("DB_HOST=db", on("front")), db()], [], apart("DB_HOST", "db")],
  [
    "a URL to another network",
    [calls("DATABASE_URL=postgres://app:x@db:5432/shop", on("front")), db()],
    [],
    apart("DATABASE_URL", "db"),
  ],
  ["a list of options behind", [calls("API_URL=db?x=y", on("front")), db()], [], apart("API_URL", "db")],
  ["the default bridge, which knows no names", [calls("DB_HOST=shop-db"), db({})], [], apart("DB_HOST", "shop-db")],
  [
    "an alias that another network knows",
    [
      calls("DB_HOST=db", on("front")),
      db({ networksAdvanced: [{ name: "front" }, { name: "back", aliases: ["db"] }] }),
    ],
    [],
    apart("DB_HOST", "db"),
  ],
];

describe("betweenContainers", () => {
  for (const [title, views, networks, ...lines] of rows) {
    it(`${lines.length === 0 ? "takes" : "finds"} ${title}`, () => {
      expect(betweenContainers(views, networks).map(line)).to.deep.equal(lines);
    });
  }
});
