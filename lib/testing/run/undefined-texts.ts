import type { TestResource } from "../test-resource";
import type { RunOptions } from "./options";

/**
 * Texts that were put together with an output nobody gave: on a real engine the value would be there, under mocks the text
 * says "undefined", and every assertion about it would hold for the wrong reason.
 */
export function undefinedTexts(resources: readonly TestResource[], { outputs = {} }: RunOptions): Error[] {
  return resources.flatMap(({ name, type, inputs, propertyDependencies }) =>
    Object.entries(propertyDependencies).flatMap(([property, from]) => {
      const [silent] = from.filter(({ type: source, custom }) => custom && !(source in outputs));
      if (silent === undefined || !saysUndefined(inputs[property])) return [];
      return [
        new Error(
          `${name} (${type}): its input "${property}" has the word undefined in it, from an output of ${silent.name} that no mock gives; ` +
            `write outputs: { "${silent.type}": ({ name, inputs }) => ({ ... }) } in the options of the run`,
        ),
      ];
    }),
  );
}

function saysUndefined(value: unknown): boolean {
  if (typeof value === "string") return /\bundefined\b/.test(value);
  return typeof value === "object" && value !== null && Object.values(value).some(saysUndefined);
}
