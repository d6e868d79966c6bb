import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { launchBrowser } from '../support/browser.ts';
import { temporaryFolders } from '../support/temporary-folder.ts';
import { startWebService, type WebService } from '../support/web-service.ts';
import { widgetOn, type WidgetPage } from '../support/widget-page.ts';

const newFolder = temporaryFolders();
let service: WebService;
let browser: Browser;
let contexts: BrowserContext[] = [];
let page: Page;
/** The session of the agent, who logs in once: a password is slow to check by design. */
let session: Awaited<ReturnType<BrowserContext['cookies']>>;

beforeAll(async () => {
  service = await startWebService(newFolder());
  browser = await launchBrowser();
  const first = await newPage();
  await first.goto(`${service.url}/console#incidents`);
  await first.getByLabel('Name').fill(service.agent.id);
  await first.getByLabel('Password').fill(service.agent.password);
  await first.getByLabel('Password').press('Enter');
  await first.getByRole('heading', { name: 'Outages' }).waitFor();
  session = await first.context().cookies();
});
afterAll(async () => {
  await browser?.close();
  await service?.stop();
});
beforeEach(async () => {
  page = await newPage();
  await page.context().addCookies(session);
  await page.goto(`${service.url}/console#incidents`);
  await page.getByRole('heading', { name: 'Outages' }).waitFor();
});
afterEach(async () => {
  for (const context of contexts) await context.close();
  contexts = [];
});

async function newPage(): Promise<Page> {
  const context = await browser.newContext({ locale: 'en-GB', timezoneId: 'Europe/Madrid' });
  contexts.push(context);
  return await context.newPage();
}

/** A customer of their own, with the widget open. */
async function customer(): Promise<WidgetPage> {
  const own = await newPage();
  await own.goto(service.url);
  const widget = widgetOn(own);
  await widget.launcher.click();
  return widget;
}

const button = (name: string) => page.getByRole('button', { name, exact: true });
const incidents = (state: string) => page.locator(`.incident.${state}`);

/** Whether something reaches out of the page sideways. */
const overflows = () => page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);

async function declare(places: string, fill: () => Promise<unknown> = () => Promise.resolve()): Promise<void> {
  await button('Declare an outage').click();
  await page.getByLabel('Country').selectOption('ES');
  await page.getByLabel('Towns or regions').fill(places);
  await page.locator('input[name=network]').fill('Orange');
  await fill();
  await page.locator('.incident-form').getByRole('button', { name: 'Declare' }).click();
  await incidents('open').filter({ hasText: places }).waitFor();
}

describe('the page of outages', () => {
  it('declares one, which customers are told first, changes its end, and closes it, which they are told too', async () => {
    await declare('Seville');
    const widget = await customer();
    await widget.write('no internet in Seville');
    await widget.bot.getByText('There is a known network fault in Seville').waitFor();
    await button('Change').click();
    await page.locator('input[name=end]').fill('2027-01-31T18:00');
    await button('Save').click();
    await incidents('open').getByText('Jan 31, 06:00').waitFor();
    await button('It is over').click();
    await page.getByRole('dialog').getByRole('button', { name: 'It is over' }).click();
    await incidents('closed').filter({ hasText: 'Seville' }).waitFor();
    await widget.bot.getByText('The network fault in Seville is over').waitFor();
  });

  it('says in the form what is wrong, and keeps what was filled in', async () => {
    await button('Declare an outage').click();
    await page.getByLabel('Country').selectOption('ES');
    await page.getByLabel('Towns or regions').fill('Ronda');
    await page.locator('input[name=end]').fill('2020-01-01T10:00');
    await page.locator('.incident-form').getByRole('button', { name: 'Declare' }).click();
    await page.getByRole('alert').getByText('expectedEnd: is not after since').waitFor();
    expect(await page.getByLabel('Towns or regions').inputValue()).toBe('Ronda');
    await button('Cancel').click();
    expect(await page.locator('.incident-form').count()).toBe(0);
  });

  it('shows what was typed as text', async () => {
    const odd = 'Cádiz <img src=x onerror=alert(1)>';
    await declare(odd, async () => {
      await page.getByText('Note to customers').click();
      await page.getByLabel('English', { exact: true }).fill('<b>Mast</b> down');
    });
    expect(await incidents('open').locator('img, b').count()).toBe(0);
    await incidents('open').getByText('<b>Mast</b> down').waitFor();
  });

  it('shows what customers propose, as it happens, and declares it with one button', async () => {
    const widgets = [await customer(), await customer(), await customer()];
    for (const widget of widgets) {
      await widget.write('no internet in Granada');
      await widget.bot.first().waitFor();
    }
    await incidents('proposed').getByText('3 conversations within half an hour').waitFor();
    await page.locator('.incidents-link').getByText('Proposed').waitFor();
    expect(await incidents('proposed').getByRole('link').count()).toBe(3);
    await button('Declare').click();
    await incidents('open').filter({ hasText: 'Granada' }).waitFor();
    for (const widget of widgets) await widget.bot.getByText('There is a known network fault in Granada').waitFor();
  });

  it('is dismissed when it was none', async () => {
    for (let count = 0; count < 3; count += 1) {
      const widget = await customer();
      await widget.write('no internet in Toledo');
      await widget.bot.first().waitFor();
    }
    await incidents('proposed').filter({ hasText: 'Toledo' }).waitFor();
    await button('Dismiss').click();
    await incidents('dismissed').filter({ hasText: 'Toledo' }).getByText('Dismissed').waitFor();
  });

  it('is led to from the list, and back, on a phone', async () => {
    await page.setViewportSize({ width: 390, height: 844 });
    expect(await overflows()).toBe(false);
    await page.getByRole('link', { name: 'Back to the list' }).click();
    await page.locator('.lists').waitFor();
    await page.locator('.incidents').waitFor({ state: 'hidden' });
    await page.locator('.incidents-link').click();
    await page.getByRole('heading', { name: 'Outages' }).waitFor();
    await button('Declare an outage').click();
    expect(await overflows()).toBe(false);
  });

  it('stands from right to left with an Arabic note and nothing outside of the page', async () => {
    await page.evaluate(() => (document.documentElement.dir = 'rtl'));
    await page.setViewportSize({ width: 390, height: 844 });
    await page.evaluate(async () => {
      const body = JSON.stringify({
        country: 'ES',
        places: ['إشبيلية'],
        notes: { ar: 'قطع في كابل Orange قرب المحطة.' },
      });
      await fetch('/console/api/incidents', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body });
    });
    const card = incidents('open').filter({ hasText: 'إشبيلية' });
    await card.waitFor();
    expect(await overflows()).toBe(false);
    expect(await card.evaluate((element) => getComputedStyle(element).borderRightWidth)).toBe('4px');
    expect(await card.locator('[lang=ar]').evaluate((element) => getComputedStyle(element).direction)).toBe('rtl');
  });

  it('speaks Spanish and Chinese', async () => {
    await page.getByLabel('Language').selectOption('es');
    await page.getByRole('heading', { name: 'Averías' }).waitFor();
    await page.getByLabel('Idioma').selectOption('zh-Hans');
    await page.getByRole('heading', { name: '网络故障' }).waitFor();
  });
});
