import { readConfig } from '../../src/config.ts';
import { catalogFolders } from '../../src/folders.ts';
import { createConceptSpotter, spotNothing } from '../../src/matching/concepts.ts';
import { buildIndexModel } from '../../src/matching/index-model.ts';
import { createIndexMatcher } from '../../src/matching/index-ranker.ts';
import { createMatcher } from '../../src/matching/matcher.ts';
import { nameOfArticle } from '../../src/matching/names.ts';
import type { EmbedSentence } from '../../src/matching/sentence-head.ts';
import { trainModel } from '../../src/matching/train.ts';
import { readSentenceVectors } from '../../src/service/sentence-vectors.ts';
import { trainOptions } from '../../src/service/train-side-by-side.ts';
import { readOwnExtras } from '../own-knowledge.ts';
import { askGiven, trainLinear } from '../ours.ts';
import type { Peer } from './peer.ts';

const common = { version: 'this commit', isProbability: true, isSlow: false } as const;

/** Our matcher on the same texts as all others, with what it always has: names of entries and the project's glossary. */
export function createSimpatico(): Peer {
  return {
    ...common,
    name: 'Simpatico',
    setting:
      'the same texts as the others, the names of the entries as texts, the glossary of the project, no calibration',
    train: async (knowledge) =>
      askGiven(knowledge, trainLinear(createConceptSpotter((await readOwnExtras()).glossary), await ownEmbed())),
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

/** The sentence vectors that come with the project. */
async function ownEmbed(): Promise<EmbedSentence | undefined> {
  return (await readSentenceVectors(catalogFolders(readConfig()).vectorsPath))?.embed;
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
      const embed = await ownEmbed();
      const spot = createConceptSpotter(glossary);
      return askGiven(knowledge, (ids, texts) => {
        const names = ids.flatMap((id) => nameOfArticle(id) ?? []);
        const model = trainModel(ids, [...texts, ...names], spot, { ...trainOptions, embed });
        return createMatcher(model, spot, { calibrations: calibration, embed });
      });
    },
  };
}
