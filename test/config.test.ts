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
});
