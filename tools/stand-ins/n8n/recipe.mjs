export const n8n = {};
