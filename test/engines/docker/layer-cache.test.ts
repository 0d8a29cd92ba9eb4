import { expect } from "chai";
import { installHash, onlyTaken, unanswered } from "../../../lib/engines/docker/layer-cache";
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

describe("a build that only took what was kept", () => {
  const kept = "127.0.0.1:5000/shop-test-api:image";
  const start =
    '#0 building with "default" instance using docker driver\n\n#1 [internal] load build definition\n#1 DONE 0.0s\n';
  const base = "#2 [dependencies 1/2] FROM docker.io/library/node:24.21.0-slim\n#2 DONE 0.0s\n";
  const found = `#3 importing cache manifest from ${kept}\n#3 DONE 0.1s\n`;
  const missing = `#3 importing cache manifest from ${kept}\n#3 ERROR: ${kept}: not found\n`;
  const taken = "#4 [dependencies 2/2] RUN npm ci\n#4 pulling sha256:45\n#4 CACHED\n";
  const run = "#4 [dependencies 2/2] RUN npm ci\n#4 0.5 added 4 packages\n#4 DONE 1.9s\n";

  for (const [title, log, only] of [
    ["found it and ran nothing", start + base + found + taken, true],
    ["ran a step", start + base + found + run, false],
    ["ran one of two", start + base + found + taken + run.replaceAll("#4", "#5"), false],
    ["found nothing in the registry, and all on the engine", start + base + missing + taken, false],
    ["found that of another stage", start + base + found.replace(":image", ":dependencies") + taken, false],
    ["comes after one that ran a step", start + base + missing + run + start + base + found + taken, true],
    ["comes before one that ran a step", start + base + found + taken + start + base + found + run, false],
    ["said nothing", "", false],
  ] as [string, string, boolean][]) {
    it(`is ${only ? "" : "not "}one that ${title}`, () => {
      expect(onlyTaken(log, kept)).to.equal(only);
    });
  }
});

describe("a registry that was asked for layers", () => {
  const kept = "127.0.0.1:5000/shop-test-api:image";
  const asked = `#3 importing cache manifest from ${kept}\n`;
  const refused = "failed to do request: dial tcp 127.0.0.1:5000: connect: connection refused";
  const start = '#0 building with "default" instance using docker driver\n';

  for (const [title, log, why] of [
    ["has them", `${start}${asked}#3 DONE 0.1s\n`, undefined],
    ["has none", `${start}${asked}#3 ERROR: ${kept}: not found\n`, undefined],
    ["is gone", `${start}${asked}#3 ERROR: ${refused}\n#4 ERROR: other\n`, refused],
    ["was gone, and is back", `${start}${asked}#3 ERROR: ${refused}\n${start}${asked}#3 DONE 0.1s\n`, undefined],
    ["was not asked", start, undefined],
  ] as [string, string, string | undefined][]) {
    it(`${title}: ${why ?? "it answers"}`, () => {
      expect(unanswered(log, kept)).to.equal(why);
    });
  }
});
