import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Browser, Page } from 'playwright-core';
import { parse } from 'yaml';
import { projectDir } from '../../src/paths.ts';
import { launchBrowser } from '../support/browser.ts';
import { services, type ServiceProcess } from '../support/command-line.ts';
import { temporaryFolders } from '../support/temporary-folder.ts';
import { walks, type Walk } from '../support/walks.ts';
import { widgetOn, type WidgetPage } from '../support/widget-page.ts';

/** `WALKS=all` plays all of them; `SHOTS=folder` keeps a picture of the widget, and of the agent's view, of each. */
const played = process.env.WALKS === 'all' ? walks : walks.filter(({ always }) => always);
const shots = process.env.SHOTS;

const newFolder = temporaryFolders();
const start = services();
const seenCodes = new Set<string>();
let service: ServiceProcess;
let browser: Browser;
let agent: Page;

beforeAll(async () => {
  service = await start({ DATA_DIR: newFolder() });
  browser = await launchBrowser();
  agent = await newPage('en-GB', '/console');
  await agent.getByLabel('Name').fill(service.login?.id ?? '');
  await agent.getByLabel('Password').fill(service.login?.password ?? '');
  await agent.getByLabel('Password').press('Enter');
  await agent.locator('.lists').waitFor();
});
afterAll(() => browser?.close());

async function newPage(locale: string, path: string): Promise<Page> {
  const context = await browser.newContext({ locale });
  context.setDefaultTimeout(60_000);
  const page = await context.newPage();
  await page.goto(`${service.url}${path}`);
  return page;
}

/** The titles an option may have in a language, from the files the dialogs speak from. */
function titlesOf(option: string, language: string): string[] {
  const folder = join(projectDir, 'dialogs', 'flows', 'phrases', language);
  return readdirSync(folder).flatMap((name) => {
    const { choices = {} } = parse(readFileSync(join(folder, name), 'utf8')) as {
      choices?: Record<string, Record<string, string>>;
    };
    return Object.values(choices).flatMap((titles) => titles[option] ?? []);
  });
}

/** The newest code, read where an agent reads it: the outbox page, which is open while it is sent. */
async function newestCode(): Promise<string> {
  await agent.getByRole('link', { name: 'Demo outbox' }).click();
  const codes = agent.locator('.mail').filter({ hasText: /\d{6}/ });
  for (let index = 0; ; index += 1) {
    const mail = codes.nth(index);
    await mail.waitFor();
    const id = (await mail.getAttribute('data-id')) ?? '';
    if (seenCodes.has(id)) continue;
    seenCodes.add(id);
    return /\b\d{6}\b/.exec(await mail.innerText())?.[0] ?? '';
  }
}

/** Waits for the button: a dialog that has asked the back office says more than one message. `1` is the first one. */
async function press(widget: WidgetPage, option: string, language: string): Promise<void> {
  const titles = titlesOf(option, language).map((title) => title.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  const exact = new RegExp(`^\\s*(${titles.join('|')})\\s*$`);
  const button = option === '1' ? widget.choices.first() : widget.choices.filter({ hasText: exact }).last();
  await button.click();
}

async function play({ language, turns }: Walk): Promise<{ page: Page; widget: WidgetPage }> {
  const page = await newPage(language, `/?lang=${language}`);
  const widget = widgetOn(page);
  await widget.launcher.click();
  for (const turn of turns) {
    const before = await widget.bot.count();
    const option = /^\[(.+)\]$/.exec(turn)?.[1];
    if (option === undefined) await widget.write(turn === 'code' ? await newestCode() : turn);
    else await press(widget, option, language);
    await widget.bot.nth(before).waitFor();
  }
  return { page, widget };
}

/** Opens the request that came last. */
async function openNewest(): Promise<void> {
  const key = await agent.evaluate(async () => {
    const tickets = (await (await fetch('/console/api/tickets')).json()) as { key: string; createdAt: number }[];
    return [...tickets].sort((a, b) => b.createdAt - a.createdAt)[0]?.key ?? '';
  });
  await agent.evaluate((opened) => (location.hash = encodeURIComponent(opened)), key);
  await agent.locator('.packet').waitFor();
}

async function shoot(page: Page, name: string): Promise<void> {
  if (shots !== undefined) await page.screenshot({ path: join(shots, `${name}.png`) });
}

describe('a dialog in the widget of the demo page', () => {
  it.each(played.map((walk) => [walk.dialog, walk.language, walk.end, walk] as const))(
    '%s in %s: %s',
    async (dialog, language, end, walk) => {
      const { page, widget } = await play(walk);
      await shoot(page, `${dialog}-${language}`);
      const said = await widget.bot.allInnerTexts();
      // No blank is left open, no moment stands as machines write it, and nothing is asked twice.
      expect(said.join('\n')).not.toMatch(/\{\{|undefined|\dT\d\d:/);
      expect(new Set(said).size).toBe(said.length);
      expect(/\b[2-9A-Z]{4}-[2-9A-Z]{4}\b/.test(said.at(-1) ?? '')).toBe(end === 'handed-over');
      if (end === 'handed-over') {
        await openNewest();
        const packet = await agent.locator('.packet').innerText();
        expect(packet).toContain('What the customer wants');
        expect(packet).not.toMatch(/\{\{|undefined|\[object/);
        await shoot(agent, `${dialog}-${language}-agent`);
      }
      await page.context().close();
    },
  );
});
