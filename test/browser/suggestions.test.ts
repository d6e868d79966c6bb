import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { launchBrowser, serveHostSite, type HostSite } from '../support/browser.ts';
import { temporaryFolders } from '../support/temporary-folder.ts';
import { startWebService, type WebService } from '../support/web-service.ts';
import { widgetOn, type WidgetPage } from '../support/widget-page.ts';

jest.setTimeout(30_000);
const newFolder = temporaryFolders();
let service: WebService;
let site: HostSite;
let browser: Browser;
let context: BrowserContext;
let page: Page;
let widget: WidgetPage;
let calls: string[];
const complaints: string[] = [];

beforeAll(async () => {
  service = await startWebService(newFolder());
  site = await serveHostSite(() => service.url);
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser?.close();
  await site?.close();
  await service?.stop();
});
beforeEach(async () => {
  context = await browser.newContext({ locale: 'en-GB' });
  page = await context.newPage();
  calls = [];
  complaints.length = 0;
  page.on('request', (request) => calls.push(new URL(request.url()).pathname));
  page.on('pageerror', (error) => complaints.push(error.message));
  widget = widgetOn(page);
});
afterEach(async () => {
  await context.close();
});

/** Opens the widget on a page that wants suggestions. */
async function open(lang = 'en'): Promise<void> {
  await page.goto(`${site.url}?lang=${lang}&attributes=data-suggest`);
  await widget.launcher.click();
}

describe('suggestions in the widget', () => {
  const suggestions = () => widget.panel.locator('.suggestion');

  it('come while somebody writes, without a call at a keystroke, and the one chosen by keyboard is sent and answered', async () => {
    await open();
    const loaded = () => calls.filter((path) => path.startsWith('/widget'));
    expect(loaded()).toEqual(['/widget.js']);
    await widget.input.pressSequentially('how do I scan');
    await suggestions().getByText('How do I scan the QR code?').waitFor();
    const before = [...calls];
    expect(loaded()).toEqual(['/widget.js', '/widget-suggest.js', '/widget/model/en']);
    await widget.input.fill('');
    await suggestions().first().waitFor({ state: 'hidden' });
    await widget.input.pressSequentially('money ba');
    const refund = suggestions().getByText('How do I get my money back?');
    await refund.waitFor();
    expect(calls).toEqual(before);
    for (let presses = await suggestions().count(); presses > 0; presses -= 1) await page.keyboard.press('ArrowUp');
    await page.keyboard.press('Enter');
    await widget.answers(1);
    expect(await widget.customer.allTextContents()).toEqual(['How do I get my money back?']);
    expect([await widget.input.inputValue(), await suggestions().count(), complaints]).toEqual(['', 0, []]);
  });

  it('are put away by Escape, which leaves the panel open, and Enter sends what was written', async () => {
    await open('zh-Hant');
    await widget.input.fill('流量不能用');
    await suggestions().first().waitFor();
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('Escape');
    await suggestions().first().waitFor({ state: 'hidden' });
    expect(await widget.panel.isVisible()).toBe(true);
    await page.keyboard.press('Enter');
    await widget.answers(1);
    expect(await widget.customer.allTextContents()).toEqual(['流量不能用']);
  });

  it('stay away where their model cannot be had, and nothing else does', async () => {
    await page.route('**/widget/model/*', (route) => route.abort());
    await open();
    const failed = page.waitForEvent('requestfailed');
    await widget.input.pressSequentially('money back');
    await failed;
    await widget.input.press('Enter');
    await widget.answers(1);
    expect([await suggestions().count(), complaints]).toEqual([0, []]);
  });
});
