import type { Locator, Page } from 'playwright-core';

/** The widget on a page, as a customer sees it. Its shadow root is open: locators reach into it. */
export interface WidgetPage {
  readonly launcher: Locator;
  readonly panel: Locator;
  readonly input: Locator;
  readonly customer: Locator;
  readonly bot: Locator;
  readonly agent: Locator;
  readonly notes: Locator;
  readonly choices: Locator;
  /** Writes and presses Enter. */
  write(text: string): Promise<void>;
  /** Waits for the assistant's answer number `count`, the welcome not counted. */
  answers(count: number): Promise<void>;
}

export function widgetOn(page: Page): WidgetPage {
  const host = page.locator('#simpatico-widget');
  const input = host.locator('textarea');
  const bot = host.locator('.message.bot .bubble');
  return {
    launcher: host.locator('.launcher'),
    panel: host.locator('.panel'),
    input,
    customer: host.locator('.message.customer .bubble'),
    bot,
    agent: host.locator('.message.agent .bubble'),
    notes: host.locator('.note'),
    choices: host.locator('.choice'),
    async write(text) {
      await input.fill(text);
      await input.press('Enter');
    },
    answers: (count) => bot.nth(count).waitFor(),
  };
}
