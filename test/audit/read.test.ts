import { expect } from "chai";
import fc from "fast-check";
import { gzipSync, zstdCompressSync } from "node:zlib";
import { pack, type Headers } from "tar-stream";
import { assemble } from "../../lib/audit/read/assemble";
import { readLayer } from "../../lib/audit/read/layer";
import { readSaved } from "../../lib/audit/read/save-stream";
import { readTar } from "../../lib/audit/read/tar";

/** An archive as another program writes it. */
async function archive(entries: readonly (Headers & { content?: string | Buffer })[]): Promise<Buffer> {
  const tar = pack();
  for (const { content = "", ...header } of entries) tar.entry(header, Buffer.from(content));
  tar.finalize();
  const chunks: Buffer[] = [];
  for await (const chunk of tar) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** Bytes as a network brings them. */
async function* inChunks(bytes: Buffer, length = bytes.length): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += length) yield bytes.subarray(at, at + length);
}

async function listed(bytes: Buffer, chunk?: number): Promise<[string, string, string][]> {
  const found: [string, string, string][] = [];
  for await (const { path, type, content } of readTar(inChunks(bytes, chunk))) {
    let text = "";
    for await (const part of content()) text += part.toString();
    found.push([path, type, text]);
  }
  return found;
}

const failure = async (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => "no failure",
    (error: Error) => error.message,
  );

describe("readTar", () => {
  it("reads names, kinds, contents and all that belongs to them", async () => {
    const mtime = new Date("2026-01-02T03:04:05Z");
    const bytes = await archive([
      { name: "./app/", type: "directory", mode: 0o1777 },
      { name: "/app/file", mode: 0o4755, uid: 1000, gid: 100, mtime, content: "hello" },
      { name: "app/link", type: "symlink", linkname: "file" },
      { name: "app/hard", type: "link", linkname: "app/file" },
    ]);
    const entries = [];
    for await (const { content, ...entry } of readTar(inChunks(bytes))) entries.push(entry);
    expect(entries.map(({ path, type, target }) => [path, type, target])).to.deep.equal([
      ["app", "5", ""],
      ["app/file", "0", ""],
      ["app/link", "2", "file"],
      ["app/hard", "1", "app/file"],
    ]);
    expect(entries[0]?.mode).to.equal(0o1777);
    expect(entries[1]).to.include({ size: 5, mode: 0o4755, uid: 1000, gid: 100, mtime: mtime.getTime() / 1000 });
  });

  it("reads names that are long, or not in English", async () => {
    const names = [`${"folder/".repeat(20)}file`, "x".repeat(150), "Grüße/日本.txt"];
    const found = await listed(await archive(names.map((name) => ({ name, content: name }))));
    expect(found).to.deep.equal(names.map((name) => [name, "0", name]));
  });

  it("reads the same however the bytes come", async () => {
    const bytes = await archive([
      { name: "a", content: "x".repeat(511) },
      { name: `${"long/".repeat(40)}b`, content: "y".repeat(513) },
      { name: "c" },
      { name: "d", content: "z".repeat(512) },
    ]);
    const whole = await listed(bytes);
    expect(whole).to.have.length(4);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 2000 }), async (chunk) => {
        expect(await listed(bytes, chunk)).to.deep.equal(whole);
      }),
      { numRuns: 30 },
    );
  });

  it("goes on behind what nobody reads", async () => {
    const bytes = await archive([
      { name: "a", content: "x".repeat(5000) },
      { name: "b", content: "read" },
    ]);
    const paths: string[] = [];
    for await (const { path } of readTar(inChunks(bytes, 100))) paths.push(path);
    expect(paths).to.deep.equal(["a", "b"]);
  });

  it("says that an archive is cut off, or none", async () => {
    const bytes = await archive([{ name: "a", content: "x".repeat(5000) }]);
    expect(await failure(listed(bytes.subarray(0, 2000)))).to.equal("it ends within a");
    expect(await failure(listed(bytes.subarray(0, 200)))).to.equal("it ends within a header");
    expect(await failure(listed(Buffer.alloc(1024, "no archive")))).to.match(/no tar archive/);
  });
});

