export const load = () => ({ entries: ["it rained"] });
