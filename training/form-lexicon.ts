import { learnLexicon } from './lexicon.ts';

/** One text in English and in another language, as words, in the order of the text. */
export interface ParallelWords {
  readonly english: readonly string[];
  readonly own: readonly string[];
}

/** How a term is written in another language. */
export interface LearnedForm {
  /** Its words. */
  readonly words: readonly string[];
  /** Chance that the form stands where the term does, 0 to 1. */
  readonly probability: number;
  /** Chance that the term stands where the form does, 0 to 1: low for a form that means other things too. */
  readonly back: number;
  /** Texts that have both. */
  readonly count: number;
  /** Places of these texts, the first ones at most. */
  readonly places: readonly number[];
}

/** Settings of the learning. */
export interface FormOptions {
  /** Fewer common texts say nothing. Default 3. */
  readonly fewest?: number;
  /** Forms kept a term, the best. Default 4. */
  readonly most?: number;
  /** A word that stands in a larger share of all texts begins and ends no form. Default 0.04. */
  readonly common?: number;
}

/** Forms have at most as many words. */
const longestForm = 4;
/** What is worse than this both ways is left out. */
const leastProbability = 0.12;
const leastBack = 0.05;
/** Less than this mean of both ways is chance, for forms of several words. */
const leastOverlap = 0.25;
const keptPlaces = 40;

/**
 * Learns how terms of one to three English words are written in another language. Words are paired by `learnLexicon`; terms
 * and forms of several words by how often they share a text (Dice's coefficient). The best form comes first.
 */
export function learnForms(
  texts: readonly ParallelWords[],
  terms: Iterable<string>,
  { fewest = 3, most = 4, common = 0.04 }: FormOptions = {},
): ReadonlyMap<string, readonly LearnedForm[]> {
  const places = placesOf(texts, new Set(terms), fewest);
  const words = learnLexicon(
    texts.map(({ english, own }) => [english, own]),
    { fewest, least: leastProbability },
  );
  const isCommon = commonWords(texts, common);
  const shared = new Map([...places].map(([term, at]) => [term, sharedForms(texts, at, isCommon, fewest)]));
  const totals = countForms(texts, new Set([...shared.values()].flatMap((forms) => [...forms.keys()])));
  const learned = new Map<string, readonly LearnedForm[]>();
  for (const [term, at] of places) {
    const translations = new Map(words.get(term)?.map(({ word, probability }) => [word, probability]));
    const forms = [...(shared.get(term) ?? [])]
      .map(([key, own]): LearnedForm => {
        const overlap = own.length / at.length;
        return {
          words: key.split(' '),
          probability: isOneWord(term) && isOneWord(key) ? (translations.get(key) ?? 0) : overlap,
          back: own.length / (totals.get(key) ?? own.length),
          count: own.length,
          places: own.slice(0, keptPlaces),
        };
      })
      .filter((form) => isLikely(term, form))
      .sort((a, b) => goodness(b) - goodness(a) || b.words.length - a.words.length)
      .slice(0, most);
    if (forms.length > 0) learned.set(term, forms);
  }
  return learned;
}

function isOneWord(key: string): boolean {
  return !key.includes(' ');
}

function isLikely(term: string, form: LearnedForm): boolean {
  if (form.probability < leastProbability || form.back < leastBack) return false;
  return (isOneWord(term) && form.words.length === 1) || goodness(form) >= leastOverlap;
}

/** Harmonic mean of both ways. */
function goodness({ probability, back }: LearnedForm): number {
  return (2 * probability * back) / (probability + back);
}

/** The runs of words of a text, from one word to as many as asked for, each once. */
function runsOf(words: readonly string[], longest: number): Set<string> {
  const runs = new Set<string>();
  for (let from = 0; from < words.length; from += 1) {
    let run = words[from]!;
    runs.add(run);
    for (let to = from + 1; to < Math.min(words.length, from + longest); to += 1) {
      run = `${run} ${words[to]!}`;
      runs.add(run);
    }
  }
  return runs;
}

/** Where each term stands. */
function placesOf(texts: readonly ParallelWords[], terms: ReadonlySet<string>, fewest: number): Map<string, number[]> {
  const places = new Map<string, number[]>();
  texts.forEach(({ english }, place) => {
    for (const run of runsOf(english, 3)) {
      if (!terms.has(run)) continue;
      const own = places.get(run);
      if (own === undefined) places.set(run, [place]);
      else own.push(place);
    }
  });
  for (const [term, own] of places) if (own.length < fewest) places.delete(term);
  return places;
}

function commonWords(texts: readonly ParallelWords[], share: number): (word: string) => boolean {
  const counts = new Map<string, number>();
  for (const { own } of texts) for (const word of new Set(own)) counts.set(word, (counts.get(word) ?? 0) + 1);
  // Of few texts no word can be said to be common.
  const limit = Math.max(20, share * texts.length);
  return (word) => (counts.get(word) ?? 0) > limit;
}

/** The forms that stand in at least `fewest` of a term's texts, and where. */
function sharedForms(
  texts: readonly ParallelWords[],
  at: readonly number[],
  isCommon: (word: string) => boolean,
  fewest: number,
): Map<string, number[]> {
  const forms = new Map<string, number[]>();
  for (const place of at) {
    for (const run of runsOf(texts[place]!.own, longestForm)) {
      const own = forms.get(run);
      if (own === undefined) forms.set(run, [place]);
      else own.push(place);
    }
  }
  const least = Math.max(fewest, at.length * leastProbability * 0.5);
  for (const [form, own] of forms) {
    const words = form.split(' ');
    if (own.length < least || isCommon(words[0]!) || isCommon(words.at(-1)!)) forms.delete(form);
  }
  return forms;
}

function countForms(texts: readonly ParallelWords[], forms: ReadonlySet<string>): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { own } of texts) {
    for (const run of runsOf(own, longestForm)) if (forms.has(run)) counts.set(run, (counts.get(run) ?? 0) + 1);
  }
  return counts;
}
