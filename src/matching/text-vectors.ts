import { columnsOf, type CountedTexts } from './counted-texts.ts';
import { channels } from './features.ts';
import type { SparseVector } from './sparse.ts';
import { channelWeight, type ChannelWeights, type FeatureTable } from './vectorizer.ts';

/** The vector of a counted text, named by its place. */
export type VectorOfText = (text: number, weights: ChannelWeights) => SparseVector;

/**
 * Makes the vectors of counted texts over a table: the same as those of `vectorOf`, bit for bit. Scratch memory is kept between
 * calls.
 */
export function createVectorOfText(counted: CountedTexts, table: FeatureTable): VectorOfText {
  const { starts, features, counts } = counted;
  const { idf } = table;
  const columnOf = columnsOf(counted, table);
  let columns = new Uint32Array(1024);
  let values = new Float64Array(1024);
  let length = 0;

  const addChannel = (from: number, end: number, weight: number) => {
    const first = length;
    let squares = 0;
    for (let at = from; at < end; at += 1) {
      const column = columnOf[features[at]!]!;
      if (column < 0) continue;
      const value = (1 + Math.log(counts[at]!)) * idf[column]!;
      columns[length] = column;
      values[length] = value;
      squares += value * value;
      length += 1;
    }
    scale(first, squares === 0 ? 0 : weight / Math.sqrt(squares));
  };
  const scale = (from: number, factor: number) => {
    for (let at = from; at < length; at += 1) values[at]! *= factor;
  };

  return (text, weights) => {
    const first = text * channels.length;
    const most = starts[first + channels.length]! - starts[first]!;
    if (most > columns.length) {
      columns = new Uint32Array(2 * most);
      values = new Float64Array(2 * most);
    }
    const spelling = first + channels.indexOf('spelling');
    const isSpelt = starts[spelling + 1]! > starts[spelling]!;
    length = 0;
    channels.forEach((channel, index) => {
      const weight = channelWeight(channel, isSpelt, weights);
      if (weight > 0) addChannel(starts[first + index]!, starts[first + index + 1]!, weight);
    });
    let squares = 0;
    for (let at = 0; at < length; at += 1) squares += values[at]! * values[at]!;
    scale(0, squares === 0 ? 0 : 1 / Math.sqrt(squares));
    return { columns: columns.slice(0, length), values: Float32Array.from(values.subarray(0, length)) };
  };
}
