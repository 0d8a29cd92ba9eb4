import { shownPlaces, severities, type Evidence, type Finding, type Found, type Place } from "./finding";
import type { Image } from "./image";
import { shownInstruction } from "./redact";
import type { AuditRule } from "./rules/rule";
import { isOfBase, type AuditView } from "./view";

/** Holds an image against rules; the most severe comes first, and within it the order of the rules. */
export const judge = (view: AuditView, rules: readonly AuditRule[]): Finding[] =>
  rules
    .flatMap((rule) => rule.check(view).map((found) => findingOf(view.image, rule, found)))
    .toSorted((one, other) => severities.indexOf(one.severity) - severities.indexOf(other.severity));

function findingOf(image: Image, rule: AuditRule, { problem, remedy, severity, places = [] }: Found): Finding {
  const inLayers = places.flatMap(({ layer }) => (layer === undefined ? [] : [isOfBase(image, layer)]));
  const known = inLayers.length > 0 && image.base !== undefined;
  return {
    rule: rule.name,
    severity: severity ?? rule.severity,
    problem,
    remedy,
    evidence: places.slice(0, shownPlaces).map((one) => evidenceOf(image, one)),
    count: places.length,
    ...(known ? { fromBase: inLayers.every((one) => one) } : {}),
  };
}

function evidenceOf(image: Image, { what, layer }: Place): Evidence {
  if (layer === undefined) return { what };
  const fromBase = isOfBase(image, layer);
  return {
    what,
    layer: layer.number,
    createdBy: shownInstruction(layer.createdBy),
    ...(fromBase === undefined ? {} : { fromBase }),
  };
}
