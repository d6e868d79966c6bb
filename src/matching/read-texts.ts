import { utteranceOf } from '../language/analyze.ts';
import { familyOf } from '../language/languages.ts';
import type { SpotConcepts } from './concepts.ts';
import { countTexts, type CountedTexts } from './counted-texts.ts';
import { featuresOf } from './features.ts';
import { hashText } from './hash.ts';
import type { PreparedText } from './prepared-text.ts';
import type { EmbedSentence } from './sentence-head.ts';
import type { TrainingText } from './train.ts';

/** The texts of a training as they were read once; plain data, which another thread can be given. */
export interface ReadTexts {
  readonly counted: CountedTexts;
  readonly texts: readonly ReadText[];
}

/** A training text but for its meaning. */
export type ReadText = Omit<PreparedText, 'vector'>;

/** Reads all texts: their words, features and concepts. Takes a second for ten thousand. */
export function readTexts(
  articleIds: readonly string[],
  texts: readonly TrainingText[],
  spot: SpotConcepts,
): ReadTexts {
  const labelOf = new Map(articleIds.map((id, label) => [id, label]));
  const read: ReadText[] = [];
  const counted = countTexts(
    mapEach(texts, ({ text, language, articleId, isName = false }, place) => {
      const utterance = utteranceOf(text, language);
      const background = articleIds.length;
      read.push({
        text: place,
        stems: utterance.stems,
        hash: hashText(utterance.tokens.join(' ')),
        label: articleId === undefined ? background : (labelOf.get(articleId) ?? background),
        family: familyOf(language),
        isName,
      });
      return featuresOf(utterance, spot);
    }),
  );
  return { counted, texts: read };
}

/** The sentence vectors of texts, row after row; of no texts none. */
export function embedTexts(texts: readonly TrainingText[], embed: EmbedSentence): Float32Array {
  let rows = new Float32Array(0);
  texts.forEach(({ text }, row) => {
    const vector = embed(text);
    if (row === 0) rows = new Float32Array(texts.length * vector.length);
    rows.set(vector, row * vector.length);
  });
  return rows;
}

/** One after the other, when asked for. */
function* mapEach<T, U>(items: readonly T[], map: (item: T, place: number) => U): Iterable<U> {
  for (let place = 0; place < items.length; place += 1) yield map(items[place]!, place);
}
