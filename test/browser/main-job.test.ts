import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Browser, Page, Route } from 'playwright-core';
import { projectDir } from '../../src/paths.ts';
import { launchBrowser } from '../support/browser.ts';
import { services, type ServiceProcess } from '../support/command-line.ts';
import { temporaryFolders } from '../support/temporary-folder.ts';
import { widgetOn, type WidgetPage } from '../support/widget-page.ts';

const newFolder = temporaryFolders();
const start = services();
const DATA_DIR = newFolder();
let service: ServiceProcess;
let login: NonNullable<ServiceProcess['login']>;
let browser: Browser;

beforeAll(async () => {
  service = await start({ DATA_DIR });
  login = service.login ?? { id: '', password: '' };
  browser = await launchBrowser();
});
afterAll(() => browser?.close());

/** A page of a person of their own. */
async function pageAt(path: string): Promise<Page> {
  const context = await browser.newContext({ locale: 'en-GB' });
  context.setDefaultTimeout(60_000);
  const page = await context.newPage();
  await page.goto(`${service.url}${path}`);
  return page;
}

/** The widget of the demo page, opened. */
async function openWidget(path = '/'): Promise<{ page: Page; widget: WidgetPage }> {
  const page = await pageAt(path);
  const widget = widgetOn(page);
  await widget.launcher.click();
  return { page, widget };
}

/** What the bot says in a language: `dialogs/phrases`. */
function phrases(language: string): { feedback: { helped: string } } {
  const path = join(projectDir, 'dialogs', 'phrases', `${language}.json`);
  return JSON.parse(readFileSync(path, 'utf8')) as ReturnType<typeof phrases>;
}

describe('a traveller at the demo page', () => {
  it.each([
    ['en', 'Can I share data with my tablet over a hotspot?'],
    ['es', '¿La eSIM funciona también en Francia e Italia?'],
    ['zh-Hans', '在哪里可以开发票？'],
    ['zh-Hant', '可以分享熱點給朋友嗎？'],
  ])('who asks in %s is answered in it', async (language, question) => {
    const { page, widget } = await openWidget();
    await widget.write(question);
    await widget.answers(1);
    expect(await widget.bot.last().getAttribute('lang')).toBe(language);
    // Only an answer asks whether it helped.
    await widget.choices.getByText(phrases(language).feedback.helped, { exact: true }).waitFor();
    await page.context().close();
  });

  it('who writes in one language and then in another is followed', async () => {
    const { page, widget } = await openWidget('/?lang=es');
    for (const [index, question] of ['How do I top up data?', '流量用完了怎么充值？'].entries()) {
      await widget.write(question);
      await widget.answers(index + 1);
    }
    const languages = await widget.bot.evaluateAll((all) => all.map((bubble) => bubble.getAttribute('lang')));
    expect(languages.slice(1)).toEqual(['en', 'zh-Hans']);
    await page.context().close();
  });
});

describe('a traveller with a question that nothing answers, and an agent', () => {
  const unknown = ['Do penguins enjoy opera on Tuesdays?', 'Penguins, opera, Tuesdays!', 'Opera for penguins?'];
  const said: string[] = [];
  let customer: Page;
  let widget: WidgetPage;
  let agent: Page;

  beforeAll(async () => {
    ({ page: customer, widget } = await openWidget());
    agent = await pageAt('/console');
    // Gone as soon as a page is loaded anew.
    for (const page of [customer, agent]) await page.evaluate(() => Object.assign(window, { isFirstLoad: true }));
  });

  const write = (text: string) => {
    said.push(text);
    return widget.write(text);
  };
  const reply = async (text: string) => {
    await agent.getByLabel('Reply to the customer').fill(text);
    await agent.getByLabel('Reply to the customer').press('Enter');
  };
  /** Conversations in the console's list; the way to the outages stands above them. */
  const waiting = () => agent.locator('.row:not(.incidents-link)');
  const customerInConsole = () => agent.locator('.entry.customer .bubble');
  const agentInConsole = () => agent.locator('.entry.agent .bubble');

  it('meet nowhere at first: the agent logs in and nobody waits', async () => {
    await agent.getByLabel('Name').fill(login.id);
    await agent.getByLabel('Password').fill(login.password);
    await agent.getByLabel('Password').press('Enter');
    await agent.getByText('Nobody is waiting.').waitFor();
  });

  it('the first time is asked again, not handed over', async () => {
    await write(unknown[0] ?? '');
    await widget.answers(1);
    expect(await widget.notes.count()).toBe(0);
    expect(await waiting().count()).toBe(0);
  });

  it('soon after is handed over, and the agent sees it without a reload', async () => {
    for (const [index, text] of unknown.slice(1).entries()) {
      await write(text);
      await widget.answers(index + 2);
      if ((await widget.notes.count()) > 0) break;
    }
    await widget.notes.first().waitFor();
    await waiting().waitFor();
    await waiting().click();
    await customerInConsole()
      .nth(said.length - 1)
      .waitFor();
    expect(await customerInConsole().allTextContents()).toEqual(said);
  });

  it('is claimed, and reads the reply as it is written', async () => {
    await agent.getByRole('button', { name: 'Claim' }).click();
    await reply('Every Tuesday.');
    await widget.agent.getByText('Every Tuesday.').waitFor();
    await write('Thank you, and on Mondays?');
    await agent.locator('.entry.customer').getByText('on Mondays?').waitFor();
  });

  it('go on by themselves after the service was killed, with what was written meanwhile', async () => {
    const cut = (route: Route) => route.abort();
    // The console is back later than the widget, and its first reading fails as well.
    await agent.route('**/console/api/events', cut);
    await service.end('SIGKILL');
    await write('Written while it was down');
    await reply('Replied while it was down');
    await agent.getByRole('alert').getByText('cannot be reached').waitFor();
    service = await start({ DATA_DIR, PORT: String(service.port) });
    await widget.panel.getByText('Sending').waitFor({ state: 'detached' });
    await agent.route(/console\/api\/conversations\/[^/]+$/, cut, { times: 1 });
    await agent.unroute('**/console/api/events', cut);
    await customerInConsole().getByText('Written while it was down').waitFor();
    await agent.getByLabel('Reply to the customer').press('Enter');
    await widget.agent.getByText('Replied while it was down').waitFor();
    await reply('On Mondays they rest.');
    await widget.agent.getByText('On Mondays they rest.').waitFor();
  });

  it('have lost nothing and read nothing twice', async () => {
    const replies = ['Every Tuesday.', 'Replied while it was down', 'On Mondays they rest.'];
    await agentInConsole()
      .nth(replies.length - 1)
      .waitFor();
    expect(await widget.customer.allTextContents()).toEqual(said);
    expect(await customerInConsole().allTextContents()).toEqual(said);
    expect(await widget.agent.allTextContents()).toEqual(replies);
    expect(await agentInConsole().allTextContents()).toEqual(replies);
    for (const page of [customer, agent]) expect(await page.evaluate(() => 'isFirstLoad' in window)).toBe(true);
  });
});
