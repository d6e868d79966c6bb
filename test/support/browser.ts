import { existsSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { chromium, type Browser } from 'playwright-core';

const places = [process.env.CHROMIUM_PATH, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

const args = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Starts the system's Chromium with an empty profile of its own. `CHROMIUM_PATH` names another one. */
export async function launchBrowser(): Promise<Browser> {
  const executablePath = places.find((path) => path !== undefined && path !== '' && existsSync(path));
  if (executablePath === undefined) throw new Error('There is no Chromium. Install it, or name it by CHROMIUM_PATH.');
  return await chromium.launch({ executablePath, args });
}

/** A page of somebody else's site that has the widget. */
export interface HostSite {
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Serves a page that embeds the widget of the service at `origin`, with a content security policy that allows just what
 * the widget needs. `?lang=` sets the page's language, `?attributes=` goes into the script tag.
 */
export async function serveHostSite(origin: () => string): Promise<HostSite> {
  const server = createServer((request, response) => {
    const query = new URL(request.url ?? '', 'http://host').searchParams;
    const service = origin();
    const policy = [
      "default-src 'none'",
      `script-src ${service}`,
      `connect-src ${service} ${service.replace('http', 'ws')}`,
      `img-src ${service} blob:`,
    ];
    response.setHeader('Content-Type', 'text/html; charset=utf-8');
    response.setHeader('Content-Security-Policy', policy.join('; '));
    response.end(
      `<!doctype html><html lang="${query.get('lang') ?? 'en'}"><title>Host</title><h1>A page</h1>` +
        `<script src="${service}/widget.js" defer ${query.get('attributes') ?? ''}></script></html>`,
    );
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}
