import { createInterface } from 'node:readline';
import { catalogFolders } from '../src/folders.ts';
import { readConfig } from '../src/config.ts';
import { askOne, type Outcome } from '../src/evaluation/run.ts';
import { createCueSpotter } from '../src/language/cues.ts';
import { createDetector } from '../src/language/detect.ts';
import { createAnalyzer, utteranceOf } from '../src/language/analyze.ts';
import { isLanguageCode, languageCodes, type LanguageCode } from '../src/language/languages.ts';
import { createVocabulary } from '../src/language/vocabulary.ts';
import { createConceptSpotter, type SpotConcepts } from '../src/matching/concepts.ts';
import { createMatcher } from '../src/matching/matcher.ts';
import { nameOfArticle } from '../src/matching/names.ts';
import { trainModel, type TrainingText } from '../src/matching/train.ts';
import { loadBrain, loadConceptForms } from '../src/service/catalog.ts';

interface KnowledgeRequest {
  readonly own?: boolean;
  readonly entries?: readonly { readonly id: string; readonly phrases: Readonly<Record<string, readonly string[]>> }[];
  readonly none?: Readonly<Record<string, readonly string[]>>;
}

interface Answer {
  readonly id: string | null;
  readonly confidence: number;
  readonly lang: string;
  readonly top: readonly { readonly id: string; readonly confidence: number }[];
}

type Ask = (text: string, lang: string | undefined) => Answer;

/** Languages without rules of their own are read as this one, which has no stemmer, so that their words stay as they are. */
const withoutRules: LanguageCode = 'ko';

/** Below this probability the bot would not answer, for knowledge that brings no thresholds of its own. */
const answerFrom = 0.5;

/** The black-box protocol: JSON lines in, one answer line for each request, in order. */
async function run(): Promise<void> {
  let ask: Ask | undefined;
  for await (const line of createInterface({ input: process.stdin })) {
    let request: { type?: string; text?: string; lang?: string } & KnowledgeRequest;
    try {
      request = JSON.parse(line) as typeof request;
    } catch {
      continue;
    }
    if (request === null || typeof request !== 'object') continue;
    const started = performance.now();
    if (request.type === 'kb') {
      ask = request.own === true ? await ownKnowledge() : givenKnowledge(request, await ownGlossary());
      send({ type: 'ready', ms: performance.now() - started });
    } else if (request.type === 'q' && ask !== undefined) {
      const answer = ask(request.text ?? '', request.lang);
      send({ ...answer, ms: performance.now() - started });
    } else if (request.type === 'end') break;
  }
  process.exit(0);
}

function send(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value)}\n`);
}

/** The project's own knowledge base, as in production: every question is the first message of a conversation. */
async function ownKnowledge(): Promise<Ask> {
  const brain = await loadBrain(catalogFolders(readConfig()));
  return (text, lang) => {
    const known = supported(lang);
    const outcome: Outcome = askOne({ text, ...(known === undefined ? {} : { lang: known }) }, brain);
    const utterance = brain.analyze(text, known === undefined ? {} : { locale: known });
    const top = brain.rank(utterance, 5).map(({ articleId, confidence }) => ({ id: articleId, confidence }));
    return { id: outcome.answered ?? null, confidence: outcome.confidence, lang: outcome.language, top };
  };
}

/** The concepts of the project's own glossary, which say what words mean whatever the knowledge base is about. */
async function ownGlossary(): Promise<SpotConcepts> {
  return createConceptSpotter({ forms: await loadConceptForms(catalogFolders(readConfig())) });
}

function givenKnowledge({ entries = [], none = {} }: KnowledgeRequest, spot: SpotConcepts): Ask {
  const texts: TrainingText[] = [];
  const byLanguage = new Map<LanguageCode, string[]>();
  const add = (lang: string, list: readonly string[], articleId?: string) => {
    const language = supported(lang) ?? withoutRules;
    for (const text of list) texts.push({ text, language, ...(articleId === undefined ? {} : { articleId }) });
    byLanguage.set(language, [...(byLanguage.get(language) ?? []), ...list]);
  };
  for (const { id, phrases } of entries) for (const [lang, list] of Object.entries(phrases)) add(lang, list, id);
  for (const [lang, list] of Object.entries(none)) add(lang, list);
  for (const { id } of entries) {
    const name = nameOfArticle(id);
    if (name !== undefined) texts.push(name);
  }
  const model = trainModel(
    entries.map(({ id }) => id),
    texts,
    spot,
  );
  const rank = createMatcher(model, spot);
  const analyze = createAnalyzer({ detect: createDetector(createVocabulary(byLanguage)), spot: createCueSpotter({}) });
  return (text, lang) => {
    // A told language is certain; only a hidden one has to be found.
    const utterance = lang === undefined ? analyze(text) : utteranceOf(text, supported(lang) ?? withoutRules);
    const top = rank(utterance, 5).map(({ articleId, confidence }) => ({ id: articleId, confidence }));
    const best = top[0];
    const sure = best !== undefined && best.confidence >= answerFrom;
    return { id: sure ? best.id : null, confidence: best?.confidence ?? 0, lang: lang ?? utterance.language, top };
  };
}

function supported(lang: string | undefined): LanguageCode | undefined {
  if (lang === undefined) return undefined;
  if (isLanguageCode(lang)) return lang;
  return languageCodes.find((code) => code.startsWith(lang.slice(0, 2)));
}

await run();
