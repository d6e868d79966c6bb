import type { SparseRows } from './sparse.ts';

/** Texts of one class in one language family; they stand together. */
export interface TextGroup {
  readonly label: number;
  readonly family: string;
  /** First place of its texts, and the place behind the last one. */
  readonly start: number;
  readonly end: number;
  /** Length of the mean of its vectors. */
  readonly centreNorm: number;
}

/** The texts of one class in all families, which are those of groups `from` up to `to`. */
export interface TextClass {
  readonly from: number;
  readonly to: number;
  readonly centreNorm: number;
}

/** A training text's class, and the language family whose words it is; without one it is nobody's words and left out. */
export interface TextOrigin {
  readonly label: number;
  readonly family?: string | undefined;
}

/** Training texts by class and language family. */
export interface TextGroups {
  /** By class, then by the first text of the family. */
  readonly groups: readonly TextGroup[];
  /** One a class. */
  readonly classes: readonly TextClass[];
  /** The text at each place. */
  readonly texts: Uint32Array;
}

/** Puts texts into groups. `origins` has one for each row. */
export function groupTexts(
  rows: SparseRows,
  origins: readonly TextOrigin[],
  classCount: number,
  columnCount: number,
): TextGroups {
  const members = membersOf(origins);
  const texts = Uint32Array.from(members.flatMap((group) => group.texts));
  const sums = new Float64Array(columnCount);
  let start = 0;
  const groups = members.map(({ label, family, texts: own }): TextGroup => {
    const end = start + own.length;
    const group = { label, family, start, end, centreNorm: centreNorm(rows, own, sums) };
    start = end;
    return group;
  });
  const classes = Array.from({ length: classCount }, (_, label): TextClass => {
    const before = groups.filter((group) => group.label < label).length;
    const own = members.filter((group) => group.label === label);
    const all = own.flatMap((group) => group.texts).sort((a, b) => a - b);
    return { from: before, to: before + own.length, centreNorm: centreNorm(rows, all, sums) };
  });
  return { groups, classes, texts };
}

interface Members {
  readonly label: number;
  readonly family: string;
  readonly texts: number[];
}

function membersOf(origins: readonly TextOrigin[]): Members[] {
  const members = new Map<string, Members>();
  origins.forEach(({ label, family }, text) => {
    if (family === undefined) return;
    const key = `${label}/${family}`;
    const known = members.get(key);
    if (known === undefined) members.set(key, { label, family, texts: [text] });
    else known.texts.push(text);
  });
  return [...members.values()].sort((a, b) => a.label - b.label);
}

/** Length of the mean of some rows; `sums` is scratch, all zero before and after. */
function centreNorm({ starts, columns, values }: SparseRows, texts: readonly number[], sums: Float64Array): number {
  for (const text of texts) {
    for (let at = starts[text]!; at < starts[text + 1]!; at += 1) sums[columns[at]!]! += values[at]! / texts.length;
  }
  let squares = 0;
  for (const text of texts) {
    for (let at = starts[text]!; at < starts[text + 1]!; at += 1) {
      squares += sums[columns[at]!]! ** 2;
      sums[columns[at]!] = 0;
    }
  }
  return Math.sqrt(squares);
}
