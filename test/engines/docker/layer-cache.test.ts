import { expect } from "chai";
import { installHash } from "../../../lib/engines/docker/layer-cache";
import type { ContextEntry } from "../../../lib/images/context-hash";
import type { GeneratedBuild } from "../../../lib/images/dockerfile/generate";

const installing = "FROM node:24 AS dependencies\nCOPY manifest/ ./\nRUN npm ci\n";
const building = "\nFROM dependencies AS build\nCOPY source/app/ ./\nRUN npm run build\n";
const own: ContextEntry = { name: "source/app/server.js", source: "/srv/app/server.js" };

const hashOf = (dockerfile: string, manifest = "{}", all = "all"): string | undefined =>
  installHash({ dockerfile } as GeneratedBuild, [{ name: "manifest/package.json", text: manifest }, own], all);

describe("what the stage that installs is made of", () => {
  const before = hashOf(installing + building);

  it("is the Dockerfile up to its end", () => {
    expect(hashOf(`${installing}${building}# more\n`)).to.equal(before);
    expect(hashOf(installing.replace("npm ci", "npm install") + building)).to.not.equal(before);
    expect(hashOf(`FROM node:24 AS installer\n\n${installing}${building}`)).to.not.equal(before);
  });

  it("is the manifests, and no file of the application", () => {
    expect(hashOf(installing + building, "{}", "another source")).to.equal(before);
    expect(hashOf(installing + building, '{"dependencies":{}}')).to.not.equal(before);
  });

  it("is everything where own files are copied before", () => {
    const copying = installing.replace("COPY manifest/ ./", "COPY source/ /");
    expect(hashOf(copying + building)).to.equal("all");
  });

  it("is nothing where there is no such stage", () => {
    expect(hashOf("FROM node:24\nCOPY source/ /\n")).to.equal(undefined);
  });
});
