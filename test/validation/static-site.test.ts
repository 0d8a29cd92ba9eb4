import { expect } from "chai";
import type { StaticSiteArgs } from "../../lib/components/static-site";
import { validateStaticSite } from "../../lib/validation/static-site";
import { acceptances, refusals } from "../support/faults";
import { Folders } from "../support/folders";

const validate = (args: Partial<StaticSiteArgs>) => validateStaticSite("web", { image: "web:1", ...args });
const pathForm = "write one that begins with a slash, of letters, digits and . _ ~ -";

describe("the arguments of StaticSite", () => {
  refusals(validate, [
    {
      refuses: "less memory than nginx needs",
      args: { memory: "31m" },
      saying: 'memory: "31m" is less than nginx needs for its buffers; write "32MiB" or more',
    },
    {
      refuses: "a port of none",
      args: { port: 0 },
      saying: "port: 0 is not a port; write a whole number from 1 to 65535",
    },
    {
      refuses: "a root that would end its directive",
      args: { root: "/srv; autoindex on" },
      saying: `root: "/srv; autoindex on" is not a path; ${pathForm}`,
    },
    { refuses: "a relative root", args: { root: "dist" }, saying: `root: "dist" is not a path; ${pathForm}` },
    {
      refuses: "a hashed path with a line break",
      args: { hashedPath: "/a\n/" },
      saying: `hashedPath: "/a\n/" is not a path; ${pathForm}`,
    },
    {
      refuses: "to keep the page itself for a year",
      args: { hashedPath: "/" },
      saying:
        'hashedPath: "/" would keep the page itself for a year; write the folder of the hashed files, such as "/assets/"',
    },
  ]);

  acceptances(validate, [
    ["its least arguments", {}],
    ["the least memory", { memory: "32m" }],
    ["a hashed path of two folders", { hashedPath: "/static/v1/" }],
  ]);
});

describe("StaticSite without an own Dockerfile", () => {
  let folders: Folders;
  before(() => {
    folders = new Folders();
  });
  after(() => {
    folders.remove();
  });

  function checked(args: Partial<StaticSiteArgs> = {}) {
    const manifest = { scripts: { build: "astro build" }, dependencies: { astro: "^5.0.0" } };
    const context = folders.make("site", { "package.json": JSON.stringify(manifest) });
    const { checked: site } = validateStaticSite("web", { build: { context }, ...args });
    return { hashedPath: site.hashedPath, build: "build" in site.image ? site.image.build.generated : undefined };
  }

  it("takes the hashed path of its builder, unless another one is named", () => {
    expect([checked().hashedPath, checked({ hashedPath: "/files/" }).hashedPath]).to.deep.equal([
      "/_astro/",
      "/files/",
    ]);
  });

  it("puts the page where nginx looks for it", () => {
    expect(checked().build?.dockerfile).to.include("cp -a dist /image/usr/share/nginx/html ");
    expect(checked({ root: "/srv/www" }).build?.dockerfile).to.include("cp -a dist /image/srv/www ");
  });
});
