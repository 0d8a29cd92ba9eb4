import type { ServiceNetworkArgs } from "../../lib/components/service-network";
import { validateNetwork } from "../../lib/validation/network";
import { acceptances, refusals } from "../support/faults";

const validate = (args: ServiceNetworkArgs) => validateNetwork("shop", args);
const form = 'write an address and the length of its prefix, such as "172.20.0.0/16"';

describe("the arguments of ServiceNetwork", () => {
  refusals(validate, [
    {
      refuses: "a subnet without prefix",
      args: { subnet: "172.20.0.0" },
      saying: `subnet: "172.20.0.0" is not an IPv4 subnet; ${form}`,
    },
    {
      refuses: "a part above 255",
      args: { subnet: "172.256.0.0/16" },
      saying: `subnet: "172.256.0.0/16" is not an IPv4 subnet; ${form}`,
    },
    {
      refuses: "an IPv6 subnet",
      args: { subnet: "fd00::/64" },
      saying: `subnet: "fd00::/64" is not an IPv4 subnet; ${form}`,
    },
    {
      refuses: "a subnet that begins inside its own range",
      args: { subnet: "172.20.5.0/16" },
      saying: 'subnet: "172.20.5.0/16" begins inside its own range; write "172.20.0.0/16"',
    },
    {
      refuses: "a subnet without room",
      args: { subnet: "172.20.0.0/30" },
      saying: 'subnet: "172.20.0.0/30" has no room for services; write a prefix of 29 or less',
    },
    {
      refuses: "a packet too small",
      args: { mtu: 575 },
      saying: "mtu: 575 is not a whole number from 576 to 65535; write one, such as 576",
    },
    {
      refuses: "a packet too large",
      args: { mtu: 65_536 },
      saying: "mtu: 65536 is not a whole number from 576 to 65535; write one, such as 576",
    },
  ]);

  acceptances(validate, [
    ["no arguments", {}],
    ["the smallest subnet", { subnet: "172.20.0.0/29" }],
    ["the largest subnet", { subnet: "10.0.0.0/8" }],
    ["the smallest packet", { mtu: 576 }],
  ]);
});
