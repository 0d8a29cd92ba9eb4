import { expect } from "chai";
import { join } from "node:path";
import { staticSiteConf, type StaticSiteConf } from "../../lib/nginx/static-site-conf";
import { tuneSite } from "../../lib/tuning/nginx";
import { expectFile } from "../support/snapshot";

const conf = (some: Partial<StaticSiteConf> = {}): string =>
  staticSiteConf({
    port: 3000,
    root: "/usr/share/nginx/html",
    hashedPath: "/assets/",
    singlePage: true,
    settings: tuneSite({ memoryMiB: 64, cpus: 0.5 }),
    ...some,
  });

describe("a static site's configuration", () => {
  it("is, as a whole, the one that was read", () => {
    expectFile(join(__dirname, "static-site.conf"), conf());
  });

  it("answers unknown paths with the page, for pages that route themselves", () => {
    expect(conf()).to.include("try_files $uri $uri/ /index.html;");
  });

  it("answers unknown paths with 404 otherwise", () => {
    expect(conf({ singlePage: false })).to.include("try_files $uri $uri/ =404;");
  });

  it("keeps only hashed names for a year", () => {
    const text = conf({ hashedPath: "/static/" });
    expect(text).to.match(
      /location \/static\/ \{\n\s+try_files \$uri =404;\n\s+add_header Cache-Control "public, max-age=31536000, immutable";/,
    );
    expect(text.match(/max-age/g)).to.have.length(1);
  });

  it("sends the security headers in each location that answers with files", () => {
    expect(conf().match(/add_header X-Content-Type-Options "nosniff" always;/g)).to.have.length(2);
  });

  it("writes nothing outside the folder in memory", () => {
    const written = [...conf().matchAll(/(?:_temp_path|pid) (\S+);/g)].map(([, path = ""]) => path);
    expect(written).to.have.length(6);
    expect(written.filter((path) => !path.startsWith("/tmp/"))).to.deep.equal([]);
  });
});
