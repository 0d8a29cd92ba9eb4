import { expect } from "chai";
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { dirname, join, resolve } from "node:path";

const root = resolve(__dirname, "..", "..");
const docs = readdirSync(join(root, "docs"), { recursive: true, encoding: "utf8" }).filter((file) =>
  file.endsWith(".md"),
);
const pages = ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", ...docs.map((file) => join("docs", file))];
const text = (page: string): string => readFileSync(join(root, page), "utf8");

/** The pictures come from a running stack and are added with a release. */
const pictures = /^docs\/images\//;

describe("pages of the docs", function () {
  this.timeout(60_000);

  it("say what the code says (npm run docs)", () => {
    execFileSync(process.execPath, [join(root, "tools", "docs.mjs"), "--check"], {
      cwd: root,
      encoding: "utf8",
      stdio: "pipe",
    });
  });

  it("have one page for each component, in the same order of sections", () => {
    const components = readdirSync(join(root, "docs", "components")).toSorted();
    expect(components).to.deep.equal([
      "caching-nginx.md",
      "n8n-engine.md",
      "optimized-node-service.md",
      "optimized-python-service.md",
      "registry-cache.md",
      "service-network.md",
      "static-site.md",
      "tuned-postgres.md",
    ]);
    for (const page of components) {
      const sections = text(join("docs", "components", page)).match(/^## .*$/gm);
      expect(sections, page).to.deep.equal(
        ["What you get", "Change it", "What it refuses", "What it costs", "Where it stops"].map((name) => `## ${name}`),
      );
    }
  });

  it("keep the README to 150 lines", () => {
    expect(text("README.md").split("\n").length).to.be.at.most(150);
  });

  for (const page of pages) {
    it(`has no dead link in ${page}`, () => {
      const links = [...text(page).matchAll(/\]\(([^)\s]+)\)/g)]
        .map(([, link = ""]) => link)
        .filter((link) => !/^[a-z]+:/.test(link));
      const dead = links.filter((link) => {
        const [path = "", anchor] = link.split("#");
        const file = path === "" ? page : join(dirname(page), path);
        if (pictures.test(file)) return false;
        if (!existsSync(join(root, file))) return true;
        return anchor !== undefined && !anchorsOf(text(file)).includes(anchor);
      });
      expect(dead).to.deep.equal([]);
    });
  }
});

/** The anchors that headings get: small letters, hyphens for blanks, nothing else. */
const anchorsOf = (page: string): string[] =>
  [...page.matchAll(/^#+ (.*)$/gm)].map(([, heading = ""]) =>
    heading
      .toLowerCase()
      .replace(/[^\w\- ]/g, "")
      .replaceAll(" ", "-"),
  );
