import type { FlowFiles } from '../dialog/flow-files.ts';
import { createFlowBook, type FlowBook } from '../dialog/flow-run.ts';
import type { PhraseFiles, Say } from '../dialog/phrases.ts';
import { createSay } from '../dialog/phrases.ts';
import { thresholdsFor, type Thresholds, type ThresholdsByLanguage } from '../dialog/thresholds.ts';
import { defaultServiceLevels, type ServiceLevels } from '../handoff/sla.ts';
import type { Article, Knowledge } from '../knowledge/article.ts';
import type { Concept } from '../knowledge/glossary.ts';
import { createAnalyzer, type Analyze } from '../language/analyze.ts';
import { createSpotTurned } from '../language/contrast.ts';
import { createCueSpotter, joinCues, type Cues } from '../language/cues.ts';
import { createDetector } from '../language/detect.ts';
import type { LanguageCode } from '../language/languages.ts';
import { createSplit } from '../language/segments.ts';
import { createRepairWord } from '../language/typos.ts';
import { countWords, createVocabulary, type Vocabulary, type WordCounts } from '../language/vocabulary.ts';
import type { Calibrations } from '../matching/calibration.ts';
import { collectForms, createConceptSpotter, type ConceptForms, type SpotConcepts } from '../matching/concepts.ts';
import { createExplain, type Explain } from '../matching/explain.ts';
import type { IndexModel } from '../matching/index-model.ts';
import { createIndexMatcher } from '../matching/index-ranker.ts';
import { createMatcher, type Rank } from '../matching/matcher.ts';
import { createHearQuestions, type HearQuestions } from '../matching/questions.ts';
import { rankRepaired } from '../matching/repaired.ts';
import type { EmbedSentence } from '../matching/sentence-head.ts';
import { createSemanticMatcher } from '../matching/semantic.ts';
import type { Model } from '../matching/train.ts';
import { createHearRefused, rankTurned, type HearRefused } from '../matching/turned.ts';
import type { Meaning, Prepare } from './meaning.ts';

/** Matcher, knowledge and phrases of one published version: all that thinking needs. */
export interface Brain {
  /** Version of the knowledge, kept with every answer. */
  readonly version: string;
  readonly analyze: Analyze;
  readonly rank: Rank;
  /** What the segments of a message are about, each on its own. */
  readonly questions: HearQuestions;
  /** The article that a message turns down. */
  readonly refused: HearRefused;
  /** True where it knows no meaning beyond words: the sentence vectors are missing or switched off. */
  readonly isByWordsAlone: boolean;
  readonly explain: Explain;
  /** Asks for the vector of a message before it is thought about; undefined at once where meaning is not looked at. */
  readonly prepare: Prepare;
  readonly article: (id: string) => Article | undefined;
  readonly articles: readonly Article[];
  readonly say: Say;
  /** The guided dialogs. */
  readonly book: FlowBook;
  /** Languages the bot has texts in. */
  readonly languages: readonly LanguageCode[];
  readonly thresholds: (language: LanguageCode) => Thresholds;
  /** The thresholds as configured, for tuning. */
  readonly allThresholds: ThresholdsByLanguage;
  readonly calibration: Calibrations;
  readonly serviceLevels: ServiceLevels;
}

/** The data of one published version. */
export interface Published {
  readonly knowledge: Knowledge;
  readonly glossary: readonly Concept[];
  readonly cues: Cues;
  readonly phrases: PhraseFiles;
  readonly thresholds: ThresholdsByLanguage;
  readonly calibration: Calibrations;
  readonly flows: PublishedFlows;
}

/** The guided dialogs as data. */
export type PublishedFlows = Omit<FlowFiles, 'files'>;

/** What is derived from a published version and kept with it, since deriving it takes longer than reading it. */
export interface PublishedIndex {
  readonly words: WordCounts;
  readonly forms: ConceptForms;
}

/** Derives the index of a published version. */
export function indexOf({
  knowledge,
  glossary,
  cues,
}: Pick<Published, 'knowledge' | 'glossary' | 'cues'>): PublishedIndex {
  return { words: countWords(textsByLanguage(knowledge, glossary, cues)), forms: collectForms(glossary) };
}

