import { expect } from "chai";
import Docker from "dockerode";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { auditImage } from "../../lib/audit";
import { unreachable } from "../../lib/audit/read/engine";

describe("an engine that can't be asked", () => {
  it("is one that the user may not use", () => {
    expect(unreachable({ code: "EACCES", message: "x" })).to.match(
      /^You may not use the Docker Engine at .*group "docker"/,
    );
  });

  it("is one that is not there", () => {
    expect(unreachable({ code: "ENOENT", message: "no such file" })).to.match(
      /does not answer \(no such file\)\. Start it/,
    );
  });
});

describe("an engine that fails while it sends an image", () => {
  let server: Server | undefined;
  afterEach(() => {
    server?.closeAllConnections();
    server?.close();
  });

  /** What the audit says when the engine answers so to the request for the image. */
  async function told(
    answer: (end: (status: number, body: string | Buffer) => void, cut: () => void) => void,
  ): Promise<string> {
    server = createServer((request, response) => {
      const end = (status: number, body: string | Buffer) => response.writeHead(status).end(body);
      if (request.url?.endsWith("/json"))
        return void end(
          200,
          JSON.stringify({ Id: "sha256:1", RepoTags: null, Size: 1000, RootFS: { Layers: ["sha256:2"] } }),
        );
      answer(end, () => {
        response.write(Buffer.alloc(700));
        setTimeout(() => response.destroy(), 20);
      });
    }).listen(0, "127.0.0.1");
    await new Promise((done) => server?.once("listening", done));
    const engine = new Docker({ host: "127.0.0.1", port: (server.address() as AddressInfo).port });
    return auditImage("shop:1", { engine }).then(
      () => "nothing",
      (error: Error) => `${error.constructor.name}: ${error.message}`,
    );
  }

  it("says why it can't", async () => {
    expect(await told((end) => end(500, JSON.stringify({ message: "no space left on device" })))).to.match(
      /^AuditProblem: "shop:1" can't be read: .*no space left on device/,
    );
  });

  it("ends in the middle of a connection", async () => {
    expect(await told((_, cut) => cut())).to.match(/^AuditProblem: "shop:1" can't be read: .*aborted/);
  });

  it("sends what is no archive", async () => {
    expect(await told((end) => end(200, Buffer.alloc(1024, "x")))).to.match(
      /^AuditProblem: "shop:1" can't be read: it is no tar archive, or a damaged one/,
    );
  });

  it("sends nothing", async () => {
    expect(await told((end) => end(200, ""))).to.match(/^AuditProblem: .*no manifest.json/);
  });
});
