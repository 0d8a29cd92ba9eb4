import { expect } from "chai";
import { createServer } from "node:http";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { engineApi, logText } from "../../../tools/setup/engine-api.mjs";

const frame = (text) => {
  const header = Buffer.alloc(8);
  header.writeUInt32BE(Buffer.byteLength(text), 4);
  return Buffer.concat([header, Buffer.from(text)]);
};

describe("the engine's log stream", () => {
  for (const [title, stream, text] of [
    ["nothing", Buffer.alloc(0), ""],
    ["two frames", Buffer.concat([frame("one\n"), frame("two\n")]), "one\ntwo\n"],
    ["a frame that was cut off", frame("ready").subarray(0, 10), "re"],
    ["a letter that two frames share", Buffer.concat([frame("gr\u00f6"), frame("\u00dfer")]), "größer"],
  ]) {
    it(`of ${title} is read`, () => {
      expect(logText(stream)).to.equal(text);
    });
  }
});

describe("a client of the engine", () => {
  let folder;
  let server;
  const answers = {
    "/version": [200, '{"ApiVersion":"1.41"}'],
    "/info": [500, '{"message":"the disk is on fire"}'],
    "/containers/gone/json": [404, '{"message":"No such container: gone"}'],
  };
  before(async () => {
    folder = mkdtempSync(join(tmpdir(), "plimsoll-socket-"));
    server = createServer(({ url }, response) => {
      const [status, body] = answers[url] ?? [200, "{}"];
      response.writeHead(status).end(body);
    });
    await new Promise((resolve) => server.listen(join(folder, "docker.sock"), resolve));
  });
  after(() => {
    server.close();
    rmSync(folder, { recursive: true });
  });
  const api = () => engineApi(`unix://${join(folder, "docker.sock")}`);

  it("gives what the engine answers", async () => {
    expect(await api().version()).to.deep.equal({ ApiVersion: "1.41" });
  });

  it("gives nothing for what is not there", async () => {
    expect(await api().container("gone")).to.equal(undefined);
  });

  it("fails in the engine's own words", async () => {
    const words = await api()
      .info()
      .catch((error) => error.message);
    expect(words).to.equal("the disk is on fire");
  });

  it("fails with the system's code where nothing listens", async () => {
    const { code } = await engineApi(`unix://${join(folder, "other.sock")}`)
      .version()
      .catch((error) => error);
    expect(code).to.equal("ENOENT");
  });

  it("refuses a kind of host that it can't reach, with a way round", () => {
    expect(() => engineApi("ssh://me@host")).to.throw(
      /only unix:\/\/ and tcp:\/\/ are supported\n {2}-> forward its socket/,
    );
  });
});