describe("readLayer", () => {
  const files = [
    { name: "etc/os-release", content: "ID=debian\n" },
    { name: "app/server.js", content: "listen()" },
    { name: "app/.wh.old.js", content: "" },
    { name: "srv/.wh..wh..opq", content: "" },
    { name: "dev/null", type: "character-device" as const },
  ];
  for (const [title, pressed] of [
    ["as it is", (bytes: Buffer) => bytes],
    ["compressed with gzip", (bytes: Buffer) => gzipSync(bytes)],
    ["compressed with zstd", (bytes: Buffer) => zstdCompressSync(bytes)],
  ] as [string, (bytes: Buffer) => Buffer][]) {
    it(`reads a layer ${title}`, async () => {
      const entries = await readLayer(inChunks(pressed(await archive(files)), 7));
      expect(entries.map(({ path, kind }) => [path, kind])).to.deep.equal([
        ["etc/os-release", "file"],
        ["app/server.js", "file"],
        ["app/old.js", "whiteout"],
        ["srv", "opaque"],
        ["dev/null", "device"],
      ]);
    });
  }

  it("keeps the content of files that tell something, and of no other", async () => {
    const entries = await readLayer(inChunks(await archive(files)));
    expect(entries.filter(({ text }) => text !== undefined).map(({ path, text }) => [path, text])).to.deep.equal([
      ["etc/os-release", "ID=debian\n"],
    ]);
  });

  it("keeps of keys only what shows that they are keys, and of packages only what they need", async () => {
    const key = `-----BEGIN PRIVATE KEY-----\n${"A".repeat(1000)}\n`;
    const manifest = JSON.stringify({
      name: "a",
      dependencies: { b: "1" },
      peerDependencies: { c: "1" },
      scripts: { x: "y" },
    });
    const [first, second] = await readLayer(
      inChunks(
        await archive([
          { name: "app/server.key", content: key },
          { name: "app/node_modules/a/package.json", content: manifest },
        ]),
      ),
    );
    expect(first?.text).to.equal(key.slice(0, 64));
    expect(second?.text).to.equal('["b","c"]');
  });

  it("says that a compressed layer is cut off", async () => {
    const bytes = gzipSync(await archive(files));
    expect(await failure(readLayer(inChunks(bytes.subarray(0, 60))))).to.match(/unexpected end of file|ends within/);
  });
});

