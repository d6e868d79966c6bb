import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { launchBrowser } from '../support/browser.ts';
import { temporaryFolders } from '../support/temporary-folder.ts';
import { startWebService, type WebService } from '../support/web-service.ts';
import { widgetOn, type WidgetPage } from '../support/widget-page.ts';

const newFolder = temporaryFolders();
let service: WebService;
let browser: Browser;
let context: BrowserContext;
let page: Page;
let widget: WidgetPage;

beforeAll(async () => {
  service = await startWebService(newFolder());
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser?.close();
  await service?.stop();
});
beforeEach(async () => {
  context = await browser.newContext({ locale: 'en-GB' });
  page = await context.newPage();
  widget = widgetOn(page);
});
afterEach(async () => {
  await context.close();
});

async function begin(): Promise<void> {
  await page.goto(service.url);
  await widget.launcher.click();
  await widget.write('How do I top up data?');
  await widget.answers(1);
}

describe('the connection of the widget', () => {
  it('keeps what is written while the service is down and sends it once, in order, when it is back', async () => {
    await begin();
    await service.stop();
    await widget.write('I want a refund');
    await widget.write('thanks');
    await widget.panel.getByText('No connection').waitFor();
    await service.start();
    await widget.answers(3);
    await widget.panel.getByText('No connection').waitFor({ state: 'hidden' });
    expect(await widget.customer.allTextContents()).toEqual(['How do I top up data?', 'I want a refund', 'thanks']);
    expect(await widget.bot.count()).toBe(4);
    expect(await widget.panel.getByText('Sending…').count()).toBe(0);
  });

  it('sends what was written offline even after a reload', async () => {
    await begin();
    await page.route('**/activities', (route) => route.abort());
    await widget.write('I want a refund');
    await widget.panel.getByText('Sending…').waitFor();
    await page.unroute('**/activities');
    await page.reload();
    await widget.answers(2);
    expect(await widget.customer.allTextContents()).toEqual(['How do I top up data?', 'I want a refund']);
  });

  it('says a message once when the answer to its post is lost', async () => {
    await begin();
    const ids: string[] = [];
    await page.route('**/activities', async (route) => {
      const body = route.request().postDataJSON() as { channelData: { clientActivityID: string } };
      ids.push(body.channelData.clientActivityID);
      if (ids.length > 1) return route.continue();
      await route.fetch();
      await route.abort();
    });
    await widget.write('I want a refund');
    await widget.answers(2);
    await widget.write('thanks');
    await widget.answers(3);
    expect(await widget.customer.allTextContents()).toEqual(['How do I top up data?', 'I want a refund', 'thanks']);
    expect(await widget.bot.count()).toBe(4);
  });

  it('polls where no socket can be opened', async () => {
    await page.routeWebSocket(/\/stream/, (socket) => socket.close());
    await begin();
    await widget.write('I want a refund');
    await widget.answers(2);
  });

  it('gives a message back that the service refuses, and sends it again when asked to', async () => {
    await begin();
    await page.route('**/activities', (route) => route.fulfill({ status: 413, body: '{}' }));
    await widget.write('I want a refund');
    await widget.panel.getByText('Not sent').waitFor();
    await page.unroute('**/activities');
    await widget.panel.getByRole('button', { name: 'Try again' }).click();
    await widget.answers(2);
    expect(await widget.customer.count()).toBe(2);
  });

  /** The next call is answered as if the token had expired. */
  async function expireToken(): Promise<void> {
    await page.route('**/v3/directline/conversations/**', (route) => route.fulfill({ status: 403, body: '{}' }), {
      times: 1,
    });
  }

  it('goes on with the same conversation when its token has expired', async () => {
    await begin();
    await expireToken();
    await widget.write('I want a refund');
    await widget.answers(2);
    expect(await widget.customer.allTextContents()).toEqual(['How do I top up data?', 'I want a refund']);
    expect(await widget.notes.getByText('A new conversation has started').count()).toBe(0);
  });

  it('begins a new conversation when the old one is over, and says so', async () => {
    await begin();
    // Without the old token the service cannot go on with the old conversation.
    await page.route('**/widget/token', (route) => route.continue({ postData: '{}' }));
    await expireToken();
    await widget.write('I want a refund');
    await widget.notes.getByText('A new conversation has started').waitFor();
    await widget.answers(2);
    expect(await widget.customer.allTextContents()).toEqual(['How do I top up data?', 'I want a refund']);
  });

  it('shows the same conversation in two tabs', async () => {
    await begin();
    const other = await context.newPage();
    await other.goto(service.url);
    const second = widgetOn(other);
    await second.launcher.click();
    await second.answers(1);
    await second.write('I want a refund');
    await second.answers(2);
    await widget.answers(2);
    await widget.write('thanks');
    await widget.answers(3);
    await second.answers(3);
    expect(await second.customer.allTextContents()).toEqual(['How do I top up data?', 'I want a refund', 'thanks']);
  });
});
