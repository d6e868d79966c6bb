import { describe, expect, it } from 'vitest';
import { utteranceOf } from '../../src/language/analyze.ts';
import { spotNothing } from '../../src/matching/concepts.ts';
import { featuresOf } from '../../src/matching/features.ts';
import { buildPhraseIndex } from '../../src/matching/phrase-index.ts';
import { createPhraseSearch, nearestWeight } from '../../src/matching/phrase-search.ts';
import { fitFeatures } from '../../src/matching/counted-texts.ts';
import { vectorOf } from '../../src/matching/vectorizer.ts';
import { seededInt } from '../support/seeded-random.ts';

const vocabulary = 'card pin loan rate open close lost plan data refund money phone app code slow map'.split(' ');

/** Random phrases of twelve classes, class by class; the third class has none. */
function randomWorld(seed: number) {
  const draw = seededInt(seed);
  const labels = Uint32Array.from({ length: 60 }, () => draw(12))
    .filter((label) => label !== 2)
    .sort();
  const sentence = () => Array.from({ length: 1 + draw(6) }, () => vocabulary[draw(vocabulary.length)] ?? '').join(' ');
  const features = (text: string) => featuresOf(utteranceOf(text, 'en'), spotNothing);
  const texts = Array.from(labels, sentence);
  const index = buildPhraseIndex(labels, 12, (phrase) => features(texts[phrase] ?? ''));
  const toDense = (text: string) => {
    const into = new Float64Array(index.table.hashes.length);
    const { columns, values } = vectorOf(index.table, features(text));
    columns.forEach((column, at) => (into[column] = values[at] ?? 0));
    return into;
  };
  return {
    index,
    labels,
    texts,
    features,
    dense: texts.map(toDense),
    question: () => vectorOf(index.table, features(sentence())),
  };
}

type World = ReturnType<typeof randomWorld>;

/** All classes with a phrase that shares a feature, from the definition and without any short cut. */
function naiveSearch({ dense, labels, index }: World, question: ReturnType<World['question']>, hidden = -1) {
  const dot = (a: Float64Array, b: Float64Array) => a.reduce((sum, value, at) => sum + value * (b[at] ?? 0), 0);
  const asked = new Float64Array(index.table.hashes.length);
  question.columns.forEach((column, at) => (asked[column] = question.values[at] ?? 0));
  return [...new Set(labels)]
    .map((label) => {
      const own = dense.filter((_, phrase) => labels[phrase] === label && phrase !== hidden);
      const near = own.map((vector) => dot(vector, asked)).sort((a, b) => b - a);
      const sum = own.reduce(
        (total, vector) => total.map((value, at) => value + (vector[at] ?? 0)),
        new Float64Array(asked.length),
      );
      const two = near.slice(0, 2).filter((cosine) => cosine > 0);
      const centre = dot(sum, asked) / Math.max(1, Math.sqrt(dot(sum, sum)));
      const mean = two.reduce((total, cosine) => total + cosine, 0) / Math.max(1, two.length);
      return { label, score: nearestWeight * mean + (1 - nearestWeight) * centre, nearest: near[0] ?? 0 };
    })
    .filter(({ nearest }) => nearest > 0)
    .sort((a, b) => b.score - a.score);
}

const unbounded = { budget: Infinity, phrases: Infinity, classes: Infinity };

describe('a phrase index', () => {
  it('holds the features, weights and vectors that the vectorizer makes', () => {
    const { index, texts, features } = randomWorld(1);
    const table = fitFeatures(texts.map(features));
    expect(index.table.hashes).toEqual(table.hashes);
    expect(index.table.channel).toEqual(table.channel);
    index.table.idf.forEach((value, column) => expect(value).toBeCloseTo(table.idf[column] ?? NaN, 5));
    texts.forEach((text, phrase) => {
      const { columns, values } = vectorOf(table, features(text));
      const own = new Map(Array.from(columns, (column, at) => [column, values[at] ?? NaN]));
      const [from = 0, to = 0] = index.rows.starts.subarray(phrase, phrase + 2);
      expect(to - from).toBe(own.size);
      for (let at = from; at < to; at += 1) {
        expect(index.rows.values[at]).toBeCloseTo(own.get(index.rows.columns[at] ?? -1) ?? NaN, 5);
      }
    });
  });

  it.each([1, 2, 3, 4, 5])('finds what a search through everything finds (seed %i)', (seed) => {
    const world = randomWorld(seed);
    const search = createPhraseSearch(world.index, unbounded);
    for (let count = 0; count < 20; count += 1) {
      const question = world.question();
      const naive = naiveSearch(world, question);
      const found = search(question);
      expect(found.map(({ score }) => score.toFixed(4))).toEqual(naive.map(({ score }) => score.toFixed(4)));
      const naiveOf = new Map(naive.map((one) => [one.label, one]));
      for (const { label, nearest } of found) expect(nearest).toBeCloseTo(naiveOf.get(label)?.nearest ?? NaN, 5);
    }
  });

  it('takes a hidden phrase for not there, also in the centre of its class', () => {
    const world = randomWorld(6);
    const search = createPhraseSearch(world.index, unbounded);
    world.texts.forEach((text, phrase) => {
      const question = vectorOf(world.index.table, world.features(text));
      const naive = naiveSearch(world, question, phrase);
      const found = search(question, { phrase });
      expect(found.map(({ score }) => score.toFixed(4))).toEqual(naive.map(({ score }) => score.toFixed(4)));
    });
  });

  it('takes a hidden class for not there', () => {
    const world = randomWorld(7);
    const search = createPhraseSearch(world.index, unbounded);
    const question = world.question();
    const all = search(question).map(({ label }) => label);
    const [first] = all;
    expect(search(question, { label: first }).map(({ label }) => label)).toEqual(all.slice(1));
  });

  it('leaves nothing of one question behind for the next', () => {
    const world = randomWorld(8);
    const search = createPhraseSearch(world.index);
    const [one, other] = [world.question(), world.question()];
    const before = search(one);
    search(other);
    expect(search(one)).toEqual(before);
  });

  it('reads no more of the posting lists than the budget, but always the shortest telling one', () => {
    const world = randomWorld(9);
    const question = vectorOf(world.index.table, world.features('refund money card'));
    const all = createPhraseSearch(world.index, unbounded)(question);
    const few = createPhraseSearch(world.index, { budget: 1 })(question);
    expect(few.length).toBeGreaterThan(0);
    expect(few.length).toBeLessThan(all.length);
    // What is proposed is scored exactly all the same.
    const scoreOf = new Map(all.map(({ label, score }) => [label, score]));
    for (const { label, score } of few) expect(score).toBeCloseTo(scoreOf.get(label) ?? NaN, 6);
  });

  it('proposes at most as many classes as asked for', () => {
    const world = randomWorld(10);
    const question = vectorOf(world.index.table, world.features('lost phone'));
    expect(createPhraseSearch(world.index, { ...unbounded, classes: 3 })(question)).toHaveLength(3);
  });

  it('finds nothing for a vector without features', () => {
    const { index } = randomWorld(11);
    expect(createPhraseSearch(index)({ columns: new Uint32Array(0), values: new Float32Array(0) })).toEqual([]);
  });
});
