import { expect } from "chai";
import Docker from "dockerode";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { hasBuildKit, wrongPlatform } from "../../../lib/engines/docker/build-kit";

describe("an engine that is asked whether it builds with BuildKit", () => {
  let server: Server;
  let parts: string[];
  before(async () => {
    server = createServer((_request, response) =>
      response
        .writeHead(200, { "content-type": "application/json" })
        .end(JSON.stringify({ Components: parts.map((Name) => ({ Name })) })),
    );
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  });
  after(() => server.close());

  for (const { components, has } of [
    { components: ["Engine", "containerd", "runc"], has: true },
    { components: [], has: true },
    { components: ["Podman Engine", "Conmon"], has: false },
  ]) {
    it(`${has ? "does" : "does not"} with the parts ${JSON.stringify(components)}`, async () => {
      parts = components;
      const { port } = server.address() as AddressInfo;
      expect(await hasBuildKit(new Docker({ host: "127.0.0.1", port }))).to.equal(has);
    });
  }

  it("is said to lack an interpreter where its kernel knows none", () => {
    expect(wrongPlatform("#5 0.1 exec /bin/sh: exec format error")).to.include("qemu-user-static");
    expect(wrongPlatform("#5 0.1 npm error")).to.equal(undefined);
  });
});
