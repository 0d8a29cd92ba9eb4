import { expect } from "chai";
import { chooseBackend, choosePassphrase, chooseStack, projectName } from "../../../tools/setup/backend.mjs";

describe("the backend", () => {
  const nothing = { env: {}, login: undefined, hasLocalStack: false };
  for (const { title, given, own } of [
    { title: "is this checkout's where nothing was chosen", given: {}, own: false },
    {
      title: "is the user's by PULUMI_BACKEND_URL, even where a local stack exists",
      given: { env: { PULUMI_BACKEND_URL: "s3://x" }, hasLocalStack: true },
      own: true,
    },
    { title: "is the user's by PULUMI_ACCESS_TOKEN", given: { env: { PULUMI_ACCESS_TOKEN: "pul-x" } }, own: true },
    { title: "is the user's by his login", given: { login: "https://api.pulumi.com" }, own: true },
    {
      title: "stays this checkout's for a stack that is there, whoever logs in later",
      given: { login: "https://api.pulumi.com", hasLocalStack: true },
      own: false,
    },
  ]) {
    it(title, () => {
      expect(chooseBackend({ ...nothing, ...given }).own).to.equal(own);
    });
  }
});

describe("the passphrase", () => {
  const nothing = { env: {}, own: false, hasFile: false, hasStack: false };
  for (const { title, given, choice } of [
    { title: "is generated on first use", given: {}, choice: "new" },
    { title: "is read from our file afterwards", given: { hasFile: true, hasStack: true }, choice: "file" },
    { title: "is lost where a stack has none any more", given: { hasStack: true }, choice: "lost" },
    {
      title: "is the user's, even an empty one",
      given: { env: { PULUMI_CONFIG_PASSPHRASE: "" }, hasFile: true },
      choice: "environment",
    },
    {
      title: "is the user's, by file",
      given: { env: { PULUMI_CONFIG_PASSPHRASE_FILE: "/x" }, own: true },
      choice: "environment",
    },
    { title: "is none of ours for a user's own backend", given: { own: true, hasFile: true }, choice: "none" },
  ]) {
    it(title, () => {
      expect(choosePassphrase({ ...nothing, ...given })).to.equal(choice);
    });
  }
});

describe("the stack", () => {
  it("is the user's choice, else local", () => {
    expect(chooseStack({ PULUMI_STACK: "org/prod" })).to.equal("org/prod");
    expect(chooseStack({})).to.equal("local");
  });
});

describe("the project's name", () => {
  for (const [text, name] of [
    ["name: shop\nruntime: nodejs\n", "shop"],
    ['description: name: x\nname: "my.shop-2"\n', "my.shop-2"],
    ["runtime: nodejs\n", undefined],
  ]) {
    it(`in ${JSON.stringify(text)} is ${name}`, () => {
      expect(projectName(text)).to.equal(name);
    });
  }
});
