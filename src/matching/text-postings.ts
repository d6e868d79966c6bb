import { channels } from './features.ts';
import { shareLists } from './shared-lists.ts';
import type { SparseRows } from './sparse.ts';
import { termFactors, type TermFactors } from './term-factors.ts';
import { groupTexts, type TextGroup, type TextGroups, type TextOrigin } from './text-groups.ts';
import type { FeatureTable } from './vectorizer.ts';

/** The features and groups of one language family. */
export interface TextFamily {
  readonly family: string;
  /** Its features are `columns` from here up to `end`; those before `rare` are common. */
  readonly start: number;
  readonly rare: number;
  readonly end: number;
  /** Its groups, as places in `groups`. */
  readonly groups: readonly number[];
  /** Where in `starts` those of each group begin. */
  readonly lists: readonly number[];
}

/**
 * Training texts by feature. Each text has a place; the places of one class stand together, and within it those of one
 * language family, its group. A text's value of a feature is the idf of the feature times a factor for how often it occurs times
 * a scale that the text has for each channel, so that lists need no values: an entry is a place within the group, and above
 * its `placeBits` bits the number of the factor. Lists of common features stand group by group, since a look-up wants few
 * groups and most features of each; rare ones stand whole. Equal lists are kept once.
 */
export interface TextPostings extends TextGroups {
  readonly families: readonly TextFamily[];
  /** Scale of each place and channel. */
  readonly channelScales: Float32Array;
  readonly factors: Float32Array;
  readonly placeBits: number;
  /** Columns of all families. */
  readonly columns: Uint32Array;
  /** Further columns, whose lists are those of another one, and the place in `columns` of that one. */
  readonly sharing: Uint32Array;
  readonly shared: Uint32Array;
  /** Start in `entries` of each common feature's list in each group; a list ends where the next one starts. */
  readonly starts: Uint32Array;
  /** Ascending within a list. */
  readonly entries: Uint16Array | Uint32Array;
  /** Start in `rareEntries` of each rare feature's list, by its place in `columns`. */
  readonly rareStarts: Uint32Array;
  readonly rareEntries: Uint16Array | Uint32Array;
  /** For each of `rareEntries` its group's place among the groups of the family. */
  readonly rareGroups: Uint8Array | Uint16Array;
}

/** Features with more texts of a family are common there. Up to here the groups of a list are a line of the cache. */
const mostRare = 64;

/** Turns the vectors of the training texts into lists by feature. `origins` has one for each row. */
export function toPostings(
  rows: SparseRows,
  origins: readonly TextOrigin[],
  classCount: number,
  table: Pick<FeatureTable, 'idf' | 'channel'>,
): TextPostings {
  const columnCount = table.idf.length;
  const grouped = groupTexts(rows, origins, classCount, columnCount);
  const terms = termFactors(rows, table);
  const channelScales = new Float32Array(grouped.texts.length * channels.length);
  grouped.texts.forEach((text, place) => {
    const from = text * channels.length;
    channelScales.set(terms.scales.subarray(from, from + channels.length), place * channels.length);
  });
  const features = featuresOfFamilies(rows, grouped, columnCount);
  return shareLists({
    ...grouped,
    ...features,
    channelScales,
    factors: terms.factors,
    ...listsOf(rows, grouped, terms, features, columnCount),
  });
}

/** No texts at all. */
export const noPostings: TextPostings = {
  groups: [],
  classes: [],
  texts: new Uint32Array(0),
  families: [],
  channelScales: new Float32Array(0),
  factors: new Float32Array(0),
  placeBits: 0,
  columns: new Uint32Array(0),
  sharing: new Uint32Array(0),
  shared: new Uint32Array(0),
  starts: new Uint32Array(1),
  entries: new Uint16Array(0),
  rareStarts: new Uint32Array(1),
  rareEntries: new Uint16Array(0),
  rareGroups: new Uint8Array(0),
};

/** In how many texts of a language family each of `columnCount` features occurs. */
export function countInFamily(postings: TextPostings, family: string, columnCount: number): Uint32Array {
  const counts = new Uint32Array(columnCount);
  const { columns, starts, rareStarts, sharing, shared } = postings;
  for (const { family: own, start, rare, end, lists } of postings.families) {
    if (own !== family) continue;
    for (let feature = start; feature < end; feature += 1) {
      const inGroup = (list: number) => starts[list + feature - start + 1]! - starts[list + feature - start]!;
      counts[columns[feature]!] =
        feature < rare
          ? lists.reduce((sum, list) => sum + inGroup(list), 0)
          : rareStarts[feature + 1]! - rareStarts[feature]!;
    }
    shared.forEach((feature, at) => {
      if (feature >= start && feature < end) counts[sharing[at]!] = counts[columns[feature]!]!;
    });
  }
  return counts;
}

