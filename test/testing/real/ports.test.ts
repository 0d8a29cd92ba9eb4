import { expect } from "chai";
import { createServer } from "node:net";
import { Ports } from "../../../lib/testing/real/ports";

describe("Ports", () => {
  const found = async (): Promise<Ports> => {
    const ports = new Ports();
    await ports.find();
    return ports;
  };

  it("gives a name the same port in each run, and each name its own", async () => {
    const ports = await found();
    const [edge, api] = [ports.port("edge"), ports.port("api")];
    await ports.find();
    expect([ports.port("api"), ports.port("edge")]).to.deep.equal([api, edge]);
    expect(edge).not.to.equal(api);
  });

  it("gives ports that can be listened on", async () => {
    const server = createServer();
    const port = (await found()).port("edge");
    await new Promise<void>((done, fail) => server.once("error", fail).listen(port, "127.0.0.1", done));
    server.close();
  });

  it("never gives a port twice in a process", async () => {
    const many: number[] = [];
    for (let stack = 0; stack < 100; stack++) {
      const ports = await found();
      for (let name = 0; name < 20; name++) many.push(ports.port(String(name)));
    }
    expect(new Set(many).size).to.equal(2000);
  });

  it("refuses more than it has found", async () => {
    const ports = await found();
    const ask = (): unknown => Array.from({ length: 65 }, (_, name) => ports.port(`p${name}`));
    expect(ask).to.throw('one run of a program can ask for 64 ports; "p64" is beyond that');
  });
});
