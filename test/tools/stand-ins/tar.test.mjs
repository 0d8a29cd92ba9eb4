import { expect } from "chai";
import { end, entry, files } from "../../../tools/stand-ins/tar.mjs";

const read = (...entries) =>
  [...files(Buffer.concat([...entries, end]))].map(({ name, mode, data }) => ({ name, mode, text: data.toString() }));

describe("tar entries", () => {
  for (const { title, name, options, mode, text } of [
    { title: "a small file", name: "a.txt", options: { data: Buffer.from("hello") }, mode: 0o644, text: "hello" },
    { title: "an empty file", name: "empty", options: {}, mode: 0o644, text: "" },
    {
      title: "a file of exactly one block",
      name: "block",
      options: { data: Buffer.alloc(512, "x") },
      mode: 0o644,
      text: "x".repeat(512),
    },
    { title: "a program", name: "bin/run", options: { data: Buffer.from("#!"), mode: 0o755 }, mode: 0o755, text: "#!" },
    {
      title: "a path of 100 bytes",
      name: "d/".repeat(49) + "xy",
      options: { data: Buffer.from("1") },
      mode: 0o644,
      text: "1",
    },
    {
      title: "a path of 101 bytes",
      name: "d/".repeat(50) + "x",
      options: { data: Buffer.from("1") },
      mode: 0o644,
      text: "1",
    },
    {
      title: "a path of letters beyond ASCII",
      name: `${"ö".repeat(60)}/x`,
      options: { data: Buffer.from("1") },
      mode: 0o644,
      text: "1",
    },
  ]) {
    it(`read back ${title}`, () => {
      expect(read(entry("file", name, options))).to.deep.equal([{ name, mode, text }]);
    });
  }

  it("leave folders and links out", () => {
    const found = read(
      entry("folder", "d/"),
      entry("link", "l", { target: "a" }),
      entry("file", "a", { data: Buffer.from("1") }),
    );
    expect(found.map(({ name }) => name)).to.deep.equal(["a"]);
  });

  it("are the same bytes each time", () => {
    expect(
      entry("file", "a", { data: Buffer.from("1") }).equals(entry("file", "a", { data: Buffer.from("1") })),
    ).to.equal(true);
  });
});
