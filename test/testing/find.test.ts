import { expect } from "chai";
import { findResource, ofType } from "../../lib/testing/find";
import { component, container, network, testResource } from "../support/test-resources";

const image = "docker:index/remoteImage:RemoteImage";
const shop = testResource("shop", {}, { type: component, custom: false });
const blog = testResource("blog", {}, { type: component, custom: false });
const api = testResource("api-container");
const net = testResource("net", {}, { type: network });
const apiImage = testResource("api-image", {}, { type: image });
const all = [
  shop,
  blog,
  api,
  net,
  apiImage,
  testResource("cache", {}, { parent: shop }),
  testResource("cache", {}, { parent: blog }),
  testResource("cache"),
];

describe("findResource", () => {
  it("finds by the whole name", () => {
    expect(findResource(all, container, "api-container")).to.equal(api);
    expect(findResource(all, component, "shop")).to.equal(shop);
  });

  for (const [name, kind] of [
    ["api-container", container],
    ["api-remoteImage", image],
    ["api-remote-image", image],
    ["api-image", image],
    ["api-vpc", "aws:ec2/vpc:VPC"],
  ] as const) {
    it(`finds ${name} by its component's name`, () => {
      const part = testResource(name, {}, { type: kind });
      expect(findResource([net, part], kind, "api")).to.equal(part);
    });
  }

  it("prefers the whole name to the component's", () => {
    const plain = testResource("api");
    expect(findResource([api, plain], container, "api")).to.equal(plain);
  });

  for (const [title, resources, type, name, message] of [
    ["not there", [api], container, "db", `There is no ${container} "db". Of this type there is: "api-container".`],
    [
      "misspelt",
      [api, net],
      container,
      "apicontainer",
      `There is no ${container} "apicontainer". Did you mean "api-container"? Of this type there is: "api-container".`,
    ],
    [
      "misspelt in short",
      [api, testResource("a-container")],
      container,
      "apo",
      `There is no ${container} "apo". Did you mean "api"? Of this type there are: "a-container", "api-container".`,
    ],
    [
      "of another type",
      [api, net],
      container,
      "net",
      `There is no ${container} "net". Called so is ${network} "net". Of this type there is: "api-container".`,
    ],
    [
      "of no type",
      [api, net, shop, api],
      "aws:s3/bucket:Bucket",
      "b",
      `There is no aws:s3/bucket:Bucket in the stack. There are: ${container} (2), ${network} (1), ${component} (1).`,
    ],
    [
      "of a type that is misspelt",
      [api],
      "docker:index/contaner:Container",
      "api",
      `There is no docker:index/contaner:Container in the stack. Did you mean ${container}? There are: ${container} (1).`,
    ],
    [
      "in nothing",
      [],
      container,
      "api",
      `There is no ${container} in the stack: the program registered no resource at all.`,
    ],
    [
      "twice",
      all,
      container,
      "cache",
      `There are 3 ${container} "cache":\n  "cache", in ${component} "shop"\n  "cache", in ${component} "blog"\n  "cache", at the top of the stack\nTake one from the children of its parent, or give them names that differ.`,
    ],
  ] as const) {
    it(`says that one is ${title}`, () => {
      let said = "";
      try {
        findResource(resources, type, name);
      } catch (error) {
        said = (error as Error).message;
      }
      expect(said).to.equal(message);
    });
  }

  it("shows the first of many names", () => {
    const many = Array.from({ length: 30 }, (_, index) => testResource(`c${index + 10}`));
    expect(() => findResource(many, container, "zzz")).to.throw('"c29" and 10 more.');
  });
});

describe("ofType", () => {
  it("keeps the program's order", () => {
    expect(ofType(all, component)).to.deep.equal([shop, blog]);
    expect(ofType(all, "none")).to.deep.equal([]);
  });
});
