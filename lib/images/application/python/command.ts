import type { Notes } from "../notes";
import { shellWords } from "../shell-words";
import { findApplicationObjects } from "./application-object";
import { serve, type PythonServer } from "./servers";
import { startRemedy, type PythonStart, type StartPlace } from "./start";

/** Options that the component sets by the port and the limits; what follows those with `=false` is no value of theirs. */
const set: Readonly<Record<string, boolean>> = {
  "--host": true,
  "--port": true,
  "--bind": true,
  "-b": true,
  "--workers": true,
  "-w": true,
  "--reload": false,
};

/** Programs that only start others, and say nothing of their own. */
const runners = [["uv", "run"], ["poetry", "run"], ["pipenv", "run"], ["exec"]];

const portMark = "plimsoll-port";

/** A start command that somebody wrote down. */
export function fromCommand(text: string, from: string, place: StartPlace, notes: Notes): PythonStart | undefined {
  const words = shellWords(text.replaceAll(/\$PORT\b|\$\{PORT(?::?-\d+)?\}/g, portMark));
  if (words === undefined || words.length === 0) {
    notes.fault(`${from} ("${text}") needs a shell, which would keep signals from the server`, startRemedy);
    return undefined;
  }
  const { environment, rest } = split(words.map((word) => word.replaceAll(portMark, "$PORT")));
  const command = plain(rest);
  if (isForDevelopment(command)) return instead(command, from, place, notes);
  const [program = ""] = command;
  if (program !== "uvicorn" && program !== "gunicorn") {
    return { command, server: "own", environment: pathOf(environment, place), from };
  }
  const { kept, gone } = withoutSet(command);
  const asked = gone.filter((option) => /^(?:--workers|-w|--reload)/.test(option));
  if (asked.length > 0) {
    notes.warn(
      `${asked.join(" ")} in ${from} is left out: it is for development, or the component sets it by the limits`,
      `write "${kept.join(" ")}"`,
    );
  }
  return { command: kept, server: program satisfies PythonServer, environment: pathOf(environment, place), from };
}

function pathOf(environment: Record<string, string>, { facts, packaged }: StartPlace): Record<string, string> {
  const sources = !packaged && facts.files.some((file) => /^src\/\w+\/__init__\.py$/.test(file));
  return sources ? { PYTHONPATH: "/app/src", ...environment } : environment;
}

/** Variables in front; PORT is the component's. */
function split(words: readonly string[]): { environment: Record<string, string>; rest: string[] } {
  const end = words.findIndex((word) => !/^[A-Za-z_]\w*=/.test(word));
  const assigned = words
    .slice(0, end === -1 ? words.length : end)
    .map((word): [string, string] => [word.slice(0, word.indexOf("=")), word.slice(word.indexOf("=") + 1)]);
  return {
    environment: Object.fromEntries(assigned.filter(([name]) => name !== "PORT")),
    rest: end === -1 ? [] : words.slice(end),
  };
}

function plain(words: readonly string[]): string[] {
  const runner = runners.find((runner) => runner.every((word, at) => words[at] === word));
  if (runner !== undefined) return plain(words.slice(runner.length));
  const server = words[2] ?? "";
  const module = /^python(?:3(?:\.\d+)?)?$/.test(words[0] ?? "") && words[1] === "-m";
  return module && ["uvicorn", "gunicorn"].includes(server) ? words.slice(2) : [...words];
}

/** These servers are for one developer, or start another one. */
const isForDevelopment = ([program, first, second]: readonly string[]): boolean =>
  program === "fastapi" ||
  program === "flask" ||
  (/^python/.test(program ?? "") && (second === "runserver" || (first === "-m" && second === "flask")));

/** What the same application starts with in production. */
function instead(command: readonly string[], from: string, place: StartPlace, notes: Notes): PythonStart | undefined {
  const named = command.find((word) => word.endsWith(".py"));
  const objects = findApplicationObjects(place.facts, place.installed);
  const object = objects.find(({ file }) => file === named) ?? objects[0];
  if (object === undefined) {
    notes.fault(`${from} starts "${command.join(" ")}", and no file makes the application it would serve`, startRemedy);
    return undefined;
  }
  const start = serve(object, place, notes);
  if (start !== undefined && command[0] !== "fastapi") {
    notes.warn(`${from} starts a server for development: the image starts "${start.command.join(" ")}"`, "write that");
  }
  return start && { ...start, from };
}

function withoutSet(command: readonly string[]): { kept: string[]; gone: string[] } {
  const kept: string[] = [];
  const gone: string[] = [];
  for (let at = 0; at < command.length; at++) {
    const word = command[at] ?? "";
    const [name = ""] = word.split("=");
    if (!Object.hasOwn(set, name)) kept.push(word);
    else if (set[name] === true && !word.includes("=")) gone.push(`${word} ${command[++at] ?? ""}`);
    else gone.push(word);
  }
  return { kept, gone };
}
