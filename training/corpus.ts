import { foldForVectors, visitTokenFeatures, vectorTokens } from '../src/matching/vector-features.ts';
import { createGrowingArray, type GrowingArray } from './growing-array.ts';
import { createHashIndex, type HashIndex } from './hash-index.ts';
import { baseLanguage, type Segment } from './segments.ts';

/** Texts of one source, and how much a segment of it counts. */
export interface WeightedSegments {
  readonly weight: number;
  readonly segments: Iterable<Segment>;
}

/** All texts as rows of feature numbers, grouped by segment. */
export interface Corpus {
  /** Features of all texts, text after text. */
  readonly features: Uint32Array;
  /** Start of each text in `features`; one more than there are texts. */
  readonly textStarts: Uint32Array;
  /** Base language of each text, an index into `languages`. */
  readonly textLanguage: Uint32Array;
  readonly languages: readonly string[];
  /** First text of each segment; one more than there are segments. */
  readonly segmentStarts: Uint32Array;
  /** First segment of each source; one more than there are sources. */
  readonly sourceStarts: Uint32Array;
}

/** A corpus with the hash and the kind of each feature number. */
export interface CountedCorpus extends Corpus {
  readonly index: HashIndex;
  readonly kinds: Uint8Array;
}

const longestText = 400;
const mostFeatures = 400;
const longestCached = 24;
/** A text that stands in many places counts twice at most. */
const mostRepeats = 2;

/** Reads all segments. Those with one language only, and the third and later ones of the same English, are left out. */
export function buildCorpus(sources: readonly WeightedSegments[]): CountedCorpus {
  const index = createHashIndex();
  const kindOf: number[] = [];
  const languages: string[] = [];
  const features = createGrowingArray(1 << 22);
  const textStarts = createGrowingArray();
  const textLanguage = createGrowingArray();
  const segmentStarts = createGrowingArray();
  const sourceStarts = createGrowingArray();
  const seen = new Map<string, number>();
  // Most words come again and again; looking their features up once is what makes this fast.
  const known = new Map<string, Uint32Array>();
  const featuresOf = (token: string): Uint32Array => {
    const cached = known.get(token);
    if (cached !== undefined) return cached;
    const numbers: number[] = [];
    visitTokenFeatures(token, (hash, kind) => {
      const number = index.numberOf(hash);
      kindOf[number] = kind;
      numbers.push(number);
    });
    const result = Uint32Array.from(numbers);
    if (token.length <= longestCached) known.set(token, result);
    return result;
  };
  const addText = (text: string) => {
    textStarts.push(features.length);
    const end = features.length + mostFeatures;
    for (const token of vectorTokens(text.slice(0, longestText))) {
      for (const number of featuresOf(token)) if (features.length < end) features.push(number);
    }
  };
  for (const { segments } of sources) {
    sourceStarts.push(segmentStarts.length);
    for (const { texts } of segments) {
      if (!isWanted(texts, seen)) continue;
      segmentStarts.push(textStarts.length);
      for (const [language, text] of distinctTexts(texts)) {
        addText(text);
        textLanguage.push(numberOfLanguage(languages, baseLanguage(language)));
      }
    }
  }
  const close = (starts: GrowingArray, end: number) => {
    starts.push(end);
    return starts.values();
  };
  const textCount = textStarts.length;
  const segmentCount = segmentStarts.length;
  return {
    index,
    kinds: Uint8Array.from(kindOf),
    languages,
    features: features.values(),
    textLanguage: textLanguage.values(),
    textStarts: close(textStarts, features.length),
    segmentStarts: close(segmentStarts, textCount),
    sourceStarts: close(sourceStarts, segmentCount),
  };
}

function isWanted(texts: Segment['texts'], seen: Map<string, number>): boolean {
  const english = foldForVectors(texts['en'] ?? '').replace(/^[\s.:!…]+|[\s.:!…]+$/g, '');
  if (english.length < 2) return false;
  const languages = new Set(distinctTexts(texts).map(([language]) => baseLanguage(language)));
  if (languages.size < 2) return false;
  const repeats = seen.get(english) ?? 0;
  if (repeats >= mostRepeats) return false;
  seen.set(english, repeats + 1);
  return true;
}

/** One language for each text: what two languages write alike teaches nothing. */
function distinctTexts(texts: Segment['texts']): [string, string][] {
  const taken = new Set<string>();
  return Object.entries(texts).filter(([, text]) => !taken.has(text) && taken.add(text));
}

function numberOfLanguage(languages: string[], language: string): number {
  const known = languages.indexOf(language);
  return known >= 0 ? known : languages.push(language) - 1;
}
