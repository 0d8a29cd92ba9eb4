import type { Notes } from "../notes";

/** Packages of which the index has no built form for Linux: they need compilers to install, and the system's libraries to run. */
const unbuilt: Readonly<Record<string, string>> = {
  psycopg2: "take psycopg2-binary, or psycopg with its extra binary",
  mysqlclient: "take pymysql, or write a Dockerfile into the folder",
  "python-ldap": "take ldap3, or write a Dockerfile into the folder",
  uwsgi: "take gunicorn, or write a Dockerfile into the folder",
  pygraphviz: "write a Dockerfile into the folder",
};

export function checkCompiled(names: ReadonlySet<string>, notes: Notes): void {
  for (const [name, remedy] of Object.entries(unbuilt)) {
    if (names.has(name))
      notes.fault(`${name} is compiled where it is installed, against the system's libraries`, remedy);
  }
}
