import { createCueSpotter } from '../src/language/cues.ts';
import { createDetector } from '../src/language/detect.ts';
import { createAnalyzer, utteranceOf, type Analyze } from '../src/language/analyze.ts';
import { isLanguageCode, languageCodes, type LanguageCode } from '../src/language/languages.ts';
import { createVocabulary } from '../src/language/vocabulary.ts';
import type { SpotConcepts } from '../src/matching/concepts.ts';
import { createMatcher, type Rank } from '../src/matching/matcher.ts';
import type { EmbedSentence } from '../src/matching/sentence-head.ts';
import { nameOfArticle } from '../src/matching/names.ts';
import { trainModel, type TrainingText } from '../src/matching/train.ts';
import { textsOf } from './peers/texts.ts';
import type { PeerAnswer, PeerKnowledge } from './peers/peer.ts';

/** An answer of our matcher, with the language that was told or found. */
export interface OwnAnswer extends PeerAnswer {
  readonly lang: string;
}

/** Below this probability the bot would not answer, for knowledge that brings no thresholds of its own. */
const answerFrom = 0.5;

/** Trains our ranker on given knowledge; without a glossary there are no concepts to spot. */
export type TrainRank = (articleIds: readonly string[], texts: readonly TrainingText[]) => Rank;

/** One linear machine an article, with the names of articles as texts: what the service does. */
export function trainLinear(spot: SpotConcepts, embed?: EmbedSentence): TrainRank {
  return (articleIds, texts) => {
    const names = articleIds.flatMap((id) => nameOfArticle(id) ?? []);
    return createMatcher(trainModel(articleIds, [...texts, ...names], spot, { embed }), spot, { embed });
  };
}

/** Languages without rules of their own are read as this one, which has no stemmer, so that their words stay as they are. */
const withoutRules: LanguageCode = 'ko';

/** Our matcher on knowledge that is given from outside, by its phrases alone. */
export function askGiven(
  knowledge: PeerKnowledge,
  train: TrainRank,
): (text: string, lang: string | undefined) => OwnAnswer {
  const texts = textsOf(knowledge).map(({ text, lang, id }): TrainingText => {
    const language = supported(lang) ?? withoutRules;
    return { text, language, ...(id === null ? {} : { articleId: id }) };
  });
  const rank = train(
    knowledge.entries.map(({ id }) => id),
    texts,
  );
  const analyze = createAnalyzer({
    detect: createDetector(createVocabulary(textsByLanguage(texts))),
    spot: createCueSpotter({}),
  });
  const written = new Set(texts.map(({ language }) => language));
  const hasUnnamed = textsOf(knowledge).some(({ lang }) => supported(lang) === undefined);
  // What looks like a language that nothing is written in is most likely one of those that we cannot name.
  const analyzeAmong: Analyze = (text) => {
    const utterance = analyze(text);
    return hasUnnamed && !written.has(utterance.language) ? utteranceOf(text, withoutRules) : utterance;
  };
  return (text, lang) => answerWith({ analyze: analyzeAmong, rank }, text, lang);
}

/** Analyses and ranks. A told language is certain; only a hidden one has to be found. */
export function answerWith(
  { analyze, rank }: { analyze: Analyze; rank: Rank },
  text: string,
  lang: string | undefined,
): OwnAnswer {
  const utterance = lang === undefined ? analyze(text) : utteranceOf(text, supported(lang) ?? withoutRules);
  const top = rank(utterance, 5).map(({ articleId, confidence }) => ({ id: articleId, confidence }));
  const best = top[0];
  const sure = best !== undefined && best.confidence >= answerFrom;
  return { id: sure ? best.id : null, confidence: best?.confidence ?? 0, lang: lang ?? utterance.language, top };
}

/** The supported language that a tag means; any tag of a language stands for all its scripts. */
export function supported(lang: string | undefined): LanguageCode | undefined {
  if (lang === undefined) return undefined;
  if (isLanguageCode(lang)) return lang;
  return languageCodes.find((code) => code.startsWith(lang.slice(0, 2)));
}

function textsByLanguage(texts: readonly TrainingText[]): Map<LanguageCode, string[]> {
  const groups = new Map<LanguageCode, string[]>();
  for (const { text, language } of texts) {
    const own = groups.get(language);
    if (own === undefined) groups.set(language, [text]);
    else own.push(text);
  }
  return groups;
}
