import { createInterface } from 'node:readline';
import { catalogFolders } from '../src/folders.ts';
import { readConfig } from '../src/config.ts';
import { askOne, type Outcome } from '../src/evaluation/run.ts';
import { createCueSpotter } from '../src/language/cues.ts';
import { createDetector } from '../src/language/detect.ts';
import { createAnalyzer } from '../src/language/analyze.ts';
import { isLanguageCode, languageCodes, type LanguageCode } from '../src/language/languages.ts';
import { createVocabulary } from '../src/language/vocabulary.ts';
import { spotNothing } from '../src/matching/concepts.ts';
import { createMatcher } from '../src/matching/matcher.ts';
import { trainModel, type TrainingText } from '../src/matching/train.ts';
import { loadBrain } from '../src/service/catalog.ts';

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
      ask = request.own === true ? await ownKnowledge() : givenKnowledge(request);
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

function givenKnowledge({ entries = [], none = {} }: KnowledgeRequest): Ask {
  const texts: TrainingText[] = [];
  const byLanguage = new Map<LanguageCode, string[]>();
  const add = (lang: string, list: readonly string[], articleId?: string) => {
    // A language without rules of its own is read by script alone, as English is.
    const language = supported(lang) ?? 'en';
    for (const text of list) texts.push({ text, language, ...(articleId === undefined ? {} : { articleId }) });
    byLanguage.set(language, [...(byLanguage.get(language) ?? []), ...list]);
  };
  for (const { id, phrases } of entries) for (const [lang, list] of Object.entries(phrases)) add(lang, list, id);
  for (const [lang, list] of Object.entries(none)) add(lang, list);
  const model = trainModel(
    entries.map(({ id }) => id),
    texts,
    spotNothing,
  );
  const rank = createMatcher(model, spotNothing);
  const analyze = createAnalyzer({ detect: createDetector(createVocabulary(byLanguage)), spot: createCueSpotter({}) });
  return (text, lang) => {
    // A told language is certain; only a hidden one has to be found.
    const utterance = analyze(text, lang === undefined ? {} : { current: supported(lang), locale: supported(lang) });
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
