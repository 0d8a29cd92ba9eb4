import { expect } from "chai";
import { readStages } from "../../../lib/images/dockerfile/read-dockerfile";

describe("the stages of a Dockerfile", () => {
  for (const [title, text, stages] of [
    ["by name, with their folder", "FROM node AS base\nWORKDIR /app\n", [["base", "/app"]]],
    ["without a name", "FROM --platform=linux/amd64 node\nworkdir /srv\n", [[undefined, "/srv"]]],
    [
      "with the folder of what they begin from",
      "FROM node AS Base\nWORKDIR /app\nFROM base as dev\n",
      [
        ["Base", "/app"],
        ["dev", "/app"],
      ],
    ],
    [
      "with a folder in that folder",
      'FROM node AS a\nWORKDIR /app/\nFROM a AS b\nWORKDIR "web"\n',
      [
        ["a", "/app/"],
        ["b", "/app/web"],
      ],
    ],
    [
      "of which one has none",
      "FROM node AS a\nRUN x \\\n  WORKDIR /no\nFROM node AS b\n",
      [
        ["a", undefined],
        ["b", undefined],
      ],
    ],
    ["with a folder that a variable names", "ARG D=/app\nFROM node AS a\nWORKDIR $D\n", [["a", undefined]]],
    ["beside comments", "# FROM x\nFROM node AS a\n  # WORKDIR /no\n", [["a", undefined]]],
  ] satisfies [string, string, [string | undefined, string | undefined][]][]) {
    it(`are read ${title}`, () => {
      expect(readStages(text).map(({ name, folder }) => [name, folder])).to.deep.equal(stages);
    });
  }
});
