import { Checks } from "../../lib/validation/checks";
import { describeFaults } from "../../lib/validation/fault";
import { acceptances, refusals } from "../support/faults";
import { expect } from "chai";

const on = (use: (checks: Checks) => void): { faults: Checks["faults"] } => {
  const checks = new Checks();
  use(checks);
  return checks;
};

describe("a service's name", () => {
  const validate = (name: string) => on((checks) => checks.serviceName(name));
  const saying = (quoted: string) =>
    `name: ${quoted} can't be both a container's name and a host name on its network; ` +
    "use at most 40 lower-case letters, digits and hyphens, neither first nor last a hyphen";
  refusals(
    validate,
    [
      ["capitals, which no host name keeps", "Api"],
      ["an underscore, which no host name has", "my_api"],
      ["a dot, which would make it a domain", "api.v1"],
      ["a slash, which Docker refuses", "my/api"],
      ["a space", "my api"],
      ["a hyphen in front", "-api"],
      ["a hyphen at the end", "api-"],
      ["an empty name", ""],
      ["letters beyond ASCII", "café"],
      ["41 characters", "a".repeat(41)],
      ["a line break at the end", "api\n"],
    ].map(([refuses = "", name = ""]) => ({ refuses, args: name, saying: saying(`"${name}"`) })),
  );
  acceptances(validate, [
    ["one letter", "a"],
    ["digits first", "3d-viewer"],
    ["40 characters", "a".repeat(40)],
  ]);
});

describe("what is required", () => {
  const validate = (value: unknown) => on((checks) => checks.required("password", value, "write one"));
  refusals(validate, [
    { refuses: "nothing", args: undefined, saying: "password: is missing; write one" },
    { refuses: "null", args: null, saying: "password: is missing; write one" },
    { refuses: "an empty text", args: "", saying: "password: is missing; write one" },
  ]);
  acceptances(validate, [["a text", "x"]]);
});

describe("values that are not plain", () => {
  refusals(
    (value: unknown) => on((checks) => checks.memory("memory", value as string)),
    [
      {
        refuses: "an object, without printing what it holds",
        args: { password: "hunter2" },
        saying:
          'memory: an object is not a memory size; write a size with its unit, such as "512MiB", "2GiB" or "512m"',
      },
      {
        refuses: "true",
        args: true,
        saying:
          'memory: a boolean is not a memory size; write a size with its unit, such as "512MiB", "2GiB" or "512m"',
      },
    ],
  );
});

describe("the report", () => {
  const fault = { path: "memory", problem: "is wrong", remedy: "write another" };

  it("counts one fault as one", () => {
    expect(describeFaults("StaticSite", "web", [fault])).to.equal(
      'StaticSite "web": 1 fault\n  memory: is wrong; write another',
    );
  });

  it("gives each fault a line", () => {
    expect(describeFaults("StaticSite", "web", [fault, { ...fault, path: "cpus" }])).to.equal(
      'StaticSite "web": 2 faults\n  memory: is wrong; write another\n  cpus: is wrong; write another',
    );
  });
});
