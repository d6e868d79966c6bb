import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser } from '../support/browser.ts';
import { temporaryFolders } from '../support/temporary-folder.ts';
import { startWebService, type WebService } from '../support/web-service.ts';
import { widgetOn } from '../support/widget-page.ts';

const newFolder = temporaryFolders();
let service: WebService;
let browser: Browser;
let page: Page;

beforeAll(async () => {
  service = await startWebService(newFolder());
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser?.close();
  await service?.stop();
});
beforeEach(async () => {
  page = await browser.newPage({ locale: 'en-GB' });
});
afterEach(async () => {
  await page.close();
});

describe('the demo page', () => {
  it('loads nothing from elsewhere and breaks no rule of its security policy', async () => {
    const complaints: string[] = [];
    page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
    page.on('request', (request) => request.url().startsWith(service.url) || complaints.push(request.url()));
    await page.goto(service.url);
    await page.waitForFunction(() => window.simpatico !== undefined);
    expect(complaints).toEqual([]);
  });

  it('asks the question that was pressed', async () => {
    await page.goto(service.url);
    await page.getByRole('button', { name: '流量用完了怎么充值？' }).click();
    const widget = widgetOn(page);
    await widget.answers(1);
    expect(await widget.customer.allTextContents()).toEqual(['流量用完了怎么充值？']);
  });

  it.each([
    ['es', 'ltr', 'Prueba el asistente'],
    ['zh-Hans', 'ltr', '试试智能助手'],
    ['ar', 'rtl', 'جرّب المساعد'],
  ])('speaks %s, and the widget with it', async (language, direction, title) => {
    await page.goto(`${service.url}/?lang=${language}`);
    await page.getByRole('heading', { name: title }).waitFor();
    const { lang, dir } = await page.evaluate(() => {
      const { lang, dir } = document.documentElement;
      return { lang, dir };
    });
    expect({ lang, dir }).toEqual({ lang: language, dir: direction });
    expect(await page.locator('#simpatico-widget .frame').getAttribute('lang')).toBe(language);
  });

  it.each([320, 390, 1280])('fits a screen of %i pixels', async (width) => {
    await page.setViewportSize({ width, height: 800 });
    await page.goto(service.url);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
  });
});
