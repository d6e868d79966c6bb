import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { launchBrowser, serveHostSite, type HostSite } from '../support/browser.ts';
import { temporaryFolders } from '../support/temporary-folder.ts';
import { startWebService, type WebService } from '../support/web-service.ts';
import { widgetOn, type WidgetPage } from '../support/widget-page.ts';

const newFolder = temporaryFolders();
let service: WebService;
let site: HostSite;
let browser: Browser;
let context: BrowserContext;
let page: Page;
let widget: WidgetPage;
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
  complaints.length = 0;
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  widget = widgetOn(page);
});
afterEach(async () => {
  await context.close();
});

describe('the widget on another site with a strict content security policy', () => {
  it('answers a question and keeps the policy', async () => {
    await page.goto(site.url);
    await widget.launcher.click();
    await widget.write('I want a refund');
    await widget.answers(1);
    expect(await widget.customer.allTextContents()).toEqual(['I want a refund']);
    expect(complaints).toEqual([]);
  });

  it('starts no conversation before something is said', async () => {
    const calls: string[] = [];
    page.on('request', (request) => request.method() === 'POST' && calls.push(request.url()));
    await page.goto(site.url);
    await widget.launcher.click();
    await widget.panel.waitFor();
    expect(calls).toEqual([]);
  });

  it('sends a starter as text', async () => {
    await page.goto(site.url);
    await widget.launcher.click();
    await widget.choices.getByText('Top up data').click();
    await widget.answers(1);
    expect(await widget.customer.allTextContents()).toEqual(['Top up data']);
  });

  it('sends a choice and takes the buttons away', async () => {
    await page.goto(site.url);
    await widget.launcher.click();
    await widget.write('How do I top up data?');
    await widget.choices.getByText('That helped').click();
    await widget.answers(2);
    expect(await widget.customer.last().textContent()).toBe('That helped');
    expect(await widget.choices.count()).toBe(0);
  });

  it('goes on with the conversation after a reload', async () => {
    await page.goto(site.url);
    await widget.launcher.click();
    await widget.write('How do I top up data?');
    await widget.answers(1);
    await page.reload();
    await widget.answers(1);
    await widget.write('thanks');
    await widget.answers(2);
    expect(await widget.customer.allTextContents()).toEqual(['How do I top up data?', 'thanks']);
  });

  it('shows HTML that a customer writes as text', async () => {
    const text = '<img src=x onerror="document.title=\'hacked\'"> **x** [y](javascript:1)';
    await page.goto(site.url);
    await widget.launcher.click();
    await widget.write(text);
    await widget.answers(1);
    expect(await widget.customer.allTextContents()).toEqual([text]);
    expect(await page.title()).toBe('Host');
  });

  it('does not send while an input method composes', async () => {
    await page.goto(site.url);
    await widget.launcher.click();
    await widget.input.fill('ni hao');
    const event = { key: 'Enter', isComposing: true, bubbles: true, cancelable: true };
    await widget.input.dispatchEvent('keydown', event);
    expect(await widget.customer.count()).toBe(0);
    expect(await widget.input.inputValue()).toBe('ni hao');
  });

  it('begins a new line at Shift+Enter', async () => {
    await page.goto(site.url);
    await widget.launcher.click();
    await widget.input.fill('a');
    await widget.input.press('Shift+Enter');
    expect(await widget.input.inputValue()).toBe('a\n');
  });

  it('can be opened, used and closed by keyboard, and gives the focus back', async () => {
    await page.goto(site.url);
    await widget.launcher.focus();
    await page.keyboard.press('Enter');
    await page.keyboard.type('thanks');
    await page.keyboard.press('Enter');
    await widget.answers(1);
    await page.keyboard.press('Escape');
    await widget.panel.waitFor({ state: 'hidden' });
    expect(
      await widget.launcher.evaluate((button) => (button.getRootNode() as ShadowRoot).activeElement === button),
    ).toBe(true);
  });

  it('is mirrored for languages written from right to left', async () => {
    await page.goto(`${site.url}?lang=ar`);
    await widget.launcher.click();
    const box = await widget.panel.boundingBox();
    expect(box?.x).toBeLessThan(100);
    expect(await widget.input.getAttribute('placeholder')).toContain('اكتب');
  });

  it('tells the service the language that was chosen, and remembers it', async () => {
    await page.goto(site.url);
    await widget.launcher.click();
    await widget.panel.locator('select').selectOption('zh-Hans');
    const posted = page.waitForRequest(
      (request) => request.url().endsWith('/activities') && request.method() === 'POST',
    );
    await widget.write('eSIM');
    expect((await posted).postDataJSON()).toMatchObject({ locale: 'zh-Hans' });
    await page.reload();
    await widget.panel.getByLabel('语言').waitFor();
  });

  it('shows a picture that was sent', async () => {
    await page.goto(site.url);
    await widget.launcher.click();
    const picture = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
    const file = { name: 'screen.png', mimeType: 'image/png', buffer: Buffer.from(picture, 'base64') };
    await widget.panel.locator('input[type=file]').setInputFiles(file);
    await widget.answers(1);
    const image = widget.panel.locator('img.thumbnail');
    await image.and(page.locator(`[src^="${service.url}"]`)).waitFor();
    expect(await image.evaluate((element: HTMLImageElement) => element.decode().then(() => element.naturalWidth))).toBe(
      1,
    );
  });

  it('does what pages ask of it', async () => {
    await page.goto(site.url);
    await page.waitForFunction(() => window.simpatico !== undefined);
    await page.evaluate(() => window.simpatico?.send('thanks'));
    await widget.answers(1);
    await page.evaluate(() => window.simpatico?.close());
    await widget.panel.waitFor({ state: 'hidden' });
  });

  it('covers the screen of a phone and keeps the focus in', async () => {
    await page.setViewportSize({ width: 390, height: 844 });
    await page.goto(site.url);
    await widget.launcher.click();
    expect(await widget.panel.boundingBox()).toEqual({ x: 0, y: 0, width: 390, height: 844 });
    await widget.panel.getByLabel('Close chat').focus();
    for (let presses = 0; presses < 15; presses += 1) await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('simpatico-widget');
  });
});

/** Opens the widget on a page that wants suggestions. */
async function openSuggesting(lang = 'en'): Promise<void> {
  await page.goto(`${site.url}?lang=${lang}&attributes=data-suggest`);
  await widget.launcher.click();
}

describe('suggestions in the widget', () => {
  let calls: string[];
  const suggestions = () => widget.panel.locator('.suggestion');

  beforeEach(() => {
    calls = [];
    page.on('request', (request) => calls.push(new URL(request.url()).pathname));
  });

  it('come while somebody writes, without a call at a keystroke, and the one chosen by keyboard is sent and answered', async () => {
    await openSuggesting();
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
    await openSuggesting('zh-Hant');
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
    await openSuggesting();
    const failed = page.waitForEvent('requestfailed');
    await widget.input.pressSequentially('money back');
    await failed;
    await widget.input.press('Enter');
    await widget.answers(1);
    expect(await suggestions().count()).toBe(0);
  });

  it('cost nothing where the page does not want them, nor where data is to be saved', async () => {
    await page.goto(site.url);
    await widget.launcher.click();
    await widget.write('money back');
    await page.addInitScript(() => Object.defineProperty(navigator, 'connection', { value: { saveData: true } }));
    // The panel is open still.
    await page.goto(`${site.url}?attributes=data-suggest`);
    await widget.write('money back');
    await widget.answers(2);
    expect(calls.filter((path) => path.includes('suggest') || path.includes('model'))).toEqual([]);
  });
});
