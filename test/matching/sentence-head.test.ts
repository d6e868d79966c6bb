import { describe, expect, it } from 'vitest';
import { utteranceOf } from '../../src/language/analyze.ts';
import { spotNothing } from '../../src/matching/concepts.ts';
import { shareOfMeaning } from '../../src/matching/fuse-sentence.ts';
import { createMatcher } from '../../src/matching/matcher.ts';
import { packModel, unpackModel } from '../../src/matching/serialize.ts';
import { strangers } from '../../src/matching/fit-confidence.ts';
import { trainModel, type Model, type TrainingText } from '../../src/matching/train.ts';
import { createWordEmbedder } from '../support/word-embedder.ts';

const phrases: Readonly<Record<string, readonly string[]>> = {
  stolen: ['my phone was stolen', 'somebody took my phone', 'the phone is lost', 'thief has the phone'],
  refund: ['I want my money back', 'refund the order please', 'give me a refund', 'money back for the order'],
  signal: ['no signal here', 'the phone finds no network', 'network is gone', 'signal is gone since noon'],
  price: ['what does the plan cost', 'price of a plan', 'how much is the plan', 'is there a cheaper plan'],
  login: ['cannot log in', 'password is wrong', 'log in fails', 'forgot the password'],
};
const background = ['where is the museum', 'book me a hotel', 'what time is it', 'will it rain'];
const { vectorOf } = createWordEmbedder([
  ['stolen', 'gestolen'],
  ['phone', 'telefoon'],
  ['money', 'geld'],
  ['back', 'terug'],
  ['password', 'wachtwoord'],
  ['network', 'netwerk'],
]);

function train(embed?: typeof vectorOf): Model {
  const texts: TrainingText[] = Object.entries(phrases).flatMap(([articleId, own]) =>
    own.map((text) => ({ text, language: 'en' as const, articleId })),
  );
  return trainModel(
    Object.keys(phrases),
    [...texts, ...background.map((text) => ({ text, language: 'en' as const }))],
    spotNothing,
    { embed },
  );
}

/** German, since nothing is written in it; the words are those of another language, so that only the vectors know them. */
const strange = (text: string) => utteranceOf(text, 'de');

describe('matching by words and sentence vectors', () => {
  const model = train(vectorOf);
  const rank = createMatcher(model, spotNothing, { embed: vectorOf });

  it.each([
    ['telefoon gestolen', 'stolen'],
    ['geld terug', 'refund'],
    ['netwerk', 'signal'],
    ['wachtwoord', 'login'],
  ])('understands "%s", which shares no word with any phrase', (text, articleId) => {
    expect(rank(strange(text))[0]?.articleId).toBe(articleId);
    const byWords = createMatcher(train(), spotNothing)(strange(text))[0];
    expect(byWords?.evidence.semantic).toBeUndefined();
    expect(byWords?.evidence.words).toBe(0);
  });

  it('names the phrase that means the same, in the language it is written in', () => {
    const [best] = rank(strange('telefoon gestolen'));
    expect(best?.nearestPhrase).toMatchObject({ text: 'my phone was stolen', language: 'en' });
    expect(best?.evidence.semantic).toBeGreaterThan(0.4);
    expect(best?.evidence.meaning).toBeGreaterThan(0);
  });

  it('recognises a phrase word for word as before', () => {
    const [best] = rank(utteranceOf('Give me a refund!', 'en'));
    expect(best).toMatchObject({ articleId: 'refund', evidence: { exact: 1 } });
    expect(best?.confidence).toBeGreaterThan(0.9);
  });

  it('is less sure of what nothing is near to', () => {
    const sure = rank(strange('telefoon gestolen'))[0]!.confidence;
    expect(rank(strange('museum'))[0]!.confidence).toBeLessThan(sure);
  });

  it('goes by words alone where the vectors are missing', () => {
    const [best] = createMatcher(model, spotNothing)(utteranceOf('give me a refund', 'en'));
    expect(best?.articleId).toBe('refund');
    expect(best?.evidence).not.toHaveProperty('meaning');
    expect(best?.evidence).not.toHaveProperty('semantic');
  });

  it('trains the same bytes from the same texts, and reads them back as they were', () => {
    const bytes = packModel(model);
    expect(Buffer.compare(packModel(train(vectorOf)), bytes)).toBe(0);
    const kept = createMatcher(unpackModel(bytes), spotNothing, { embed: vectorOf });
    for (const text of ['telefoon gestolen', 'geld', 'wachtwoord']) {
      expect(kept(strange(text))).toEqual(rank(strange(text)));
    }
  });
});

describe('the confidence of strangers', () => {
  it('is learned apart where there are texts enough to learn it from', () => {
    const topics = ['stolen', 'refund', 'signal', 'price', 'login'];
    const many = topics.flatMap((articleId) =>
      Array.from({ length: 30 }, (_, at) => ({
        text: `${articleId} ${at} ${['please', 'now', 'again', 'today', 'here'][at % 5]!}`,
        language: 'en' as const,
        articleId,
      })),
    );
    const { confidence } = trainModel(topics, many, spotNothing, { embed: vectorOf });
    expect(Object.keys(confidence).sort()).toEqual(['any', strangers]);
    expect(Object.keys(trainModel(topics, many, spotNothing).confidence)).toEqual(['any']);
  });
});

describe('the share of meaning', () => {
  it('is two thirds where nothing is written in a language, and falls with every phrase', () => {
    expect(shareOfMeaning(0)).toBeCloseTo(2 / 3);
    const shares = [0, 1, 5, 10, 40].map(shareOfMeaning);
    expect(shares).toEqual([...shares].sort((a, b) => b - a));
    expect(shares.at(-1)).toBe(0);
  });
});
