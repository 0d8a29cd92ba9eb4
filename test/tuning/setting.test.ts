import { expect } from "chai";
import { n8nSettings } from "../../lib/tuning/n8n";
import { gunicornSettings, uvicornSettings } from "../../lib/tuning/python";
import { redisSettings } from "../../lib/tuning/redis";
import { edgeSettings, siteSettings } from "../../lib/tuning/nginx";
import { nodeSettings } from "../../lib/tuning/node";
import { postgresSettings } from "../../lib/tuning/postgres";
import { settle, valueOf, type Setting } from "../../lib/tuning/setting";

const settings: Setting<{ size: number }>[] = [
  { name: "half", unit: "MB", from: ["size"], value: ({ size }) => size / 2, reason: "a reason", source: "a source" },
  {
    name: "large_only",
    from: ["size"],
    value: ({ size }) => (size > 10 ? "on" : undefined),
    reason: "a reason",
    source: "a source",
  },
];

const common = { place: "engine", from: ["size"], reason: "a reason", source: "a source", overridden: false };

describe("settle", () => {
  it("derives each value from the limits", () => {
    expect(settle(settings, { size: 20 })).to.deep.equal([
      { name: "half", unit: "MB", value: 10, ...common },
      { name: "large_only", value: "on", ...common },
    ]);
  });

  it("leaves out what has no value for these limits", () => {
    expect(settle(settings, { size: 10 }).map(({ name }) => name)).to.deep.equal(["half"]);
  });

  it("lets the user's value win, and says so", () => {
    expect(settle(settings, { size: 20 }, { half: "7" })[0]).to.include({ name: "half", value: "7", overridden: true });
  });

  it("lets the user give what the limits leave out", () => {
    expect(valueOf(settle(settings, { size: 10 }, { large_only: "off" }), "large_only")).to.equal("off");
  });

  it("puts settings beyond the list last", () => {
    expect(settle(settings, { size: 20 }, { other: "x" }).at(-1)).to.deep.equal({
      name: "other",
      place: "engine",
      value: "x",
      from: [],
      reason: "given by the user",
      source: "arguments",
      overridden: true,
    });
  });

  it("takes zero and false for values", () => {
    expect(settle(settings, { size: 20 }, { half: 0, large_only: false }).map(({ value }) => value)).to.deep.equal([
      0,
      false,
    ]);
  });
});

describe("every setting", () => {
  for (const [engine, list] of Object.entries({
    postgresSettings,
    nodeSettings,
    edgeSettings,
    siteSettings,
    n8nSettings,
    gunicornSettings,
    uvicornSettings,
    redisSettings,
  })) {
    it(`of ${engine} has a name of its own, a reason and a source`, () => {
      expect(new Set(list.map(({ name }) => name)).size).to.equal(list.length);
      for (const { name, reason, source } of list) {
        expect(reason, `${name}'s reason`).to.match(/\S.{10,}/);
        expect(source, `${name}'s source`).to.match(/\S.{4,}/);
        expect(reason, `${name}'s reason, part of a sentence`).not.to.match(/\.$/);
      }
    });
  }
});
