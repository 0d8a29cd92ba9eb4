// What a module exports, from its doc comments: signature, meaning, defaults, errors.

import { join } from "node:path";
import ts from "typescript";
import { Advice } from "../console.mjs";
import { root } from "../setup/places.mjs";

/** `testing` is lib/testing/index.ts; `testing/chai` is lib/testing/chai.ts. */
export function reference(subject) {
  const files = [join(root, "lib", subject, "index.ts"), join(root, "lib", `${subject}.ts`)];
  const { options } = ts.parseJsonConfigFileContent(
    ts.readConfigFile(join(root, "tsconfig.json"), ts.sys.readFile).config,
    ts.sys,
    root,
  );
  const file = files.find((one) => ts.sys.fileExists(one));
  if (file === undefined) throw new Advice(`there is no module lib/${subject}`, "write its path below lib/");
  const program = ts.createProgram([file], { ...options, incremental: false, tsBuildInfoFile: undefined });
  const checker = program.getTypeChecker();
  const module = checker.getSymbolAtLocation(program.getSourceFile(file));
  return checker
    .getExportsOfModule(module)
    .map((symbol) => (symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol))
    .toSorted((one, other) => rank(one) - rank(other) || (one.name < other.name ? -1 : 1))
    .map((symbol) => entry(symbol, checker))
    .join("\n\n");
}

/** What is called comes before what is only passed about. */
const rank = ({ flags }) =>
  flags & ts.SymbolFlags.Class ? 0 : flags & (ts.SymbolFlags.Function | ts.SymbolFlags.Variable) ? 1 : 2;

function entry(symbol, checker) {
  const declaration = symbol.declarations[0];
  const parts = [`### ${symbol.name}`, ...shown(declaration, symbol.name), ...words(symbol, checker)];
  const members = membersOf(declaration)
    .filter((member) => !isHidden(member))
    .map((member) => memberLine(member, checker));
  return [...parts, ...(members.length > 0 ? [members.join("\n")] : [])].join("\n\n");
}

/** The signature of what has no members to list. */
function shown(declaration, name) {
  if (ts.isFunctionDeclaration(declaration)) return [fenced(signature(declaration))];
  if (ts.isTypeAliasDeclaration(declaration)) return [fenced(`type ${name} = ${oneLine(declaration.type.getText())}`)];
  return [];
}

const fenced = (text) => ["```ts", text, "```"].join("\n");

function membersOf(declaration) {
  if (ts.isInterfaceDeclaration(declaration) || ts.isClassDeclaration(declaration)) return [...declaration.members];
  if (!ts.isVariableDeclaration(declaration)) return [];
  const value = declaration.initializer;
  const object = value && ts.isAsExpression(value) ? value.expression : value;
  return object && ts.isObjectLiteralExpression(object) ? [...object.properties] : [];
}

const isHidden = (member) =>
  member.name === undefined ||
  ts.isConstructorDeclaration(member) ||
  ts.isPrivateIdentifier(member.name) ||
  (ts.getCombinedModifierFlags(member) & ts.ModifierFlags.Private) !== 0 ||
  // Of an overloaded method the signatures that users see, not the one behind them.
  (ts.isMethodDeclaration(member) && member.body !== undefined && overloads(member).length > 1);

const overloads = (member) => member.parent.members.filter((other) => other.name?.getText() === member.name.getText());

function memberLine(member, checker) {
  const symbol = checker.getSymbolAtLocation(member.name);
  const docs = ts.getJSDocCommentsAndTags(member).length > 0 || overloads(member)[0] !== member ? member : undefined;
  const said =
    docs === undefined
      ? ""
      : words(symbol, checker)
          .join(" ")
          .replaceAll(/\s*\n\s*/g, " ");
  const isStatic = ts.getCombinedModifierFlags(member) & ts.ModifierFlags.Static ? "static " : "";
  return `- \`${isStatic}${memberText(member)}\`${said === "" || isLaterOverload(member) ? "" : `: ${said}`}`;
}

/** Its words stand beside the first. */
const isLaterOverload = (member) => ts.isMethodDeclaration(member) && overloads(member)[0] !== member;

function memberText(member) {
  if (ts.isPropertyAssignment(member)) {
    const { initializer } = member;
    return ts.isArrowFunction(initializer)
      ? `${member.name.getText()}${parameters(initializer)}`
      : member.name.getText();
  }
  if (ts.isMethodDeclaration(member) || ts.isMethodSignature(member)) return signature(member);
  const optional = member.questionToken ? "?" : "";
  return `${member.name.getText()}${optional}: ${oneLine(member.type?.getText() ?? "")}`;
}

const parameters = (declaration) => `(${declaration.parameters.map((one) => oneLine(one.getText())).join(", ")})`;

function signature(declaration) {
  const types = declaration.typeParameters
    ? `<${declaration.typeParameters.map((one) => one.getText()).join(", ")}>`
    : "";
  const result = declaration.type ? `: ${oneLine(declaration.type.getText())}` : "";
  return `${declaration.name.getText()}${types}${parameters(declaration)}${result}`;
}

const oneLine = (text) => text.replaceAll(/\s+/g, " ");

/** Meaning first, then what a reader looks up. */
function words(symbol, checker) {
  const text = plain(ts.displayPartsToString(symbol.getDocumentationComment(checker)));
  const tags = symbol.getJsDocTags(checker).map(({ name, text: parts }) => {
    const said = plain(ts.displayPartsToString(parts));
    if (name === "default") return `Default: ${said}.`;
    if (name === "throws") return `Throws ${said}.`;
    return name === "returns" ? `Returns: ${said}.` : "";
  });
  return [text, ...tags].filter((part) => part !== "");
}

const plain = (text) => text.replaceAll(/\{@link (\w+)\s*\}/g, "`$1`");
