// One statement, one answer, over PostgreSQL's own protocol (version 3, simple query, no password): npm's builds bring no psql.

import { createConnection } from "node:net";

const message = (type, ...parts) => {
  const body = Buffer.concat(parts.map((part) => (typeof part === "string" ? Buffer.from(`${part}\0`) : part)));
  const length = Buffer.alloc(4);
  length.writeInt32BE(body.length + 4);
  return Buffer.concat([Buffer.from(type), length, body]);
};

const version = Buffer.from([0, 3, 0, 0]);

/** The rows of a statement as texts, null where they are null. Rejects with the server's words. */
export function query(socket, sql) {
  return new Promise((resolve, reject) => {
    const connection = createConnection(socket);
    const rows = [];
    let [rest, asked, failed] = [Buffer.alloc(0), false, undefined];
    connection.once("error", reject);
    connection.once("close", () => reject(new Error(failed ?? "the server closed the connection")));
    connection.once("connect", () =>
      connection.write(message("", version, "user", "postgres", "database", "postgres", Buffer.from([0]))),
    );
    connection.on("data", (chunk) => {
      rest = Buffer.concat([rest, chunk]);
      for (; rest.length >= 5 && rest.length > rest.readInt32BE(1); rest = rest.subarray(rest.readInt32BE(1) + 1)) {
        const type = String.fromCharCode(rest[0]);
        const body = rest.subarray(5, rest.readInt32BE(1) + 1);
        if (type === "E") failed = words(body);
        else if (type === "D") rows.push(cells(body));
        else if (type === "Z" && !asked) {
          asked = true;
          connection.write(message("Q", sql));
        } else if (type === "Z") {
          connection.end(message("X"));
          if (failed) reject(new Error(failed));
          else resolve(rows);
        }
      }
    });
  });
}

function cells(body) {
  const found = [];
  for (let at = 2; at < body.length;) {
    const length = body.readInt32BE(at);
    found.push(length < 0 ? null : body.toString("utf8", at + 4, at + 4 + length));
    at += 4 + Math.max(0, length);
  }
  return found;
}

/** An error's fields are a letter and a text each; M is the message. */
const words = (body) =>
  body
    .toString("utf8")
    .split("\0")
    .find((field) => field.startsWith("M"))
    ?.slice(1);
