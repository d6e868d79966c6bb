import { describe, expect, it } from 'vitest';
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

  it('names what the chosen back office still needs', () => {
    const named = (environment: Record<string, string>) => () => readConfig(environment);
    expect(named({ BACKOFFICE: 'http' })).toThrow(/BACKOFFICE_URL: is needed with BACKOFFICE=http; BACKOFFICE_SECRET/);
    expect(named({ BACKOFFICE: 'airalo', AIRALO_CLIENT_ID: 'x' })).toThrow(/AIRALO_CLIENT_SECRET: is needed/);
    expect(named({ BACKOFFICE: 'esim-go' })).toThrow(/ESIM_GO_API_KEY: is needed/);
    expect(named({ BACKOFFICE: 'sap' })).toThrow(/BACKOFFICE: .*demo/);
    expect(named({ SMTP_URL: 'smtp://localhost' })).toThrow(/SMTP_FROM: is needed with SMTP_URL/);
    expect(named({ BACKOFFICE_SECRET: 'short' })).toThrow(/BACKOFFICE_SECRET: must have at least 32 characters/);
  });

  it('takes the demo where no back office is chosen, and an address without its last slash', () => {
    expect(readConfig({ BACKOFFICE_URL: 'https://x.example/api/' })).toMatchObject({
      BACKOFFICE: 'demo',
      BACKOFFICE_URL: 'https://x.example/api',
    });
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
