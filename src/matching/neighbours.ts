import type { Vectors } from './vectors.ts';

/** Sentence vectors row after row, each of unit length or all zero. */
export interface VectorRows {
  readonly dimensions: number;
  readonly count: number;
  readonly values: Float32Array;
}

/** A row, and its cosine with what was asked for. */
export interface Neighbour {
  /** Place of the row. */
  readonly row: number;
  /** −1 to 1. */
  readonly similarity: number;
}

/** Rows that say nearly the same. */
export interface Cluster {
  /** Places of the rows, the most typical first. */
  readonly rows: readonly number[];
  /** Mean cosine of all pairs of its rows, up to 1; 1 for a single row. */
  readonly cohesion: number;
}

/** How alike the rows of a cluster must be. */
export interface ClusterOptions {
  /**
   * Least mean cosine between two groups that become one. 0.9 finds the same words typed twice, 0.5 (the default) the same
   * question in other words or languages.
   */
  readonly threshold?: number;
  /** Smallest clusters that are returned. Default 1. */
  readonly smallest?: number;
}

/** The vectors of texts, in their order. */
export function embedAll(vectors: Vectors, texts: readonly string[]): VectorRows {
  const { dimensions } = vectors;
  const values = new Float32Array(texts.length * dimensions);
  texts.forEach((text, row) => vectors.embed(text, values.subarray(row * dimensions, (row + 1) * dimensions)));
  return { dimensions, count: texts.length, values };
}

/**
 * The `count` rows with the largest cosine to `query`, the nearest first; of equals the first. Rows and queries of which nothing
 * is known (all zero) have no neighbours.
 */
export function nearest(rows: VectorRows, query: Float32Array, count: number): Neighbour[] {
  const found: Neighbour[] = [];
  if (query.every((value) => value === 0)) return found;
  for (let row = 0; row < rows.count; row += 1) {
    const similarity = product(rows.values, row * rows.dimensions, query, 0, rows.dimensions);
    const last = found.at(-1);
    if (similarity === 0 || (found.length >= count && (last === undefined || similarity <= last.similarity))) continue;
    const place = found.findIndex((other) => other.similarity < similarity);
    found.splice(place < 0 ? found.length : place, 0, { row, similarity });
    if (found.length > count) found.pop();
  }
  return found;
}

/** A group while clusters grow: the sum of its rows tells its mean cosine with any other. */
interface Group {
  readonly rows: readonly number[];
  readonly sum: Float32Array;
}

/**
 * Groups rows by average linkage, whatever languages they are in, largest groups first. The same rows give the same groups.
 * Rows that are all zero are in none. Takes time by the square of the number of rows: a second for two thousand.
 * Method: chains of nearest neighbours (F. Murtagh, "A Survey of Recent Advances in Hierarchical Clustering Algorithms",
 * The Computer Journal 26, 1983), which end where nothing is as near as the threshold.
 */
export function cluster(rows: VectorRows, options: ClusterOptions = {}): Cluster[] {
  const { threshold = 0.5, smallest = 1 } = options;
  const open = new Set(groupsOfOne(rows));
  const done: Group[] = [];
  const chain: Group[] = [];
  while (open.size > 0) {
    const [first] = open;
    if (chain.length === 0 && first !== undefined) chain.push(first);
    const tip = chain.at(-1)!;
    const before = chain.at(-2);
    const next = nearestGroup(tip, open, before);
    if (next === undefined || next.similarity < threshold) {
      // Nothing will ever be nearer to it than what is near now.
      open.delete(tip);
      done.push(tip);
      chain.pop();
    } else if (next.group === before) {
      chain.length -= 2;
      open.delete(tip);
      open.delete(before);
      open.add(joined(tip, before));
    } else {
      chain.push(next.group);
    }
  }
  return done
    .filter((group) => group.rows.length >= smallest)
    .map((group) => toCluster(rows, group))
    .sort((a, b) => b.rows.length - a.rows.length || Math.min(...a.rows) - Math.min(...b.rows));
}

function groupsOfOne({ count, dimensions, values }: VectorRows): Group[] {
  const groups = Array.from({ length: count }, (_, row) => ({
    rows: [row],
    sum: values.slice(row * dimensions, (row + 1) * dimensions),
  }));
  return groups.filter(({ sum }) => sum.some((value) => value !== 0));
}

/** The nearest other group; of equals `preferred`, so that chains end, then the first. */
function nearestGroup(
  group: Group,
  open: ReadonlySet<Group>,
  preferred: Group | undefined,
): { group: Group; similarity: number } | undefined {
  let best = preferred;
  let similarity = preferred === undefined ? -Infinity : similarityOf(group, preferred);
  for (const other of open) {
    if (other === group || other === preferred) continue;
    const own = similarityOf(group, other);
    if (own > similarity) [best, similarity] = [other, own];
  }
  return best === undefined ? undefined : { group: best, similarity };
}

function similarityOf(a: Group, b: Group): number {
  return product(a.sum, 0, b.sum, 0, a.sum.length) / (a.rows.length * b.rows.length);
}

function joined(a: Group, b: Group): Group {
  return { rows: [...a.rows, ...b.rows], sum: a.sum.map((value, at) => value + b.sum[at]!) };
}

function toCluster({ values, dimensions }: VectorRows, { rows, sum }: Group): Cluster {
  const toAll = new Map(rows.map((row) => [row, product(values, row * dimensions, sum, 0, dimensions)]));
  const size = rows.length;
  const pairs = size * (size - 1);
  const own = product(sum, 0, sum, 0, dimensions) - size;
  return {
    rows: [...rows].sort((a, b) => toAll.get(b)! - toAll.get(a)! || a - b),
    cohesion: pairs === 0 ? 1 : own / pairs,
  };
}

function product(a: Float32Array, fromA: number, b: Float32Array, fromB: number, length: number): number {
  let sum = 0;
  for (let at = 0; at < length; at += 1) sum += a[fromA + at]! * b[fromB + at]!;
  return sum;
}
