import * as fs from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createFileLedger } from '../../src/backoffice/file-ledger.ts';
import { createKeptOutbox, sentMessagesSchema, shownMail } from '../../src/backoffice/kept-outbox.ts';
import type { OutboxMessage } from '../../src/backoffice/outbox.ts';
import { temporaryFolders } from '../support/temporary-folder.ts';

const newFolder = temporaryFolders();

function outboxIn(dir: string, keep?: number) {
  const ledger = createFileLedger({ fs, path: join(dir, 'outbox.json'), schema: sentMessagesSchema });
  let count = 0;
  return createKeptOutbox({ ledger, now: () => 1000, newId: () => `new-${(count += 1)}`, keep });
}

const message = (subject: string, id?: string): OutboxMessage => ({
  ...(id === undefined ? {} : { id }),
  to: { email: 'maria@example.com' },
  kind: 'guide',
  language: 'en',
  subject,
  text: 'Text',
});

describe('the kept outbox', () => {
  it('shows what was sent before the process ended', async () => {
    const dir = newFolder();
    await outboxIn(dir).send(message('one'));
    expect(await outboxIn(dir).messages()).toMatchObject([{ id: 'new-1', at: 1000, subject: 'one' }]);
  });

  it('keeps a message that is sent twice once, and tells of it once', async () => {
    const outbox = outboxIn(newFolder());
    const told: string[] = [];
    const stop = outbox.subscribe(({ subject }) => told.push(subject));
    await Promise.all([outbox.send(message('one', 'a')), outbox.send(message('one', 'a'))]);
    stop();
    await outbox.send(message('two'));
    expect((await outbox.messages()).map(({ subject }) => subject)).toEqual(['one', 'two']);
    expect(told).toEqual(['one']);
  });

  it('keeps the last ones', async () => {
    const outbox = outboxIn(newFolder(), 2);
    for (const subject of ['one', 'two', 'three']) await outbox.send(message(subject));
    expect((await outbox.messages()).map(({ subject }) => subject)).toEqual(['two', 'three']);
  });

  it('masks whom a message went to', () => {
    const sent = { ...message('one'), id: 'a', at: 1 };
    expect(shownMail(sent).to).toBe('m…@example.com');
    expect(shownMail({ ...sent, to: { phone: '+34600111242' } }).to).toBe('…42');
  });
});
