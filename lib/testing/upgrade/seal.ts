import { randomBytes, scryptSync } from "node:crypto";

/** Stands in a recording for a secret: the same for the same value and salt. */
export type Seal = (value: unknown) => string;

/** 16 MiB and some 20 ms for each secret: a recording in a repository shall not be a place to try passwords at leisure. */
const cost = { N: 2 ** 14, r: 8, p: 1 };

/** 48 bits: two secrets never look the same by chance. */
const sealBytes = 6;

export const newSalt = (): string => randomBytes(16).toString("hex");

const sealed = new Map<string, string>();

/**
 * Seals with scrypt, a hash that is slow on purpose, and a salt of the recording's own: equal seals tell that a secret
 * stayed, in one recording and its successors only. Who can read the recording can still try guesses, some fifty a second:
 * tests should be given secrets that are used nowhere else.
 */
export function sealer(salt: string): Seal {
  return (value) => {
    const key = `${salt} ${JSON.stringify(value)}`;
    const known = sealed.get(key) ?? scryptSync(JSON.stringify(value), salt, sealBytes, cost).toString("hex");
    sealed.set(key, known);
    return known;
  };
}
