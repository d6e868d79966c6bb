import { describe, expect, it } from '@jest/globals';
import { readConfig } from '../src/config.ts';

describe('configuration', () => {
  it('has defaults for everything', () => {
    expect(readConfig({})).toMatchObject({ PORT: 3978, HOST: '127.0.0.1', DATA_DIR: './data', LOG_LEVEL: 'info' });
  });

  it('takes an empty variable for one that is not set', () => {
    expect(readConfig({ PORT: '', DIRECT_LINE_SECRET: '' })).toMatchObject({ PORT: 3978 });
  });

  it('names every variable that is not right', () => {
    expect(() => readConfig({ PORT: '99999', DIRECT_LINE_SECRET: 'short' })).toThrow(/PORT.*DIRECT_LINE_SECRET/);
  });

  it('needs the name of the model with the address of an embeddings server, and not two models', () => {
    const server = { EMBEDDINGS_URL: 'http://127.0.0.1:8080/v1' };
    expect(() => readConfig(server)).toThrow(/EMBEDDINGS_MODEL: is needed/);
    const both = { ...server, EMBEDDINGS_MODEL: 'm', EMBEDDINGS_FOLDER: './m' };
    expect(() => readConfig(both)).toThrow(/EMBEDDINGS_FOLDER: .* set one of them/);
    expect(() => readConfig({ EMBEDDINGS_URL: 'ftp://x', EMBEDDINGS_MODEL: 'm' })).toThrow(/EMBEDDINGS_URL/);
  });

  it('keeps the space at the end of a prefix', () => {
    expect(readConfig({ EMBEDDINGS_PREFIX: 'query: ' }).EMBEDDINGS_PREFIX).toBe('query: ');
  });
});