type Features = Pick<TextPostings, 'families' | 'columns'>;

/** The features of each family, common ones first. */
function featuresOfFamilies(rows: SparseRows, { groups, texts }: TextGroups, columnCount: number): Features {
  const families: TextFamily[] = [];
  const columns: number[] = [];
  let list = 0;
  for (const family of new Set(groups.map((group) => group.family))) {
    const own = groups.flatMap((group, place) => (group.family === family ? [place] : []));
    const counts = new Uint32Array(columnCount);
    visitTexts(
      rows,
      texts,
      own.map((place) => groups[place]!),
      (at) => (counts[rows.columns[at]!]! += 1),
    );
    const start = columns.length;
    counts.forEach((count, column) => count > mostRare && columns.push(column));
    const rare = columns.length;
    counts.forEach((count, column) => count > 0 && count <= mostRare && columns.push(column));
    const lists = own.map((_, at) => list + at * (rare - start));
    list += own.length * (rare - start);
    families.push({ family, start, rare, end: columns.length, groups: own, lists });
  }
  return { families, columns: Uint32Array.from(columns) };
}

/** Tells the place in the rows of each value of the texts of some groups, with the text's place and its group's in `groups`. */
function visitTexts(
  { starts }: SparseRows,
  texts: Uint32Array,
  groups: readonly TextGroup[],
  visit: (at: number, place: number, group: number) => void,
): void {
  groups.forEach(({ start, end }, group) => {
    for (let place = start; place < end; place += 1) {
      const text = texts[place]!;
      for (let at = starts[text]!; at < starts[text + 1]!; at += 1) visit(at, place - start, group);
    }
  });
}

type Lists = Pick<TextPostings, 'placeBits' | 'starts' | 'entries' | 'rareStarts' | 'rareEntries' | 'rareGroups'>;

function listsOf(
  rows: SparseRows,
  { groups, texts }: TextGroups,
  terms: TermFactors,
  features: Features,
  columnCount: number,
): Lists {
  const { families, columns } = features;
  const placeBits = bitsFor(groups.reduce((most, group) => Math.max(most, group.end - group.start), 1));
  const isNarrow = placeBits + bitsFor(terms.factors.length) <= 16;
  // Lists are counted one place further on, so that their sums are the starts.
  const starts = new Uint32Array(
    1 + families.reduce((sum, { rare, start, lists }) => sum + (rare - start) * lists.length, 0),
  );
  const rareStarts = new Uint32Array(columns.length + 1);
  const visitFamily = (
    { start, rare, end, groups: own, lists }: TextFamily,
    visit: {
      common: (list: number, entry: number) => void;
      rare: (feature: number, entry: number, group: number) => void;
    },
  ) => {
    const featureOf = featuresByColumn(columns, start, end, columnCount);
    visitTexts(
      rows,
      texts,
      own.map((place) => groups[place]!),
      (at, place, group) => {
        const feature = featureOf[rows.columns[at]!]! - 1;
        const entry = place + terms.codes[at]! * 2 ** placeBits;
        if (feature < rare) visit.common(lists[group]! + feature - start, entry);
        else visit.rare(feature, entry, group);
      },
    );
  };
  for (const family of families) {
    visitFamily(family, {
      common: (list) => (starts[list + 1]! += 1),
      rare: (feature) => (rareStarts[feature + 1]! += 1),
    });
  }
  addUp(starts);
  addUp(rareStarts);
  const Entries = isNarrow ? Uint16Array : Uint32Array;
  const entries = new Entries(starts.at(-1)!);
  const rareEntries = new Entries(rareStarts.at(-1)!);
  const rareGroups = new (groups.length <= 256 ? Uint8Array : Uint16Array)(rareEntries.length);
  const next = starts.slice();
  const nextRare = rareStarts.slice();
  for (const family of families) {
    visitFamily(family, {
      common: (list, entry) => (entries[next[list]!++] = entry),
      rare: (feature, entry, group) => {
        const to = nextRare[feature]!++;
        rareEntries[to] = entry;
        rareGroups[to] = group;
      },
    });
  }
  return { placeBits, starts, entries, rareStarts, rareEntries, rareGroups };
}

/** For each column its feature among those of a family, plus one; 0 for a column that the family has not. */
function featuresByColumn(columns: Uint32Array, start: number, end: number, columnCount: number): Uint32Array {
  const features = new Uint32Array(columnCount);
  for (let feature = start; feature < end; feature += 1) features[columns[feature]!] = feature + 1;
  return features;
}

/** How many bits tell so many things apart. */
function bitsFor(count: number): number {
  return Math.ceil(Math.log2(count));
}

function addUp(counts: Uint32Array): void {
  for (let at = 1; at < counts.length; at += 1) counts[at]! += counts[at - 1]!;
}
