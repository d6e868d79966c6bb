import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadRules } from '../backoffice/load-rules.ts';
import { openBackOffice } from '../backoffice/open-back-office.ts';
import { createMemoryOutbox } from '../backoffice/outbox.ts';
import { chat } from '../chat.ts';
import { readConfig } from '../config.ts';
import { catalogFolders } from '../folders.ts';
import { silentLogger } from '../log.ts';
import { createAsk } from '../service/ask-back-office.ts';
import type { AskBackOffice } from '../service/calls.ts';
import { createMemoryStore } from '../storage/memory/memory-store.ts';
import { loadOwnBrain } from './own-brain.ts';
import { showMail } from './show-mail.ts';

/** Talks to the bot in this terminal, with the demo provider behind it. */
export async function chatHere({ explain, locale }: { explain: boolean; locale?: string }): Promise<void> {
  const { brain } = await loadOwnBrain();
  await chat({
    brain,
    store: createMemoryStore(),
    ask: await openDemo(),
    input: process.stdin,
    output: process.stdout,
    now: Date.now,
    explain,
    ...(locale === undefined ? {} : { locale }),
  });
}

/** The demo provider, in memory; what it would send by e-mail is shown. */
async function openDemo(): Promise<AskBackOffice> {
  const config = readConfig();
  const dir = await mkdtemp(join(tmpdir(), 'simpatico-chat-'));
  process.once('exit', () => rmSync(dir, { recursive: true, force: true }));
  const caller = await openBackOffice({
    settings: { ...config, BACKOFFICE: 'demo' },
    rules: await loadRules(join(catalogFolders(config).dialogsDir, 'rules')),
    dir,
    key: randomBytes(32).toString('base64url'),
    demoOutbox: createMemoryOutbox(1, showMail),
    now: Date.now,
    logger: silentLogger,
  });
  return createAsk(caller, 'default');
}
