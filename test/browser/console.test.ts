import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { saveAgent } from '../../src/http/agents-file.ts';
import { launchBrowser } from '../support/browser.ts';
import { temporaryFolders } from '../support/temporary-folder.ts';
import { startWebService, type WebService } from '../support/web-service.ts';
import { widgetOn, type WidgetPage } from '../support/widget-page.ts';

const newFolder = temporaryFolders();
const folder = newFolder();
const bruno = { id: 'bruno', name: 'Bruno', password: 'bruno barks at noon' };
let service: WebService;
let browser: Browser;
let contexts: BrowserContext[] = [];
let widget: WidgetPage;

beforeAll(async () => {
  service = await startWebService(folder);
  await saveAgent(join(folder, 'agents.json'), bruno);
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser?.close();
  await service?.stop();
});
afterEach(async () => {
  for (const context of contexts) await context.close();
  contexts = [];
});

/** A page of a person of their own. */
async function newPage(): Promise<Page> {
  const context = await browser.newContext({ locale: 'en-GB' });
  contexts.push(context);
  return await context.newPage();
}

type Cookies = Awaited<ReturnType<BrowserContext['cookies']>>;
/** Sessions of agents who have logged in: a password is slow to check by design. */
const sessions = new Map<string, Cookies>();

/** The console of an agent, who logs in by hand the first time. */
async function logIn(agent: { id: string; password: string }): Promise<Page> {
  const page = await newPage();
  const session = sessions.get(agent.id);
  if (session !== undefined) await page.context().addCookies(session);
  await page.goto(`${service.url}/console`);
  if (session === undefined) await enterPassword(page, agent);
  await page.locator('.lists').waitFor();
  sessions.set(agent.id, await page.context().cookies());
  return page;
}

async function enterPassword(page: Page, agent: { id: string; password: string }): Promise<void> {
  await page.getByLabel('Name').fill(agent.id);
  await page.getByLabel('Password').fill(agent.password);
  await page.getByLabel('Password').press('Enter');
}

/** The customer asks for a person with words of this test; the agent opens the conversation. */
async function openRequest(page: Page, words: string): Promise<void> {
  await widget.write(`${words}, I want to talk to a person`);
  await page.locator('.row').filter({ hasText: words }).click();
  await page.locator('.conversation').getByText(words).first().waitFor();
}

const claim = (page: Page): Promise<void> => page.getByRole('button', { name: 'Claim' }).click();
const replyBox = (page: Page) => page.getByLabel('Reply to the customer');

describe('the console', () => {
  it('tells why a log-in fails, in the page', async () => {
    const page = await newPage();
    await page.goto(`${service.url}/console`);
    await page.getByLabel('Name').fill('alba');
    await page.getByLabel('Password').fill('wrong');
    await page.getByLabel('Password').press('Enter');
    await page.getByRole('alert').getByText('The name or the password is wrong.').waitFor();
  });

  it('speaks Chinese', async () => {
    const page = await logIn(service.agent);
    await page.getByLabel('Language').selectOption('zh-Hans');
    await page.getByRole('heading', { name: '等待中' }).waitFor();
    expect(await page.evaluate(() => document.documentElement.lang)).toBe('zh-Hans');
  });
});

describe('the console while a customer has the widget open', () => {
  beforeEach(async () => {
    const page = await newPage();
    widget = widgetOn(page);
    await page.goto(service.url);
    await widget.launcher.click();
  });

  it('carries a conversation from the request to its end without a reload', async () => {
    const page = await logIn(service.agent);
    await openRequest(page, 'red suitcase');
    expect(await page.title()).toMatch(/^\(\d+\) Simpatico$/);
    await claim(page);
    await widget.notes.getByText('A person has joined').waitFor();
    await replyBox(page).fill('Hello, see https://alondra.example/help');
    await replyBox(page).press('Enter');
    await widget.agent.getByRole('link', { name: 'https://alondra.example/help' }).waitFor();
    await widget.write('that works');
    await page.locator('.entry.customer').getByText('that works').waitFor();
    await page.getByText('Needs an answer').waitFor();
    await page.getByRole('button', { name: 'Resolve' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Resolve' }).click();
    await page.getByText('This request is closed.').waitFor();
    await widget.notes.getByText('The person has left').waitFor();
  });

  it('hands back to the assistant, which answers again', async () => {
    const page = await logIn(service.agent);
    await openRequest(page, 'blue suitcase');
    await claim(page);
    await page.getByRole('button', { name: 'Hand back to assistant' }).click();
    await widget.notes.getByText('The person has left').waitFor();
    await widget.write('How do I top up data?');
    await widget.bot.getByText('Choose a top-up in the app').waitFor();
  });

  it('shows who holds a conversation that another agent took, and keeps the draft', async () => {
    const page = await logIn(service.agent);
    await openRequest(page, 'green suitcase');
    await claim(page);
    await replyBox(page).fill('One moment');
    const other = await logIn(bruno);
    await other.getByRole('heading', { name: 'With colleagues' }).waitFor();
    await other.locator('.row').filter({ hasText: 'green suitcase' }).getByText('Held by alba').click();
    await other.locator('.entry').first().waitFor();
    expect(await other.getByRole('button', { name: 'Claim' }).count()).toBe(0);
    await page.route('**/reply', (route) =>
      route.fulfill({
        status: 409,
        json: { error: { code: 'conflict', message: 'The conversation is held by bruno.' } },
      }),
    );
    await replyBox(page).press('Enter');
    await page.getByRole('alert').getByText('held by bruno').waitFor();
    expect(await replyBox(page).inputValue()).toBe('One moment');
  });

  it('says a reply once when its answer is lost and it is sent again', async () => {
    const page = await logIn(service.agent);
    await openRequest(page, 'black suitcase');
    await claim(page);
    await page.route('**/reply', async (route) => {
      await route.fetch();
      await route.abort();
    });
    await replyBox(page).fill('I am here');
    await replyBox(page).press('Enter');
    await page.getByRole('alert').getByText('cannot be reached').waitFor();
    await page.unroute('**/reply');
    await replyBox(page).press('Enter');
    await page.waitForFunction(() => document.querySelector('textarea')?.value === '');
    await widget.agent.first().waitFor();
    expect(await widget.agent.allTextContents()).toEqual(['I am here']);
    expect(await page.locator('.entry.agent').count()).toBe(1);
  });

  it('shows what customers write as text, and why the assistant answered as it did', async () => {
    const page = await logIn(service.agent);
    await openRequest(page, 'white <b>suitcase</b> <img src=x onerror=alert(1)>');
    expect(await page.locator('.entry.customer b, .entry.customer img').count()).toBe(0);
    await page.locator('.decision summary').last().click();
    await page.getByText('handoff: wants-human').waitFor();
  });

  it('shows what happened while the service was away', async () => {
    const page = await logIn(service.agent);
    await service.stop();
    await service.start();
    await widget.write('yellow suitcase, I want to talk to a person');
    await page.locator('.row').filter({ hasText: 'yellow suitcase' }).waitFor();
  });

  it('shows list and conversation one after the other on a phone', async () => {
    const page = await logIn(service.agent);
    await page.setViewportSize({ width: 390, height: 844 });
    await openRequest(page, 'tiny suitcase');
    await page.locator('.lists').waitFor({ state: 'hidden' });
    await page.getByRole('link', { name: 'Back to the list' }).click();
    await page.locator('.lists').waitFor();
    await page.locator('.conversation').waitFor({ state: 'hidden' });
  });
});
