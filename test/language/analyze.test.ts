import { describe, expect, it } from 'vitest';
import { createAnalyzer, maxUtteranceLength, utteranceOf } from '../../src/language/analyze.ts';
import { createCueSpotter } from '../../src/language/cues.ts';
import { createDetector } from '../../src/language/detect.ts';
import { createVocabulary } from '../../src/language/vocabulary.ts';

describe('the analyzer', () => {
  const analyze = createAnalyzer({
    detect: createDetector(createVocabulary(new Map([['en', ['my data plans are not working']]]))),
    spot: createCueSpotter({ en: { human: ['talk to a human'] } }),
  });

  it('brings language, words, stems and signals of a text together', () => {
    const utterance = analyze('My DATA plans aren’t working, let me talk to a human!');
    expect(utterance).toMatchObject({
      text: 'My DATA plans aren’t working, let me talk to a human!',
      language: 'en',
      normalized: "my data plans aren't working, let me talk to a human!",
    });
    expect(utterance.tokens).toContain('plans');
    expect(utterance.stems).toContain('plan');
    expect(utterance.stems).toHaveLength(utterance.tokens.length);
    expect([...utterance.signals]).toEqual(['human']);
  });

  it('stems in the language it found with the help of what is known before', () => {
    expect(analyze('ok', { current: 'es' }).language).toBe('es');
  });

  it('reads only the beginning of a very long text, and keeps the text as typed', () => {
    const long = `no data ${'and on it goes '.repeat(20_000)}talk to a human`;
    const utterance = analyze(long);
    expect(utterance.text).toBe(long);
    expect(utterance.normalized.length).toBeLessThanOrEqual(maxUtteranceLength);
    expect(utterance.signals.size).toBe(0);
  });

  it('is not broken by a text that is cut inside a character', () => {
    const utterance = analyze(`${'x'.repeat(maxUtteranceLength - 1)}🛜 more`);
    expect(utterance.tokens[0]).toBe('x'.repeat(maxUtteranceLength - 1));
  });

  it('makes nothing of a text without words', () => {
    expect(analyze(' \u200b?! ')).toMatchObject({ tokens: [], stems: [], normalized: '?!' });
  });
});

describe('utteranceOf', () => {
  it('takes the language as given and looks for no signals', () => {
    expect(utteranceOf('Recargas', 'es')).toMatchObject({
      language: 'es',
      languageConfidence: 1,
      folded: 'recargas',
      tokens: ['recargas'],
      stems: ['recarg'],
      signals: new Set(),
    });
  });
});
