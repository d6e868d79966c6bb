import { beforeAll, describe, expect, it } from 'vitest';
import { askOne, runDataset } from '../../src/evaluation/run.ts';
import type { Brain } from '../../src/service/brain.ts';
import { smallBrain } from '../support/small-brain.ts';

describe('asking the bot labelled utterances', () => {
  let brain: Brain;

  beforeAll(async () => {
    brain = await smallBrain();
  });

  it('tells language, ranking, confidence and what was answered outright', () => {
    const [outcome] = runDataset([{ text: 'mi móvil robado', lang: 'es', intent: 'stolen' }], brain);
    expect(outcome).toMatchObject({ language: 'es', decision: 'handoff', answered: 'stolen' });
    expect(outcome?.ranked[0]).toBe('stolen');
    expect(outcome?.confidence).toBeGreaterThan(0.6);
  });

  it('counts a wish for a person as the article about it', () => {
    expect(askOne({ text: 'agent', lang: 'en' }, brain)).toMatchObject({
      decision: 'handoff',
      answered: 'contact-human',
    });
  });

  it('tells that nothing was answered where the bot asks or gives up', () => {
    expect(askOne({ text: '?!', lang: 'en' }, brain)).toMatchObject({
      ranked: [],
      confidence: 0,
      decision: 'fallback',
    });
    expect(askOne({ text: '?!', lang: 'en' }, brain).answered).toBeUndefined();
  });

  it('takes each utterance for the first of a conversation, so that their order does not matter', () => {
    const items = ['top up', '?!', '1', 'yes', '?!'].map((text) => ({ text, lang: 'en' as const, intent: 'oos' }));
    const forwards = runDataset(items, brain);
    expect(runDataset([...items].reverse(), brain).reverse()).toEqual(forwards);
  });

  it('uses the language of the writer only as the locale of the client', () => {
    expect(askOne({ text: 'no tengo internet en el hotel', lang: 'en' }, brain).language).toBe('es');
  });
});
