import { expect } from "chai";
import type { RegistryCacheArgs } from "../../lib/components/registry-cache";
import { pinnedImages } from "../../lib/images/pinned";
import { validateRegistryCache } from "../../lib/validation/registry-cache";
import { acceptances, refusals } from "../support/faults";

const validate = (args: RegistryCacheArgs) => validateRegistryCache("cache", args);
const pinned = `write an official image of 3.1.1 or newer with its version, such as "${pinnedImages.registry}"`;
const holes =
  "has known holes: it sends a mirror's password to whom its upstream names, and deletes tags though it must not";
const root = 'write the address of a registry alone, such as "https://registry-1.docker.io" for Docker Hub';
const upstream = "https://registry.example";

describe("the arguments of RegistryCache", () => {
  refusals(validate, [
    {
      refuses: "a release of the series that is no longer mended",
      args: { image: "registry:2.8.3" },
      saying: `image: registry 2.8.3 ${holes}; ${pinned}`,
    },
    {
      refuses: "the last release with holes",
      args: { image: "company.example/registry:3.1.0" },
      saying: `image: registry 3.1.0 ${holes}; ${pinned}`,
    },
    {
      refuses: "an image that moves",
      args: { image: "registry:3" },
      saying: `image: "registry:3" carries no whole version; ${pinned}`,
    },
    {
      refuses: "an upstream without its protocol",
      args: { upstream: "registry.example:5000" },
      saying: `upstream: "registry.example:5000" is not an address of HTTP; ${root}`,
    },
    {
      refuses: "a part of a registry",
      args: { upstream: `${upstream}/library` },
      saying: `upstream: "${upstream}/library" names more than a registry, and a mirror is of a whole one; ${root}`,
    },
    {
      refuses: "Docker Hub's page",
      args: { upstream: "https://hub.docker.com" },
      saying: 'upstream: "https://hub.docker.com" is a page for people; write "https://registry-1.docker.io"',
    },
    {
      refuses: "a password in the address",
      args: { upstream: "https://shop:word@registry.example" },
      saying: "upstream: holds a password, which everybody could read; write it into credentials",
    },
    {
      refuses: "an account without an upstream",
      args: { credentials: { username: "shop", password: "word" } },
      saying: "credentials: is for a mirror, and there is no upstream; write upstream too, or leave it out",
    },
    {
      refuses: "a time to keep without an upstream",
      args: { keep: "24h" },
      saying: "keep: is for a mirror, and there is no upstream; write upstream too, or leave it out",
    },
    {
      refuses: "to keep for less than an hour",
      args: { upstream, keep: "10m" },
      saying: 'keep: "10m" is less than 1h; write "1h" or more',
    },
    {
      refuses: "to be open to other machines",
      args: { publish: 5000, publishAddress: "0.0.0.0" },
      saying:
        'publishAddress: "0.0.0.0" lets others in, and it asks for no password and speaks no TLS; ' +
        'leave it out, so that only this host reaches it, or write acknowledge: ["closed"]',
    },
  ]);

  acceptances(validate, [
    ["nothing", {}],
    ["a port of this host", { publish: 5000 }],
    ["another address of this host", { publish: 5000, publishAddress: "127.0.0.2" }],
    ["a mirror", { upstream: `${upstream}/`, keep: "720h", credentials: { username: "shop", password: "word" } }],
    ["a mirror without TLS", { upstream: "http://registry.example:5000" }],
    ["the world, knowingly", { publish: 5000, publishAddress: "0.0.0.0", acknowledge: ["closed"] }],
    ["a company's copy", { image: "company.example:5000/base/registry:3.2.0" }],
  ]);

  for (const [args, host] of [
    [{}, undefined],
    [{ publish: 5001 }, "127.0.0.1:5001"],
    [{ publish: 5001, publishAddress: "127.0.0.2" }, "127.0.0.2:5001"],
    [{ publish: 5001, publishAddress: "0.0.0.0" }, "127.0.0.1:5001"],
    [{ publish: 5001, publishAddress: "::1" }, undefined],
    [{ publish: 5001, publishAddress: "10.0.0.1" }, undefined],
  ] as [RegistryCacheArgs, string | undefined][]) {
    it(`with ${JSON.stringify(args)} is ${host ?? "no registry"} for its engine`, () => {
      expect(validate({ ...args, acknowledge: ["closed"] }).checked.host).to.equal(host);
    });
  }
});
