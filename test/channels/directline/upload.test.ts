import { readdir, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { silentLogger } from '../../../src/log.ts';
import { call, failureOf } from '../../support/directline-call.ts';
import { secret, startEchoServer, type EchoServer, type EchoServerOptions } from '../../support/directline-server.ts';
import { temporaryFolders } from '../../support/temporary-folder.ts';

const newFolder = temporaryFolders();
const hourMs = 60 * 60 * 1000;
const megabyte = 1024 * 1024;

describe('a Direct Line upload', () => {
  let server: EchoServer;
  let uploadDir: string;
  let now: number;
  let id: string;
  let token: string;

  async function restart(options: Partial<EchoServerOptions> = {}): Promise<void> {
    await server?.close();
    uploadDir = newFolder();
    server = await startEchoServer({ uploadDir, now: () => now, ...options });
    const { body } = await call(server.url, 'POST /conversations', secret);
    id = body.conversationId;
    token = body.token;
  }

  beforeEach(async () => {
    now = 1_700_000_000_000;
    await restart();
  });

  afterEach(() => server.close());

  const upload = (body: unknown, query = '?userId=u1', headers: Record<string, string> = {}) =>
    call(server.url, `POST /conversations/${id}/upload${query}`, token, body, headers);

  const attachments = () => server.received.at(-1)?.attachments ?? [];
  const urlOf = (index = 0) => attachments()[index]?.contentUrl ?? '';

  /** A form as botframework-directlinejs sends it. */
  function formOf(activity: object | undefined, ...files: readonly File[]): FormData {
    const form = new FormData();
    const type = 'application/vnd.microsoft.activity';
    if (activity !== undefined) form.append('activity', new Blob([JSON.stringify(activity)], { type }));
    for (const file of files) form.append('file', file, file.name);
    return form;
  }

  const picture = new File([new Uint8Array([1, 2, 3])], 'me.png', { type: 'image/png' });

  it('of one raw file becomes a message with that file', async () => {
    const headers = { 'Content-Type': 'image/png', 'Content-Disposition': 'name="file"; filename="me.png"' };
    const { status, body } = await upload(new Uint8Array([1, 2, 3]), '?userId=u1', headers);
    expect(status).toBe(200);
    expect(body).toEqual({ id: `${id}|0000001` });
    expect(server.received).toMatchObject([{ sender: { id: 'u1' }, text: '' }]);
    expect(attachments()).toEqual([{ contentType: 'image/png', contentUrl: urlOf(), name: 'me.png' }]);
    const file = await fetch(urlOf());
    expect(new Uint8Array(await file.arrayBuffer())).toEqual(new Uint8Array([1, 2, 3]));
  });

  it('of a form becomes the message of its activity, with all its files', async () => {
    const activity = {
      type: 'message',
      from: { id: 'u2', name: 'Ana' },
      text: 'look',
      channelData: { clientActivityID: 'c1' },
      attachments: [{ contentType: 'image/png', name: 'me.png' }],
    };
    const note = new File(['ticket'], 'nota é.txt', { type: 'text/plain' });
    expect((await upload(formOf(activity, picture, note))).status).toBe(200);
    expect(server.received).toMatchObject([{ sender: { id: 'u2', name: 'Ana' }, text: 'look', externalId: 'c1' }]);
    expect(attachments().map(({ contentType, name }) => [contentType, name])).toEqual([
      ['image/png', 'me.png'],
      ['text/plain', 'nota é.txt'],
    ]);
    expect(await (await fetch(urlOf(1))).text()).toBe('ticket');
  });

  it('takes the activity after the files, and as a plain field', async () => {
    const form = new FormData();
    form.append('file', picture, 'me.png');
    form.append('activity', JSON.stringify({ type: 'message', from: { id: 'u1' }, text: 'after' }));
    await upload(form);
    expect(server.received[0]).toMatchObject({ text: 'after', attachments: [{ name: 'me.png' }] });
  });

  it('needs no activity', async () => {
    await upload(formOf(undefined, picture));
    expect(server.received).toMatchObject([{ sender: { id: 'u1' }, attachments: [{ name: 'me.png' }] }]);
  });

  it('keeps nothing of the name the client gave on disk', async () => {
    for (const name of ['../../etc/passwd', '..\\..\\x.exe', 'CON', 'x'.repeat(3000), '.htaccess'])
      expect((await upload(formOf(undefined, new File(['x'], name, { type: 'text/html' })))).status).toBe(200);
    const names = await readdir(uploadDir);
    expect(names).toHaveLength(5);
    for (const name of names) expect(name).toMatch(/^[0-9a-f]{16}-[0-9a-z]+-[0-9a-f]{64}\.bin$/);
    for (const { attachments: [attachment] = [] } of server.received)
      expect(attachment?.name).toMatch(/^[^/\\]{1,200}$/);
  });

  it.each([
    ['image/png', 'image/png', null],
    ['image/jpeg', 'image/jpeg', null],
    ['image/gif', 'image/gif', null],
    ['image/webp', 'image/webp', null],
    ['image/svg+xml', 'application/octet-stream', 'attachment'],
    ['text/html', 'application/octet-stream', 'attachment'],
    ['application/pdf', 'application/pdf', 'attachment'],
    ['nonsense', 'application/octet-stream', 'attachment'],
  ])('of type %s is served as %s, disposition %s', async (type, served, disposition) => {
    await upload('<script>', '?userId=u1', { 'Content-Type': type });
    const { headers } = await fetch(urlOf());
    expect(headers.get('content-type')).toBe(served);
    expect(headers.get('content-disposition')).toBe(disposition);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('content-security-policy')).toContain('sandbox');
  });

  it('is read at the public URL, where one is configured', async () => {
    await restart({ publicUrl: 'https://chat.example.com' });
    await upload(formOf(undefined, picture));
    expect(urlOf()).toMatch(/^https:\/\/chat\.example\.com\/v3\/directline\/conversations\/.+\/attachments\/.+\.png$/);
  });

  it('is found under its own conversation and id only', async () => {
    await upload(formOf(undefined, picture));
    const other = (await call(server.url, 'POST /conversations', secret)).body.conversationId;
    const wrong = [
      urlOf().replace(id, other),
      urlOf().replace(/[0-9a-f]{4}\.png$/, '0000.png'),
      urlOf().replace(/attachments\/.+$/, 'attachments/..%2F..%2Fpackage.json'),
      urlOf().replace(/attachments\/.+$/, 'attachments/x'),
    ];
    for (const url of wrong) expect((await fetch(url)).status).toBe(404);
    expect((await fetch(urlOf())).status).toBe(200);
  });

  it.each([
    ['an empty body', '', {}, '400 MissingProperty'],
    [
      'a form that is cut off',
      '--b\r\nContent-Dispo',
      { 'Content-Type': 'multipart/form-data; boundary=b' },
      '400 BadArgument',
    ],
    ['a form without boundary', 'x', { 'Content-Type': 'multipart/form-data' }, '400 BadArgument'],
  ])('with %s is refused', async (_, body, headers, failure) => {
    expect(failureOf(await upload(body, '?userId=u1', headers))).toBe(failure);
    expect(await readdir(uploadDir)).toEqual([]);
  });

  it('whose file is cut off leaves nothing behind', async () => {
    const headers = { 'Content-Type': 'multipart/form-data; boundary=b' };
    const part = '--b\r\nContent-Disposition: form-data; name="file"; filename="a"\r\nContent-Type: a/b\r\n\r\nhalf';
    expect(failureOf(await upload(part, '?userId=u1', headers))).toBe('400 BadArgument');
    expect(await readdir(uploadDir)).toEqual([]);
  });

  it.each([
    ['no file', () => formOf({ type: 'message', from: { id: 'u1' }, text: 'x' }), '400 MissingProperty'],
    ['an activity that is no message', () => formOf({ type: 'event', from: { id: 'u1' } }, picture), '400 BadArgument'],
    ['an activity that is not valid', () => formOf([], picture), '400 BadArgument'],
    [
      'an activity that is too long',
      () => formOf({ type: 'message', text: 'x'.repeat(300_000) }, picture),
      '413 MessageSizeTooBig',
    ],
    [
      'an activity that is far too long',
      () => formOf({ text: 'x'.repeat(2_000_000) }, picture),
      '413 MessageSizeTooBig',
    ],
    ['too many files', () => formOf(undefined, ...Array.from({ length: 12 }, () => picture)), '413 MessageSizeTooBig'],
  ])('with %s is refused and leaves no file', async (_, form, failure) => {
    expect(failureOf(await upload(form()))).toBe(failure);
    expect(await readdir(uploadDir).catch(() => [])).toEqual([]);
    expect(server.received).toEqual([]);
  });

  it('without a sender is refused and leaves no file', async () => {
    expect(failureOf(await upload(formOf(undefined, picture), ''))).toBe('400 MissingProperty');
    expect(await readdir(uploadDir)).toEqual([]);
  });

  it('may have ten megabytes, and not a byte more', async () => {
    const headers = { 'Content-Type': 'video/mp4' };
    expect((await upload(new Uint8Array(10 * megabyte), '?userId=u1', headers)).status).toBe(200);
    const kept = await readdir(uploadDir);
    const raw = await upload(new Uint8Array(10 * megabyte + 1), '?userId=u1', headers);
    expect(failureOf(raw)).toBe('413 MessageSizeTooBig');
    const half = new File([new Uint8Array(6 * megabyte)], 'a', { type: 'a/b' });
    expect(failureOf(await upload(formOf(undefined, half, half)))).toBe('413 MessageSizeTooBig');
    expect(await readdir(uploadDir)).toEqual(kept);
  });

  it('leaves no file when the bot rejects it', async () => {
    await restart({ receive: () => Promise.reject(new Error('no')) });
    expect(failureOf(await upload(formOf(undefined, picture)))).toBe('502 BotRejectedActivity');
    expect(await readdir(uploadDir)).toEqual([]);
  });

  it('leaves no file when the client goes away', async () => {
    let onSave = () => {};
    let onCut = () => {};
    const newId = () => (onSave(), crypto.randomUUID());
    await restart({ newId, logger: { ...silentLogger, debug: () => onCut() } });
    const began = new Promise<void>((done) => (onSave = done));
    const cut = new Promise<void>((done) => (onCut = done));
    const upload = request(`${server.url}/v3/directline/conversations/${id}/upload?userId=u1`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'video/mp4', 'Content-Length': 5000 },
    });
    upload.on('error', () => undefined);
    upload.write(Buffer.alloc(1000));
    await began;
    upload.destroy();
    await cut;
    expect(await readdir(uploadDir)).toEqual([]);
  });

  it('is gone after a day, before and after the sweep, and the sweep takes nothing else', async () => {
    await upload(formOf(undefined, picture));
    const old = urlOf();
    now += 12 * hourMs;
    token = secret;
    await upload(formOf(undefined, picture));
    await writeFile(join(uploadDir, 'README'), 'not an upload');
    now += 12 * hourMs;
    expect((await fetch(old)).status).toBe(404);
    expect(await readdir(uploadDir)).toHaveLength(3);
    await server.directLine.sweepUploads();
    expect(await readdir(uploadDir)).toHaveLength(2);
    expect((await fetch(urlOf())).status).toBe(200);
  });

  it('is limited in bytes by address, since a new token costs nothing', async () => {
    await restart({ rateLimit: { uploadBytesPerDay: 1000 } });
    const byToken = async () => {
      const { body } = await call(server.url, 'POST /conversations', secret);
      return call(
        server.url,
        `POST /conversations/${body.conversationId}/upload?userId=u1`,
        body.token,
        new Uint8Array(600),
      );
    };
    expect((await byToken()).status).toBe(200);
    const refused = await byToken();
    expect(failureOf(refused)).toBe('429 TooManyRequests');
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(3600);
  });

  it('is limited more strictly than other calls', async () => {
    await restart({ rateLimit: { uploadsPerMinute: 2 } });
    for (let times = 0; times < 2; times += 1) expect((await upload(formOf(undefined, picture))).status).toBe(200);
    const refused = await upload(formOf(undefined, picture));
    expect(failureOf(refused)).toBe('429 TooManyRequests');
    expect(refused.headers.get('retry-after')).toMatch(/^\d+$/);
  });
});
