import ms from "ms";

export const greeting = (name: string): string => `hello ${name}, see you in ${ms(60_000)}`;
