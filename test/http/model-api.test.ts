import { readdir, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import express from 'express';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createErrorHandler } from '../../src/http/error-response.ts';
import { createModelApi } from '../../src/http/model-api.ts';
import { createWidgetApi } from '../../src/http/widget-api.ts';
import { silentLogger } from '../../src/log.ts';
import { unpackSlice } from '../../src/matching/slice-bytes.ts';
import { createSuggest } from '../../src/matching/slice-ranker.ts';
import { projectDir } from '../../src/paths.ts';
import type { Brain } from '../../src/service/brain.ts';
import { loadBrain, type CatalogFolders } from '../../src/service/catalog.ts';
import { builtProgram } from '../../src/service/built-program.ts';
import { createSlices } from '../../src/service/slices.ts';
import { writeCatalog } from '../support/catalog-folders.ts';
import { temporaryFolders } from '../support/temporary-folder.ts';

const newFolder = temporaryFolders();
let folders: CatalogFolders;
let brain: Pick<Brain, 'version' | 'languages'>;
let server: Server;

beforeAll(async () => {
  folders = await writeCatalog(newFolder());
  brain = await loadBrain(folders);
});
beforeEach(() => serve(builtProgram(projectDir, 'slice-worker')));
afterEach(() => close());

async function serve(workerPath: string | undefined): Promise<void> {
  const token = () => Promise.reject(new Error('not asked for'));
  const slices = createSlices({ modelDir: folders.modelDir, workerPath, brain: () => brain });
  const app = express();
  // The address of a caller is what the proxy tells, so that a test can have several.
  app.set('trust proxy', 1);
  const modelApi = createModelApi(slices);
  app.use('/widget', createWidgetApi({ issueToken: token, resumeToken: token, newUserId: () => '', modelApi }));
  app.use(createErrorHandler(silentLogger));
  server = createServer(app);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
}

function close(): Promise<unknown> {
  return new Promise((done) => server.close(done));
}

function ask(language: string, headers: Readonly<Record<string, string>> = {}): Promise<Response> {
  return fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/widget/model/${language}`, { headers });
}

const bytesOf = async (response: Response) => new Uint8Array(await response.arrayBuffer());
const messageOf = async (response: Response) =>
  ((await response.json()) as { error: { message: string } }).error.message;

describe('the model of a language', () => {
  it('suggests questions where it was downloaded to, compressed as the browser can read it', async () => {
    for (const [accepted, encoding] of [
      ['gzip, deflate, br', 'br'],
      ['gzip', 'gzip'],
      ['identity', null],
    ] as const) {
      const response = await ask('zh-Hant', { 'accept-encoding': accepted });
      expect([response.status, response.headers.get('content-encoding')]).toEqual([200, encoding]);
      const slice = unpackSlice(await bytesOf(response));
      expect(slice).toMatchObject({ language: 'zh-Hant', knowledge: brain.version });
      expect(createSuggest(slice)('退款')[0]?.articleId).toBe('refund');
    }
  });

  it('may be had by pages of other sites, and kept by browsers until it changes', async () => {
    const { headers, status } = await ask('en');
    expect(status).toBe(200);
    expect(headers.get('access-control-allow-origin')).toBe('*');
    expect(headers.get('cache-control')).toContain('public, max-age=3600');
    expect(headers.get('vary')).toContain('Accept-Encoding');
    const tag = headers.get('etag')!;
    expect((await ask('en', { 'if-none-match': `"other", W/${tag}` })).status).toBe(304);
    const before = brain;
    brain = { ...brain, version: '1-newer-dialogs' };
    expect((await ask('en', { 'if-none-match': tag })).status).toBe(404);
    brain = before;
  });

  it('is made once, kept beside the model, and read from there after a start', async () => {
    const names = async () => (await readdir(folders.modelDir)).filter((name) => name.includes('.slice-es'));
    expect(await names()).toEqual([]);
    const all = await Promise.all([ask('es'), ask('es'), ask('es-MX')]);
    expect(all.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(await names()).toHaveLength(1);
    await close();
    await serve('/no/such/program');
    expect(await bytesOf(await ask('es'))).toEqual(await bytesOf(all[0]));
  });

  it('is the same without the thread', async () => {
    const made = await bytesOf(await ask('zh-Hans'));
    const [name] = (await readdir(folders.modelDir)).filter((one) => one.includes('.slice-zh-Hans'));
    await rm(join(folders.modelDir, name!));
    await close();
    await serve(undefined);
    expect(await bytesOf(await ask('zh-Hans'))).toEqual(made);
  });

  it('is not there for a language without texts: the answer tells which there are, and no cache keeps it', async () => {
    for (const language of ['fr', 'xx', '%F0%9F%8D%95']) {
      const response = await ask(language);
      expect([response.status, response.headers.get('cache-control')]).toEqual([404, 'no-store']);
      expect(await messageOf(response)).toContain('It has: en, es, zh-Hans, zh-Hant.');
    }
  });

  it('is refused to an address that loads it too often, and to no other', async () => {
    const first = await ask('en');
    const tag = first.headers.get('etag')!;
    for (let times = 1; times < 60; times += 1) await ask('en');
    const refused = await ask('en');
    expect([refused.status, refused.headers.get('cache-control')]).toEqual([429, 'no-store']);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(3000);
    expect((await ask('en', { 'if-none-match': tag })).status).toBe(304);
    expect((await ask('en', { 'x-forwarded-for': '192.0.2.7' })).status).toBe(200);
  });
});