/** What a brain may have beside its model. */
export interface BrainParts {
  readonly index?: PublishedIndex;
  /** The sentence vectors that the model was trained with. */
  readonly embed?: EmbedSentence | undefined;
  readonly meaning?: Meaning | undefined;
}

/**
 * Puts the parts of a published version together. `model` is a trained one, or an index for large knowledge, which
 * explains nothing and matches by words alone. `meaning` is that of an embedder, which is asked from outside.
 */
export function createBrain(
  published: Published,
  model: Model | IndexModel,
  { index = indexOf(published), embed, meaning }: BrainParts = {},
): Brain {
  const { knowledge, cues, phrases, thresholds, calibration } = published;
  const articles = new Map(knowledge.articles.map((article) => [article.id, article]));
  const spotConcepts = createConceptSpotter({ forms: index.forms });
  const rankAsTyped = rankerOf(model, spotConcepts, calibration, { embed, meaning });
  const rankAsSaid = rankRepaired(rankAsTyped, createRepairWord(index.words, knowledge.languages));
  const spotTurned = createSpotTurned(cues);
  const rank = rankTurned(rankAsSaid, spotTurned);
  const spotCues = createCueSpotter(cues);
  return {
    version: knowledge.version,
    analyze: createAnalyzer({ detect: createDetector(createVocabulary(index.words)), spot: spotCues }),
    rank,
    questions: createHearQuestions(createSplit(cues), rankAsSaid, spotCues),
    refused: createHearRefused(rankAsSaid, spotTurned),
    isByWordsAlone: meaning === undefined && !('core' in model && model.head !== undefined && embed !== undefined),
    prepare: 'core' in model && meaning !== undefined ? meaning.prepare : () => Promise.resolve(undefined),
    explain: 'core' in model ? createExplain(model, spotConcepts) : () => ({ words: [], concepts: [] }),
    article: (id) => articles.get(id),
    articles: knowledge.articles,
    say: createSay(phrases, knowledge.facts),
    book: createFlowBook(published.flows, cues),
    languages: knowledge.languages,
    thresholds: (language) => thresholdsFor(thresholds, language),
    allThresholds: thresholds,
    calibration,
    serviceLevels: defaultServiceLevels,
  };
}

function rankerOf(
  model: Model | IndexModel,
  spot: SpotConcepts,
  calibration: Calibrations,
  { embed, meaning }: Pick<BrainParts, 'embed' | 'meaning'>,
): Rank {
  if (!('core' in model)) return createIndexMatcher(model, spot, calibration);
  if (meaning === undefined) return createMatcher(model, spot, { calibrations: calibration, embed });
  return createSemanticMatcher(model, spot, meaning.semantics, calibration);
}

/** The words of each language, from the phrases, the answers and the glossary. */
export function vocabularyOf(knowledge: Pick<Knowledge, 'articles'>, glossary: readonly Concept[]): Vocabulary {
  return createVocabulary(textsByLanguage(knowledge, glossary));
}

function textsByLanguage(
  knowledge: Pick<Knowledge, 'articles'>,
  glossary: readonly Concept[],
  cues: Cues = {},
): Map<LanguageCode, string[]> {
  const texts = new Map<LanguageCode, string[]>();
  const add = (language: LanguageCode, list: readonly string[]) => {
    const own = texts.get(language) ?? [];
    own.push(...list);
    texts.set(language, own);
  };
  for (const { texts: perLanguage } of knowledge.articles) {
    for (const [language, text] of Object.entries(perLanguage)) {
      add(language as LanguageCode, [text.question, text.answer, ...text.phrases]);
    }
  }
  for (const { forms } of glossary) {
    for (const [language, list] of Object.entries(forms)) add(language as LanguageCode, list);
  }
  // Sentences of everyday words, also in the languages that have no phrases; the words that join sentences are too few and
  // too short to tell one language from another.
  for (const [language, lists] of Object.entries(cues)) {
    const told = Object.entries(lists).filter(([name]) => !(joinCues as readonly string[]).includes(name));
    add(
      language as LanguageCode,
      told.flatMap(([, list]) => list),
    );
  }
  return texts;
}
