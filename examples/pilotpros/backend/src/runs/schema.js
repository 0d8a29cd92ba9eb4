/** What the automation engine may report of a run. */
export const report = {
  type: "object",
  required: ["kind"],
  additionalProperties: false,
  properties: {
    kind: { enum: ["started", "step", "succeeded", "failed"] },
    execution: { type: "string", maxLength: 80 },
    position: { type: "integer", minimum: 0, maximum: 19 },
    step: { type: "string", maxLength: 80 },
    message: { type: "string", maxLength: 1000 },
  },
  if: { properties: { kind: { const: "step" } } },
  then: { required: ["position", "step"] },
};
