import { describe, expect, it } from 'vitest';
import { createOpenAiEmbedder } from '../../src/embedding/openai.ts';
import type { LogFacts, Logger } from '../../src/log.ts';
import { silentLogger } from '../../src/log.ts';
import type { Embedder } from '../../src/matching/embedder.ts';
import { createPrepare } from '../../src/service/meaning.ts';
import { keyOf } from '../support/conversations.ts';
import { conversationOf } from '../support/situations.ts';
import { embeddingsServers } from '../support/embeddings-server.ts';
import { semanticBrain, smallMeanings } from '../support/semantic-brain.ts';
import { serviceWorld } from '../support/service-world.ts';
import { temporaryFolders } from '../support/temporary-folder.ts';
import { createWordEmbedder } from '../support/word-embedder.ts';

const newFolder = temporaryFolders();
const newServer = embeddingsServers(smallMeanings);

/** Keeps warnings. */
function listeningLogger(): Logger & { readonly warnings: [LogFacts, string][] } {
  const warnings: [LogFacts, string][] = [];
  return { ...silentLogger, warn: (facts, message) => void warnings.push([facts, message]), warnings };
}

const question = 'somebody nicked my cash retour';

describe('a turn that looks at meaning', () => {
  it('keeps with the answer how near in meaning it was', async () => {
    const { brain } = await semanticBrain(newFolder(), createWordEmbedder(smallMeanings));
    const { say, transcript } = serviceWorld(brain);
    await say('which tariff');
    const candidates = (await transcript()).at(-1)?.decision?.candidates ?? [];
    expect(candidates[0]).toMatchObject({ articleId: 'prices', evidence: { semantic: expect.any(Number) } });
  });

  it('goes on by words alone while the server hangs, warns once, and says when meaning is back', async () => {
    const server = await newServer();
    const asking = createOpenAiEmbedder({ url: server.url, model: 'm', logger: silentLogger, failuresToPause: 100 });
    const logger = listeningLogger();
    const { brain } = await semanticBrain(newFolder(), createWordEmbedder(smallMeanings), { logger, asking });
    const { say, transcript } = serviceWorld(brain);
    server.always = 'hang';
    await say('how much is it');
    const [candidate] = (await transcript()).at(-1)?.decision?.candidates ?? [];
    expect([candidate?.articleId, candidate?.evidence.semantic]).toEqual(['prices', undefined]);
    await say(question, { key: keyOf('b') });
    expect(logger.warnings).toEqual([
      [{ kind: 'timeout', timeoutMs: 50 }, 'no meaning for messages: matching goes by words alone'],
    ]);
    server.always = undefined;
    // A busy machine may miss the time limit once more; asking again is what customers do.
    for (let times = 0; logger.warnings.length < 2 && times < 50; times += 1) {
      await say('what do you charge', { key: keyOf(`c${times}`) });
    }
    expect(logger.warnings.map(([, message]) => message)[1]).toBe('meaning is looked at again');
    expect(JSON.stringify(logger.warnings)).not.toMatch(/nicked|cash/);
  });

  it.each([
    ['a button is pressed', { choice: 'article:prices' }, undefined],
    ['an agent holds the conversation', {}, 'agent' as const],
    ['the customer waits in the queue', {}, 'queue' as const],
  ])('asks for no meaning when %s', async (_when, rest, owner) => {
    const embedder = createWordEmbedder();
    const { brain } = await semanticBrain(newFolder(), embedder);
    const { say, store } = serviceWorld(brain);
    if (owner !== undefined) {
      const conversation = conversationOf({ owner, version: 0, lastSeq: 0 });
      await store.commit({ conversation, entries: [], tickets: [] }, 0);
    }
    const before = embedder.asked.length;
    await say(question, rest);
    expect(embedder.asked.slice(before)).toEqual([]);
  });
});

describe('asking for the meaning of a message', () => {
  it('sends no more of a long one than is analysed, and nothing of one without text', async () => {
    const embedder = createWordEmbedder();
    const prepare = createPrepare({ embedder, logger: silentLogger }, 48);
    await prepare('a'.repeat(5000));
    expect(await prepare('  ')).toBeUndefined();
    expect(embedder.asked.map(({ length }) => length)).toEqual([2000]);
  });

  it('takes a vector of another dimension for none: it is from another model than the phrases', async () => {
    const logger = listeningLogger();
    const prepare = createPrepare({ embedder: createWordEmbedder(), logger }, 47);
    expect([await prepare('a'), await prepare('b')]).toEqual([undefined, undefined]);
    expect(logger.warnings.map(([facts]) => facts)).toEqual([
      { kind: 'format', expected: 47, got: 48, timeoutMs: 300 },
    ]);
  });
});

describe('loading meaning', () => {
  it('embeds and learns once: a restart embeds nothing and ranks the same', async () => {
    const folder = newFolder();
    const first = await semanticBrain(folder, createWordEmbedder(smallMeanings));
    const embedder = createWordEmbedder(smallMeanings);
    const second = await semanticBrain(folder, embedder);
    expect(embedder.asked).toEqual([]);
    const ranked = ({ brain }: typeof first) => brain.rank(brain.analyze(question), 5, embedder.vectorOf(question));
    expect(ranked(second)).toEqual(ranked(first));
  });

  it('learns anew for another embedder', async () => {
    const folder = newFolder();
    await semanticBrain(folder, createWordEmbedder());
    const embedder = createWordEmbedder(smallMeanings);
    const { brain } = await semanticBrain(folder, embedder);
    const fresh = await semanticBrain(newFolder(), embedder);
    const vector = embedder.vectorOf(question);
    expect(brain.rank(brain.analyze(question), 5, vector)).toEqual(
      fresh.brain.rank(fresh.brain.analyze(question), 5, vector),
    );
  });

  it('fails where the phrases cannot be embedded', async () => {
    const down: Embedder = { id: 'down', embed: () => Promise.reject(new Error('down')) };
    await expect(semanticBrain(newFolder(), down)).rejects.toThrow('down');
  });
});
