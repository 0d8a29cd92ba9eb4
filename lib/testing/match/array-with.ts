import { nearestName } from "../../validation/nearest";
import { unknown } from "../test-resource";
import { compare, part, weigh } from "./compare";
import { Matcher, type Outcome, type Place } from "./matcher";
import { differs, isMatch, isUndecided, together, undecided } from "./outcome";
import { isSecret, partPath } from "./path";
import { show } from "./show";
import { isList } from "./values";

/** A list that holds an element for each item, in any order; no element serves two items. */
export function arrayWith(items: readonly unknown[]): Matcher {
  const says = `a list with ${show(items)}`;
  const weight = weigh(items);
  return new Matcher(
    says,
    (place) => {
      if (place.value === unknown) return undecided(place, says, weight);
      return isList(place.value) ? compareItems(items, place, place.value) : differs(place, says, weight);
    },
    weight,
  );
}

function compareItems(items: readonly unknown[], place: Place, elements: readonly unknown[]): Outcome {
  const outcomes = items.map((item) => elements.map((element, index) => compare(item, part(place, index, element))));
  const taken = assign(outcomes);
  const found = [...taken].flatMap(([element, item]) => outcomes[item]?.[element] ?? []);
  const served = new Set(taken.values());
  const free = elements.map((_, index) => index).filter((index) => !taken.has(index));
  const missing = items.flatMap((item, index) => {
    if (served.has(index)) return [];
    const own = outcomes[index] ?? [];
    if (own.some(isMatch)) return [takenItem(item, place)];
    const candidates = free.flatMap((element) => own[element] ?? []);
    return [missingItem(item, candidates, place)];
  });
  return together([...found, ...missing]);
}

/** As many items as possible get an element of their own: the first that fits may be the only one for a later item. */
function assign(outcomes: readonly (readonly Outcome[])[]): Map<number, number> {
  const itemOf = new Map<number, number>();
  const place = (item: number, tried: Set<number>): boolean =>
    (outcomes[item] ?? []).some((outcome, element) => {
      if (!isMatch(outcome) || tried.has(element)) return false;
      tried.add(element);
      const other = itemOf.get(element);
      if (other !== undefined && !place(other, tried)) return false;
      itemOf.set(element, item);
      return true;
    });
  outcomes.forEach((_, item) => place(item, new Set()));
  return itemOf;
}

/** What it would match serves other items. */
const takenItem = (item: unknown, place: Place): Outcome =>
  differs(
    place,
    `among its elements one more ${show(item)}`,
    weigh(item),
    `${show(place.value, place)}, where other items took it`,
  );

/** An element that has something of the item is compared with it; else the whole list is shown. */
function missingItem(item: unknown, candidates: readonly Outcome[], place: Place): Outcome {
  const open = candidates.find(isUndecided);
  if (open !== undefined) return open;
  const [nearest] = candidates.toSorted((one, other) => one.cost - other.cost);
  const weight = weigh(item);
  if (nearest !== undefined && nearest.cost < weight) return nearest;
  const near = nearText(item, place);
  const list = show(place.value, place);
  return differs(place, `among its elements ${show(item)}`, weight, near === undefined ? list : `${near}, the nearest`);
}

/** In a list of fifty variables the one that was meant is worth more than the first few. */
function nearText(item: unknown, place: Place): string | undefined {
  if (typeof item !== "string" || !isList(place.value)) return undefined;
  const texts = place.value.filter(
    (value, index): value is string =>
      typeof value === "string" && !isSecret(partPath(place.path, index), place.secrets),
  );
  const variable = item.slice(0, item.indexOf("=") + 1);
  const nearest = texts.find((text) => variable !== "" && text.startsWith(variable)) ?? nearestName(item, texts);
  return nearest === undefined ? undefined : show(nearest);
}
