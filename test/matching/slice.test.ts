import { beforeAll, describe, expect, it } from 'vitest';
import { createConceptSpotter } from '../../src/matching/concepts.ts';
import { packSlice, unpackSlice } from '../../src/matching/slice-bytes.ts';
import { learnSliceConfidence } from '../../src/matching/slice-confidence.ts';
import { createSuggest } from '../../src/matching/slice-ranker.ts';
import { cutSlice, type Slice } from '../../src/matching/slice.ts';
import type { Model, TrainingText } from '../../src/matching/train.ts';
import { createBrain, indexOf, type Published } from '../../src/service/brain.ts';
import { trainingTexts } from '../../src/service/catalog.ts';
import { makeSlice } from '../../src/service/make-slice.ts';
import { smallModel, smallPublished } from '../support/small-brain.ts';

describe('the slice of a model', () => {
  let published: Published;
  let model: Model;
  let slice: Slice;

  beforeAll(async () => {
    published = await smallPublished();
    model = smallModel(published);
    slice = makeSlice({ published, model, index: indexOf(published) }, 'es');
  });

  const cut = (most?: number) => {
    const { glossary, calibration: calibrations } = published;
    const { language, confidence } = slice;
    return cutSlice(
      { knowledge: 'k', language, model, questions: new Map(), glossary, calibrations, confidence },
      most,
    );
  };

  it('ranks the phrases of its language as the whole model does', () => {
    const brain = createBrain(published, model);
    const suggest = createSuggest(slice);
    const texts = trainingTexts(published).filter(({ language, articleId }) => language === 'es' && articleId);
    const firsts = texts.map(({ text, articleId }) => [suggest(text, 1)[0]?.articleId, articleId]);
    expect(texts.length).toBeGreaterThan(20);
    expect(firsts.filter(([own, right]) => own !== right)).toEqual([]);
    const half = 'quiero que me devuel';
    expect(suggest(half)[0]?.articleId).toBe(brain.rank(brain.analyze(half))[0]?.articleId);
  });

  it('names the questions of its language, and what it was cut from', () => {
    const [first] = createSuggest(slice)('devolver el dinero');
    expect(first?.question).toBe(published.knowledge.articles.find(({ id }) => id === 'refund')?.texts.es?.question);
    expect(slice).toMatchObject({ knowledge: 'small-1', language: 'es' });
  });

  it('suggests no article that has no question in its language', () => {
    const questions = slice.questions.map((question, label) =>
      slice.articleIds[label] === 'refund' ? null : question,
    );
    const ids = createSuggest({ ...slice, questions })('devolver el dinero', 6).map(({ articleId }) => articleId);
    expect(ids).toHaveLength(5);
    expect(ids).not.toContain('refund');
  });

  it('knows nothing of words that only other languages have', () => {
    expect(createSuggest(slice)('退款')).toEqual([]);
    const forms = slice.forms.map(([form]) => form);
    expect(forms).toContain('datos');
    expect(indexOf(published).forms.map(([form]) => form)).toContain('流 量');
    expect(forms).not.toContain('流 量');
  });

  it('is read from its bytes as it was, and refused with the reason where they are others', () => {
    const bytes = packSlice(slice);
    expect(unpackSlice(bytes)).toEqual(slice);
    expect(bytes).toEqual(packSlice(slice));
    for (const wrong of [bytes.subarray(0, bytes.length - 9), new Uint8Array(20), new TextEncoder().encode('<html>')]) {
      expect(() => unpackSlice(wrong)).toThrow('This is no slice of a model');
    }
    const header = new TextDecoder('latin1').decode(bytes).replace('"format":1', '"format":2');
    expect(() => unpackSlice(Uint8Array.from(header, (char) => char.charCodeAt(0)))).toThrow('another version');
  });

  it('keeps no more weights than it may, those that say most', () => {
    const weights = (one: Slice) => one.core.weights.filter((code) => code !== 0).length;
    expect(weights(cut(200))).toBeLessThanOrEqual(200);
    expect(weights(cut(200))).toBeGreaterThan(100);
    expect(weights(cut())).toBeGreaterThan(1000);
    const few = createSuggest({ ...cut(600), questions: slice.questions });
    expect(few('devolver el dinero', 1)[0]?.articleId).toBe('refund');
  });

  it('is empty for a language without texts, and suggests nothing', () => {
    const empty = makeSlice({ published, model, index: indexOf(published) }, 'sv');
    expect(empty.core.table.hashes).toHaveLength(0);
    expect(createSuggest(unpackSlice(packSlice(empty)))('pengarna tillbaka')).toEqual([]);
  });

  it('is less sure of what no article is about', () => {
    const suggest = createSuggest(slice);
    const sure = suggest('quiero que me devuelvan el dinero')[0]!.confidence;
    expect(suggest('cuál es la capital de Francia')[0]?.confidence ?? 0).toBeLessThan(sure);
  });

  it('has confidences that are no more than certain together', () => {
    const all = createSuggest(slice)('recargar internet dinero', 6).map(({ confidence }) => confidence);
    expect(all.reduce((sum, one) => sum + one, 0)).toBeLessThanOrEqual(1);
  });
});

describe('the confidence of a slice', () => {
  const spot = createConceptSpotter([]);

  it('is a fixed one where there is too little to learn from', () => {
    const texts: TrainingText[] = [{ text: 'refund', language: 'en', articleId: 'a' }];
    const source = { articleIds: ['a', 'b'], texts, spot, loss: 'squared-hinge' as const };
    expect(learnSliceConfidence(source).weights).toHaveLength(7);
    expect(learnSliceConfidence({ ...source, texts: [] })).toEqual(learnSliceConfidence(source));
  });
});
