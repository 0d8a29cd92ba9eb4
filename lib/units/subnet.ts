/** Whether two IPv4 subnets share an address. */
export function subnetsOverlap(one: string, other: string): boolean {
  const [a, b] = [subnetRange(one), subnetRange(other)];
  return a !== undefined && b !== undefined && a.first <= b.last && b.first <= a.last;
}

/** First and last address of an IPv4 subnet as numbers. Undefined for anything else. */
export function subnetRange(subnet: string): { first: number; last: number } | undefined {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/.exec(subnet);
  if (!match) return undefined;
  const [a, b, c, d, bits] = match.slice(1).map(Number) as [number, number, number, number, number];
  if ([a, b, c, d].some((part) => part > 255) || bits > 32) return undefined;
  const address = ((a * 256 + b) * 256 + c) * 256 + d;
  const size = 2 ** (32 - bits);
  const first = Math.floor(address / size) * size;
  return { first, last: first + size - 1 };
}
