import type { TextFamily, TextPostings } from './text-postings.ts';

/** Postings before equal lists are put together. */
export type UnsharedPostings = Omit<TextPostings, 'sharing' | 'shared'>;

/**
 * Puts equal lists of a family together. Two fifths of all features have the texts of another one: groups of letters as
 * characters of any language and as spelling of one, or those of a word that nothing else is written with.
 */
export function shareLists(postings: UnsharedPostings): TextPostings {
  const { families, columns, starts, entries, rareStarts, rareEntries, rareGroups } = postings;
  const sharing: number[] = [];
  const shared: number[] = [];
  const kept: number[] = [];
  const newFamilies: TextFamily[] = [];
  const lists: number[] = [];
  for (const family of families) {
    const start = kept.length;
    let rare = start;
    const ownerOf = ownersOf(postings, family);
    const placeOf = new Map<number, number>();
    for (let feature = family.start; feature < family.end; feature += 1) {
      const owner = ownerOf[feature - family.start]!;
      if (owner === feature) {
        placeOf.set(feature, kept.length);
        kept.push(feature);
        if (feature < family.rare) rare = kept.length;
      } else {
        sharing.push(columns[feature]!);
        shared.push(placeOf.get(owner)!);
      }
    }
    const listsOfFamily = family.lists.map((from) => {
      const first = lists.length;
      for (let place = start; place < rare; place += 1) lists.push(from + kept[place]! - family.start);
      return first;
    });
    newFamilies.push({ ...family, start, rare, end: kept.length, lists: listsOfFamily });
  }
  const newStarts = startsOf(lists, starts);
  const newRareStarts = startsOf(kept, rareStarts);
  return {
    ...postings,
    families: newFamilies,
    columns: Uint32Array.from(kept, (feature) => columns[feature]!),
    sharing: Uint32Array.from(sharing),
    shared: Uint32Array.from(shared),
    starts: newStarts,
    entries: pick(entries, lists, starts, newStarts),
    rareStarts: newRareStarts,
    rareEntries: pick(rareEntries, kept, rareStarts, newRareStarts),
    rareGroups: pick(rareGroups, kept, rareStarts, newRareStarts),
  };
}

/** For each feature of a family the first one whose lists are the same. */
function ownersOf(postings: UnsharedPostings, family: TextFamily): Uint32Array {
  const { start, rare, end, lists } = family;
  const { starts, entries, rareStarts, rareEntries, rareGroups } = postings;
  const owners = new Uint32Array(end - start);
  const byHash = new Map<number, number[]>();
  const isCommon = (feature: number) => feature < rare;
  const hashOf = (feature: number) => {
    if (!isCommon(feature)) {
      const [from, to] = [rareStarts[feature]!, rareStarts[feature + 1]!];
      return hashNumbers(rareGroups, from, to, hashNumbers(rareEntries, from, to, to - from));
    }
    return lists.reduce((hash, list) => {
      const at = list + feature - start;
      return hashNumbers(entries, starts[at]!, starts[at + 1]!, hash + starts[at + 1]! - starts[at]!);
    }, 1);
  };
  const areEqual = (one: number, other: number) => {
    if (isCommon(one) !== isCommon(other)) return false;
    if (!isCommon(one)) {
      return equalLists(rareEntries, rareStarts, one, other) && equalLists(rareGroups, rareStarts, one, other);
    }
    return lists.every((list) => equalLists(entries, starts, list + one - start, list + other - start));
  };
  for (let feature = start; feature < end; feature += 1) {
    const hash = hashOf(feature);
    const candidates = byHash.get(hash);
    const owner = candidates?.find((candidate) => areEqual(candidate, feature));
    owners[feature - start] = owner ?? feature;
    if (owner !== undefined) continue;
    if (candidates === undefined) byHash.set(hash, [feature]);
    else candidates.push(feature);
  }
  return owners;
}

type Numbers = Uint8Array | Uint16Array | Uint32Array;

function hashNumbers(numbers: Numbers, from: number, to: number, seed: number): number {
  let hash = seed;
  for (let at = from; at < to; at += 1) hash = Math.imul(hash ^ numbers[at]!, 0x01000193) ^ (hash >>> 15);
  return hash;
}

function equalLists(values: Numbers, starts: Uint32Array, one: number, other: number): boolean {
  const length = starts[one + 1]! - starts[one]!;
  if (starts[other + 1]! - starts[other]! !== length) return false;
  for (let at = 0; at < length; at += 1) {
    if (values[starts[one]! + at] !== values[starts[other]! + at]) return false;
  }
  return true;
}

/** Starts of some of the lists where only those are kept, one behind the other. */
function startsOf(lists: readonly number[], starts: Uint32Array): Uint32Array {
  const kept = new Uint32Array(lists.length + 1);
  lists.forEach((list, at) => (kept[at + 1] = kept[at]! + starts[list + 1]! - starts[list]!));
  return kept;
}

/** The values of those lists, at their new starts. */
function pick<Values extends Numbers>(
  values: Values,
  lists: readonly number[],
  starts: Uint32Array,
  newStarts: Uint32Array,
): Values {
  const kept = values.slice(0, newStarts.at(-1)) as Values;
  lists.forEach((list, at) => kept.set(values.subarray(starts[list], starts[list + 1]), newStarts[at]));
  return kept;
}
