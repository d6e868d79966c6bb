import { createInterface } from 'node:readline';
import { catalogFolders } from '../src/folders.ts';
import { readConfig } from '../src/config.ts';
import { askOne, type Outcome } from '../src/evaluation/run.ts';
import { createConceptSpotter, type SpotConcepts } from '../src/matching/concepts.ts';
import type { EmbedSentence } from '../src/matching/sentence-head.ts';
import { readSentenceVectors } from '../src/service/sentence-vectors.ts';
import { loadBrain, loadConceptForms } from '../src/service/catalog.ts';
import { askGiven, supported, trainLinear, type OwnAnswer } from './ours.ts';
import type { PeerKnowledge } from './peers/peer.ts';

/** Knowledge as the protocol sends it: the project's own, or entries and texts of none. */
interface KnowledgeRequest extends Partial<PeerKnowledge> {
  readonly own?: boolean;
}

type Ask = (text: string, lang: string | undefined) => OwnAnswer;

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
      ask =
        request.own === true ? await ownKnowledge() : givenKnowledge(request, await ownGlossary(), await ownVectors());
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
    const top = outcome.matches.map(({ articleId, confidence }) => ({ id: articleId, confidence }));
    return { id: outcome.answered ?? null, confidence: outcome.confidence, lang: outcome.language, top };
  };
}

/** The concepts of the project's own glossary, which say what words mean whatever the knowledge base is about. */
async function ownGlossary(): Promise<SpotConcepts> {
  return createConceptSpotter({ forms: await loadConceptForms(catalogFolders(readConfig())) });
}

/** The sentence vectors that come with the project. */
async function ownVectors(): Promise<EmbedSentence | undefined> {
  return (await readSentenceVectors(catalogFolders(readConfig()).vectorsPath))?.embed;
}

function givenKnowledge(
  { entries = [], none = {} }: KnowledgeRequest,
  spot: SpotConcepts,
  embed: EmbedSentence | undefined,
): Ask {
  return askGiven({ entries, none }, trainLinear(spot, embed));
}

await run();
