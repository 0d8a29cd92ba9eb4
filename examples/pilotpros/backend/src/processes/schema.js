const label = { type: "string", maxLength: 80, pattern: "\\S" };

/** Together the steps stay far below n8n's execution timeout of 300 s. */
export const newProcess = {
  type: "object",
  required: ["name", "steps"],
  additionalProperties: false,
  properties: {
    name: label,
    description: { type: "string", maxLength: 500 },
    steps: {
      type: "array",
      minItems: 1,
      maxItems: 20,
      items: {
        type: "object",
        required: ["name"],
        additionalProperties: false,
        properties: {
          name: label,
          seconds: { type: "number", minimum: 0.1, maximum: 10, default: 1 },
        },
      },
    },
  },
};
