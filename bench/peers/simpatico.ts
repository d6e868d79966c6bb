import { createConceptSpotter, spotNothing } from '../../src/matching/concepts.ts';
import { buildIndexModel } from '../../src/matching/index-model.ts';
import { createIndexMatcher } from '../../src/matching/index-ranker.ts';
import { createMatcher } from '../../src/matching/matcher.ts';
import { trainModel } from '../../src/matching/train.ts';
import { readOwnExtras } from '../own-knowledge.ts';
import { askGiven } from '../ours.ts';
import type { Peer } from './peer.ts';

const common = { version: 'this commit', isProbability: true, isSlow: false } as const;

/** Our matcher on the same texts as all others, and nothing else. */
export function createSimpatico(): Peer {
  return {
    ...common,
    name: 'Simpatico',
    setting: 'the same texts as the others, no glossary, no calibration',
    train: (knowledge) => askGiven(knowledge),
  };
}

/** Our ranker for large knowledge on the same texts, to show what it gives up where both can be trained. */
export function createIndexed(): Peer {
  return {
    ...common,
    name: 'Simpatico, index',
    setting: 'the ranker for large knowledge: no machine an article; the same texts as the others',
    train: (knowledge) =>
      askGiven(knowledge, (ids, texts) => createIndexMatcher(buildIndexModel(ids, texts, spotNothing), spotNothing)),
  };
}

/** Our matcher as the service uses it on its own knowledge base. */
export function createShipped(): Peer {
  return {
    ...common,
    name: 'Simpatico + glossary',
    setting:
      'as in the service: the same texts, the glossary and the calibration of the project (fitted to labelled messages: where those are asked here, its ECE flatters)',
    train: async (knowledge) => {
      const { glossary, calibration } = await readOwnExtras();
      const spot = createConceptSpotter(glossary);
      return askGiven(knowledge, (ids, texts) => createMatcher(trainModel(ids, texts, spot), spot, calibration));
    },
  };
}
