import type { ServiceNetworkArgs } from "../components/service-network";
import type { NetworkSpec } from "../spec/network-spec";
import { subnetRange } from "../units/subnet";
import { Checks } from "./checks";
import type { Fault } from "./fault";

export function validateNetwork(name: string, args: ServiceNetworkArgs): { spec: NetworkSpec; faults: Fault[] } {
  const checks = new Checks();
  checks.serviceName(name);
  if (args.subnet !== undefined) checkSubnet(checks, args.subnet);
  const mtu = checks.wholeNumber("mtu", args.mtu ?? 1500, { minimum: 576, maximum: 65_535 });
  return {
    faults: checks.faults,
    spec: {
      name,
      mtu,
      internal: args.internal ?? false,
      masquerade: args.masquerade ?? true,
      interContainer: args.interContainer ?? true,
      subnet: args.subnet,
    },
  };
}

function checkSubnet(checks: Checks, subnet: string): void {
  const found = subnetRange(subnet);
  if (found === undefined) {
    checks.add(
      "subnet",
      `"${subnet}" is not an IPv4 subnet`,
      'write an address and the length of its prefix, such as "172.20.0.0/16"',
    );
    return;
  }
  const [address = "", bits = ""] = subnet.split("/");
  const first = [24, 16, 8, 0].map((shift) => Math.floor(found.first / 2 ** shift) % 256).join(".");
  if (first !== address) checks.add("subnet", `"${subnet}" begins inside its own range`, `write "${first}/${bits}"`);
  else if (found.last - found.first < 7)
    checks.add("subnet", `"${subnet}" has no room for services`, "write a prefix of 29 or less");
}
