import { createConceptSpotter } from '../../src/matching/concepts.ts';
import { createMatcher } from '../../src/matching/matcher.ts';
import { rankerContract, scorerContract, type ScorerWorld } from '../contract/scorer-contract.ts';
import { smallModel, smallPublished } from '../support/small-brain.ts';

async function makeWorld(): Promise<ScorerWorld> {
  const published = await smallPublished();
  const { articles } = published.knowledge;
  return {
    rank: createMatcher(smallModel(published), createConceptSpotter(published.glossary)),
    articleCount: articles.length,
    phrases: articles.flatMap(({ id, texts }) =>
      (['en', 'es', 'zh-Hans', 'zh-Hant'] as const).flatMap((language) =>
        (texts[language]?.phrases ?? []).map((text) => ({ text, language, articleId: id })),
      ),
    ),
  };
}

const shared = makeWorld();
const sharedWorld = () => shared;

scorerContract('exact', sharedWorld);
scorerContract('words', sharedWorld);
scorerContract('characters', sharedWorld);
scorerContract('concepts', sharedWorld, { cannotTell: 'most phrases name no concept, and articles share concepts' });
scorerContract('margin', sharedWorld);
scorerContract('nearest', sharedWorld);
rankerContract('the fusion of all evidence', makeWorld);
