import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser } from '../support/browser.ts';
import { services, type ServiceProcess } from '../support/command-line.ts';
import { temporaryFolders } from '../support/temporary-folder.ts';
import { widgetOn, type WidgetPage } from '../support/widget-page.ts';

// Bounds what a busy machine may take; nothing waits for it.
jest.setTimeout(180_000);

const newFolder = temporaryFolders();
const start = services();
let service: ServiceProcess;
let browser: Browser;
let console: Page;

beforeAll(async () => {
  service = await start({ DATA_DIR: newFolder() });
  browser = await launchBrowser();
  console = await newPage('en-GB', '/console');
  await console.getByLabel('Name').fill(service.login?.id ?? '');
  await console.getByLabel('Password').fill(service.login?.password ?? '');
  await console.getByLabel('Password').press('Enter');
  await console.getByRole('link', { name: 'Demo outbox' }).click();
  await console.getByRole('heading', { name: 'Demo outbox' }).waitFor();
});
afterAll(() => browser?.close());

async function newPage(locale: string, path: string): Promise<Page> {
  const context = await browser.newContext({ locale });
  context.setDefaultTimeout(60_000);
  const page = await context.newPage();
  await page.goto(`${service.url}${path}`);
  return page;
}

/** The code that came last, as it stands on the outbox page; waited for since it comes while the page is open. */
async function newCode(seen: Set<string>): Promise<string> {
  for (;;) {
    await console.locator('.mail').filter({ hasText: /\d{6}/ }).first().waitFor();
    for (const mail of await console.locator('.mail').all()) {
      const id = (await mail.getAttribute('data-id')) ?? '';
      const code = /\b\d{6}\b/.exec(await mail.innerText())?.[0];
      if (code === undefined || seen.has(id)) continue;
      seen.add(id);
      return code;
    }
  }
}

const seenCodes = new Set<string>();

/** Plays a dialog in the widget of the demo page: `[Title]` presses a button, `code` types the newest code. */
async function played(language: string, turns: readonly string[]): Promise<{ page: Page; widget: WidgetPage }> {
  const page = await newPage(language, `/?lang=${language}`);
  const widget = widgetOn(page);
  await widget.launcher.click();
  for (const [index, turn] of turns.entries()) {
    const title = /^\[(.+)\]$/.exec(turn)?.[1];
    if (title === undefined) await widget.write(turn === 'code' ? await newCode(seenCodes) : turn);
    else await widget.choices.getByText(title, { exact: true }).last().click();
    // Each turn is answered by one message; what the back office is asked in between says nothing.
    await widget.answers(index + 1);
  }
  return { page, widget };
}

interface Walk {
  readonly dialog: string;
  readonly language: string;
  readonly turns: readonly string[];
  /** Words of the last message. */
  readonly end: RegExp;
}

/** The main path of each dialog to a good end. */
const good: readonly Walk[] = [
  {
    dialog: 'no-signal',
    language: 'es',
    turns: ['No tengo cobertura en Madrid', '[Sin barras]', '[Ya funciona]', '[No]'],
    end: /conexión|funciona|viaje/i,
  },
];

describe('a dialog in the widget of the demo page', () => {
  it.each(good.map((walk) => [walk.dialog, walk.language, walk] as const))(
    '%s in %s comes to a good end',
    async (_dialog, _language, { language, turns, end }) => {
      const { page, widget } = await played(language, turns);
      expect(await widget.bot.last().innerText()).toMatch(end);
      await page.context().close();
    },
  );
});
