import { channels, type Channel, type FeatureCounts } from './features.ts';
import { createHashNumbers } from './hash-numbers.ts';
import { createColumnOf, type FeatureTable } from './vectorizer.ts';

/**
 * The features of all texts of a training, each feature with a number: a training on a part of the texts then looks no hash
 * up any more.
 */
export interface CountedTexts {
  /** Hash of each feature, ascending, and the index of its channel in `channels`. */
  readonly hashes: Uint32Array;
  readonly channel: Uint8Array;
  /** Start of each text's channels in `features` and `counts`, `channels.length` a text and one more. */
  readonly starts: Uint32Array;
  /** Numbers of the features, in the order in which they occur. */
  readonly features: Uint32Array;
  /** How often each occurs in its text. */
  readonly counts: Uint16Array;
}

/** Counts texts; their features are read once, in order, and may be made as they are read. */
export function countTexts(texts: Iterable<FeatureCounts>): CountedTexts {
  const numbers = createHashNumbers();
  const starts = [0];
  let features = new Uint32Array(1 << 16);
  let counts = new Uint16Array(features.length);
  let length = 0;
  for (const text of texts) {
    for (const name of channels) {
      if (length + text[name].size > features.length) {
        const size = 2 * (length + text[name].size);
        features = enlarged(features, new Uint32Array(size));
        counts = enlarged(counts, new Uint16Array(size));
      }
      for (const [hash, count] of text[name]) {
        features[length] = numbers.numberOf(hash);
        counts[length] = Math.min(count, 0xffff);
        length += 1;
      }
      starts.push(length);
    }
  }
  const { hashes, placeOf } = sorted(numbers.hashes());
  for (let at = 0; at < length; at += 1) features[at] = placeOf[features[at]!]!;
  const channel = new Uint8Array(hashes.length);
  for (let at = 0; at + 1 < starts.length; at += 1) {
    for (let place = starts[at]!; place < starts[at + 1]!; place += 1) channel[features[place]!] = at % channels.length;
  }
  return {
    hashes,
    channel,
    starts: Uint32Array.from(starts),
    features: features.slice(0, length),
    counts: counts.slice(0, length),
  };
}

/** Hashes in ascending order, and the place there of each. */
function sorted(hashes: Uint32Array): { readonly hashes: Uint32Array; readonly placeOf: Uint32Array } {
  const ascending = hashes.slice().sort();
  return { hashes: ascending, placeOf: hashes.map(createColumnOf({ hashes: ascending })) };
}

function enlarged<T extends Uint32Array | Uint16Array>(before: T, larger: T): T {
  larger.set(before);
  return larger;
}

/** From here on character n-grams of a single text are left out: they teach nothing, and are more than half of all. */
const manyTexts = 5000;

const isOfCharacters = channels.map((channel) => channel === 'characters' || channel === 'spelling');

/**
 * Learns the table from some of the texts, named by their places, and from the features of one channel only where it is
 * named; idf is `ln((1+N)/(1+df))+1`.
 */
export function fitTexts(counted: CountedTexts, texts: ArrayLike<number>, only?: Channel): FeatureTable {
  const { starts, features } = counted;
  const first = only === undefined ? 0 : channels.indexOf(only);
  const last = only === undefined ? channels.length : first + 1;
  const frequency = new Uint32Array(counted.hashes.length);
  for (let index = 0; index < texts.length; index += 1) {
    const text = texts[index]! * channels.length;
    for (let at = starts[text + first]!; at < starts[text + last]!; at += 1) frequency[features[at]!]! += 1;
  }
  const isFew = texts.length < manyTexts;
  const hashes = counted.hashes.filter((_, feature) => {
    const count = frequency[feature]!;
    return count > 1 || (count === 1 && (isFew || !isOfCharacters[counted.channel[feature]!]));
  });
  const idf = new Float32Array(hashes.length);
  const channel = new Uint8Array(hashes.length);
  columnsOf(counted, { hashes }).forEach((column, feature) => {
    if (column < 0) return;
    idf[column] = Math.log((1 + texts.length) / (1 + frequency[feature]!)) + 1;
    channel[column] = counted.channel[feature]!;
  });
  return { hashes, idf, channel };
}

/** The column of each feature in a table; -1 where it has none. */
export function columnsOf({ hashes }: Pick<CountedTexts, 'hashes'>, table: Pick<FeatureTable, 'hashes'>): Int32Array {
  const columns = new Int32Array(hashes.length).fill(-1);
  let column = 0;
  for (let feature = 0; feature < hashes.length && column < table.hashes.length; feature += 1) {
    while (table.hashes[column]! < hashes[feature]!) column += 1;
    if (table.hashes[column] === hashes[feature]) columns[feature] = column;
  }
  return columns;
}

/** Learns the table from the features of texts. */
export function fitFeatures(texts: readonly FeatureCounts[]): FeatureTable {
  return fitTexts(
    countTexts(texts),
    texts.map((_, text) => text),
  );
}