describe("what engines save", () => {
  const config = {
    config: { User: "1000", Env: ["A=b"], Cmd: ["node"], Entrypoint: null, Healthcheck: { Test: ["CMD", "true"] } },
    history: [
      { created_by: "ADD rootfs", created: "2026-01-01T00:00:00Z" },
      { created_by: "USER 1000", empty_layer: true },
      { created_by: "COPY . ." },
    ],
  };
  const json = (value: unknown): string => JSON.stringify(value);
  const layer = (file: string): Promise<Buffer> => archive([{ name: file, content: file }]);
  const assembled = async (entries: Parameters<typeof archive>[0], id = "sha256:c0") =>
    assemble(await readSaved(inChunks(await archive(entries), 1000)), id);
  const files = ({ layers }: Awaited<ReturnType<typeof assembled>>): string[] =>
    layers.flatMap(({ number, createdBy, entries }) => entries.map(({ path }) => `${number} ${createdBy}: ${path}`));

  it("is read from engines before 25: the manifest behind the layers, and a layer twice by a link", async () => {
    const image = await assembled([
      { name: "one/VERSION", content: "1.0" },
      { name: "one/json", content: json({}) },
      { name: "one/layer.tar", content: await layer("a") },
      { name: "two/layer.tar", type: "symlink", linkname: "../one/layer.tar" },
      { name: "c.json", content: json(config) },
      { name: "manifest.json", content: json([{ Config: "c.json", Layers: ["one/layer.tar", "two/layer.tar"] }]) },
    ]);
    expect(files(image)).to.deep.equal(["1 ADD rootfs: a", "2 COPY . .: a"]);
    expect(image.config).to.deep.equal({
      user: "1000",
      env: ["A=b"],
      labels: {},
      entrypoint: [],
      command: ["node"],
      workingDir: "",
      healthCheck: true,
    });
    expect(image.layers[0]?.created).to.equal(Date.parse("2026-01-01T00:00:00Z") / 1000);
  });

  const blobs = async () => [
    { name: "oci-layout", content: json({ imageLayoutVersion: "1.0.0" }) },
    { name: "blobs/sha256/c0", content: json(config) },
    { name: "blobs/sha256/l1", content: gzipSync(await layer("a")) },
    { name: "blobs/sha256/l2", content: zstdCompressSync(await layer("b")) },
  ];
  const manifest = { config: { digest: "sha256:c0" }, layers: [{ digest: "sha256:l1" }, { digest: "sha256:l2" }] };

  it("is read from newer engines: blobs, named by Docker's manifest", async () => {
    const docker = [{ Config: "blobs/sha256/c0", Layers: ["blobs/sha256/l1", "blobs/sha256/l2"] }];
    const image = await assembled([...(await blobs()), { name: "manifest.json", content: json(docker) }]);
    expect(files(image)).to.deep.equal(["1 ADD rootfs: a", "2 COPY . .: b"]);
  });

  it("is read from an image layout: an index in an index, with other platforms and attestations", async () => {
    const image = await assembled([
      ...(await blobs()),
      { name: "index.json", content: json({ manifests: [{ digest: "sha256:i1" }] }) },
      {
        name: "blobs/sha256/i1",
        content: json({
          manifests: [
            { digest: "sha256:a1", platform: { architecture: "unknown" } },
            { digest: "sha256:elsewhere", platform: { architecture: "arm64" } },
            { digest: "sha256:m1", platform: { architecture: "amd64" } },
          ],
        }),
      },
      { name: "blobs/sha256/a1", content: json({ ...manifest, layers: [] }) },
      { name: "blobs/sha256/m1", content: json(manifest) },
    ]);
    expect(files(image)).to.deep.equal(["1 ADD rootfs: a", "2 COPY . .: b"]);
  });

  it("is found among others by its id, whatever that is the checksum of", async () => {
    const other = [
      { name: "blobs/sha256/c9", content: json({ config: { User: "9" } }) },
      {
        name: "blobs/sha256/m9",
        content: json({ config: { digest: "sha256:c9" }, layers: [{ digest: "sha256:l1" }] }),
      },
    ];
    const index = { manifests: [{ digest: "sha256:m9" }, { digest: "sha256:m1" }] };
    const own = { name: "blobs/sha256/m1", content: json(manifest) };
    const layout = [...other, ...(await blobs()), own, { name: "index.json", content: json(index) }];
    const docker = [
      { Config: "blobs/sha256/c9", Layers: ["blobs/sha256/l1"] },
      { Config: "blobs/sha256/c0", Layers: ["blobs/sha256/l1", "blobs/sha256/l2"] },
    ];
    const both = [...layout, { name: "manifest.json", content: json(docker) }];
    expect(files(await assembled(layout, "sha256:m1"))).to.deep.equal(["1 ADD rootfs: a", "2 COPY . .: b"]);
    expect(files(await assembled(both, "sha256:m1")), "as containerd keeps images").to.have.length(2);
    expect(files(await assembled(both, "sha256:c0")), "as Docker does").to.have.length(2);
    expect((await assembled(both, "sha256:c9")).config.user).to.equal("9");
    expect(await failure(assembled(both, "sha256:gone"))).to.match(/has no manifest.json nor index.json/);
  });

  it("names what is missing", async () => {
    expect(await failure(assembled([{ name: "c.json", content: json(config) }]))).to.match(/has no manifest.json/);
    const incomplete = json([{ Config: "c.json", Layers: ["gone/layer.tar", "x"] }]);
    expect(
      await failure(
        assembled([
          { name: "c.json", content: json(config) },
          { name: "manifest.json", content: incomplete },
        ]),
      ),
    ).to.match(/has no gone\/layer.tar/);
  });

  it("says which layer is no archive", async () => {
    const entries = [{ name: "one/layer.tar", content: Buffer.alloc(2048, "x") }];
    expect(await failure(assembled(entries))).to.match(/one\/layer.tar can't be read: it is no tar archive/);
  });
});
