// The secrets that the example's stack needs, each generated on first use.

import { randomBytes, randomInt } from "node:crypto";

/** 192 bits, from characters that need no quoting anywhere. */
const password = () => randomBytes(24).toString("base64url");

/** What n8n asks of a password: 8 to 64 characters, a number and a capital among them. */
export const pleasesN8n = (text) => text.length >= 8 && text.length <= 64 && /\d/.test(text) && /[A-Z]/.test(text);

function ownerPassword() {
  for (;;) {
    const text = password();
    if (pleasesN8n(text)) return text;
  }
}

/** Letters and digits only: it is also typed into configuration files by hand when an instance is moved. */
function encryptionKey() {
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
  return Array.from({ length: 43 }, () => alphabet[randomInt(alphabet.length)]).join("");
}

/** Name in the stack's configuration -> what makes a value. */
export const secrets = {
  postgresPassword: password,
  pilotprosPassword: password,
  n8nPassword: password,
  n8nEncryptionKey: encryptionKey,
  n8nOwnerPassword: ownerPassword,
};
