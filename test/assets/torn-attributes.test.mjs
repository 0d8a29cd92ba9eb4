import { expect } from "chai";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { dropTornAttributes } from "../../lib/assets/torn-attributes.cjs";
import { Folders } from "../support/folders.ts";

describe("attributes of a state that were cut off", () => {
  let folders;
  beforeEach(() => (folders = new Folders()));
  afterEach(() => folders.remove());

  it("are removed, and named, and all else stays", () => {
    const whole = '{"user.content_type":"application/json"}';
    const backend = folders.make("backend", {
      ".pulumi/meta.yaml.attrs": whole,
      ".pulumi/stacks/shop/local.json": "",
      ".pulumi/stacks/shop/local.json.attrs": "",
      ".pulumi/history/shop/local/local-1.history.json.attrs": whole.slice(0, 20),
      ".pulumi/plugins/other.attrs": "",
      "notes.attrs": "",
    });
    const torn = [".pulumi/history/shop/local/local-1.history.json.attrs", ".pulumi/stacks/shop/local.json.attrs"].map(
      (file) => join(backend, file),
    );
    expect(dropTornAttributes(backend).toSorted()).to.deep.equal(torn);
    const left = readdirSync(backend, { recursive: true, withFileTypes: true });
    expect(left.filter((entry) => entry.isFile()).map(({ name }) => name)).to.have.members([
      "meta.yaml.attrs",
      "local.json",
      "other.attrs",
      "notes.attrs",
    ]);
    expect(dropTornAttributes(backend)).to.deep.equal([]);
  });

  it("are removed of the backend's own file too", () => {
    const backend = folders.make("backend", { ".pulumi/meta.yaml": "version: 1", ".pulumi/meta.yaml.attrs": "{" });
    expect(dropTornAttributes(backend)).to.deep.equal([join(backend, ".pulumi/meta.yaml.attrs")]);
  });

  it("are none where nothing was ever kept", () => {
    expect(dropTornAttributes(join(folders.make("empty", {}), "backend"))).to.deep.equal([]);
  });
});
