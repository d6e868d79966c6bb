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
});
