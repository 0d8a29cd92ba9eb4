import { expect } from "chai";
import { join } from "node:path";
import { openProject, secretStandIn } from "../../lib/cli/project";
import { Folders } from "../support/folders";

const folders = new Folders();
let count = 0;

/** A project of these files. */
const project = (files: Record<string, string>): string => folders.make(`project-${count++}`, files);

const plain = { "Pulumi.yaml": "name: shop\nruntime: nodejs\n", "index.js": "" };

describe("openProject", () => {
  after(() => folders.remove());

  it("finds a project from a folder within", () => {
    const folder = project({ ...plain, "src/api/x.js": "" });
    expect(openProject(join(folder, "src", "api"), undefined)).to.deep.equal({
      name: "shop",
      stack: "plan",
      program: join(folder, "index.js"),
      folder,
      config: {},
    });
  });

  it("takes TypeScript before what was compiled from it", () => {
    const folder = project({ ...plain, "index.ts": "" });
    expect(openProject(folder, undefined).program).to.equal(join(folder, "index.ts"));
  });

  it("takes the package's main file", () => {
    const folder = project({ ...plain, "package.json": '{"main":"bin/stack.js"}', "bin/stack.js": "" });
    expect(openProject(folder, undefined)).to.include({ program: join(folder, "bin/stack.js"), folder });
  });

  it("takes the main of the project, a file or a folder; paths start where it is", () => {
    const file = project({ ...plain, "Pulumi.yaml": "name: shop\nmain: infra/stack.js\n", "infra/stack.js": "" });
    expect(openProject(file, undefined).folder).to.equal(join(file, "infra"));
    const folder = project({ ...plain, "Pulumi.yaml": "name: shop\nmain: infra\n", "infra/index.js": "" });
    expect(openProject(folder, undefined)).to.include({
      program: join(folder, "infra/index.js"),
      folder: join(folder, "infra"),
    });
  });

  it("reads the only stack's configuration over the project's, without secrets", () => {
    const folder = project({
      ...plain,
      "Pulumi.yaml":
        "name: shop\nconfig:\n  port: 80\n  zone: { default: eu }\n  docker:host: { value: x }\n  size: { type: integer }\n",
      "Pulumi.dev.yaml": "config:\n  shop:port: 8080\n  shop:tags: [a, b]\n  shop:password: { secure: abc }\n",
    });
    const { stack, config } = openProject(folder, undefined);
    expect(stack).to.equal("dev");
    expect(config).to.deep.equal({
      "shop:port": "8080",
      "shop:zone": "eu",
      "docker:host": "x",
      "shop:tags": '["a","b"]',
      "shop:password": secretStandIn,
    });
  });

  it("takes the stack that is asked for, with or without its organization", () => {
    const folder = project({
      ...plain,
      "Pulumi.dev.yaml": "config: { shop:a: 1 }",
      "Pulumi.prod.yaml": "config: { shop:a: 2 }",
    });
    expect(openProject(folder, "prod").config).to.deep.equal({ "shop:a": "2" });
    expect(openProject(folder, "acme/dev").config).to.deep.equal({ "shop:a": "1" });
  });

  it("asks which of several stacks is meant", () => {
    const folder = project({ ...plain, "Pulumi.dev.yaml": "", "Pulumi.prod.yaml": "" });
    expect(() => openProject(folder, undefined)).to.throw("There are several stacks (dev, prod): write --stack");
  });

  it("says that there is no project, or no program", () => {
    expect(() => openProject("/", undefined)).to.throw("There is no Pulumi.yaml here or above");
    const folder = project({ "Pulumi.yaml": "name: shop\n" });
    expect(() => openProject(folder, undefined)).to.throw("There is no program at");
  });
});
