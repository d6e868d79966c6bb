import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { text as readAll } from 'node:stream/consumers';
import { Router } from 'express';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createApp } from '../../src/http/app.ts';
import { silentLogger } from '../../src/log.ts';
import { temporaryFolders } from '../support/temporary-folder.ts';

describe('the HTTP application', () => {
  const newFolder = temporaryFolders();
  let server: Server;

  beforeAll(async () => {
    const folder = newFolder();
    const webDir = join(folder, 'web');
    mkdirSync(webDir);
    writeFileSync(join(folder, 'secrets.json'), 'nobody must read this');
    writeFileSync(join(webDir, 'index.html'), '<title>Demo</title>');
    writeFileSync(join(webDir, 'console.html'), '<title>Console</title>');
    writeFileSync(join(webDir, 'widget.js'), 'void 0;');
    writeFileSync(join(webDir, '.built'), 'hidden');
    const failing = Router().get('/fails', () => {
      throw new Error('inside: the database password');
    });
    const channel = Router().get('/channel', (_request, response) => void response.json({ from: 'channel' }));
    const app = createApp({
      logger: silentLogger,
      health: () => ({ knowledge: 'v1' }),
      consoleApi: failing,
      incidentsApi: Router(),
      widgetApi: Router(),
      channels: [channel],
      webDir,
      trustProxy: false,
    });
    server = createServer(app);
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  });
  afterAll(() => new Promise((done) => server.close(done)));

  const port = () => (server.address() as AddressInfo).port;
  const get = (path: string, init?: RequestInit) => fetch(`http://127.0.0.1:${port()}${path}`, init);

  /** A request whose path no client tidies up. */
  function getRaw(path: string): Promise<string> {
    const socket = connect(port(), '127.0.0.1');
    socket.end(`GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`);
    return readAll(socket);
  }

  it('tells its health, which no cache keeps', async () => {
    const response = await get('/health');
    expect(await response.json()).toEqual({ status: 'ok', knowledge: 'v1' });
    expect(response.headers.get('cache-control')).toBe('no-store');
  });

  it('mounts the channels', async () => {
    expect(await (await get('/channel')).json()).toEqual({ from: 'channel' });
  });

  it('serves the pages, by their short names too', async () => {
    expect(await (await get('/')).text()).toContain('Demo');
    expect(await (await get('/console')).text()).toContain('Console');
    const script = await get('/widget.js');
    expect(script.headers.get('content-type')).toMatch(/javascript/);
    expect(script.headers.get('cache-control')).toContain('max-age=300');
  });

  it('answers what is not there with JSON', async () => {
    for (const init of [{}, { method: 'POST' }, { method: 'DELETE' }]) {
      const response = await get('/nothing/here', init);
      expect(response.status).toBe(404);
      expect(await response.json()).toEqual({
        error: { code: 'notFound', message: `There is nothing at ${init.method ?? 'GET'} /nothing/here.` },
      });
    }
  });

  it('serves nothing from outside its folder, and nothing hidden', async () => {
    const paths = [
      '/../secrets.json',
      '/%2e%2e/secrets.json',
      '/..%2fsecrets.json',
      '/%2e%2e%2fsecrets.json',
      '/.built',
    ];
    for (const path of paths) {
      const answer = await getRaw(path);
      expect(answer).toMatch(/^HTTP\/1\.1 (400|403|404) /);
      expect(answer).not.toMatch(/nobody must read|hidden/);
    }
  });

  it('forbids its pages to run or frame what is not its own', async () => {
    for (const path of ['/', '/console', '/nothing', '/console/api/fails']) {
      const { headers } = await get(path);
      const policy = headers.get('content-security-policy') ?? '';
      expect(policy).toMatch(/default-src 'self'/);
      expect(policy).toMatch(/script-src 'self'(;|$)/);
      expect(policy).toMatch(/frame-ancestors 'self'/);
      expect(policy).toMatch(/object-src 'none'/);
      expect(policy).not.toMatch(/unsafe-eval|upgrade-insecure-requests|script-src[^;]*unsafe-inline/);
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('x-frame-options')).toBe('SAMEORIGIN');
      expect(headers.get('referrer-policy')).toBe('no-referrer');
      expect(headers.get('x-powered-by')).toBeNull();
    }
  });

  it('lets other sites load the widget’s script', async () => {
    expect((await get('/widget.js')).headers.get('cross-origin-resource-policy')).toBe('cross-origin');
  });

  it('lets nothing of an internal error out', async () => {
    const response = await get('/console/api/fails');
    const answer = await response.text();
    expect([response.status, (JSON.parse(answer) as { error: { code: string } }).error.code]).toEqual([
      500,
      'internal',
    ]);
    expect(answer).not.toMatch(/inside|password|\.ts|node_modules/);
  });

  it('finds nothing at a path that cannot be read', async () => {
    expect((await get('/%E0%A4%A')).status).toBe(404);
  });
});
