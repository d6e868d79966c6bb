import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { launchBrowser } from '../support/browser.ts';
import { services, type ServiceProcess } from '../support/command-line.ts';
import { temporaryFolders } from '../support/temporary-folder.ts';
import { widgetOn, type WidgetPage } from '../support/widget-page.ts';

const newFolder = temporaryFolders();
const start = services();
const DATA_DIR = newFolder();
let service: ServiceProcess;
let browser: Browser;

beforeAll(async () => {
  service = await start({ DATA_DIR });
  browser = await launchBrowser();
});
afterAll(() => browser?.close());

interface Device {
  readonly context: BrowserContext;
  readonly page: Page;
  readonly widget: WidgetPage;
}

/** A phone of somebody's own, in a language, at the demo page or another address. */
async function phone(address = '/?lang=es', locale = 'es-ES'): Promise<Device> {
  const context = await browser.newContext({
    locale,
    viewport: { width: 390, height: 800 },
    timezoneId: 'Asia/Shanghai',
    hasTouch: true,
    isMobile: true,
  });
  context.setDefaultTimeout(60_000);
  const page = await context.newPage();
  await page.goto(new URL(address, service.url).href);
  const widget = widgetOn(page);
  if (!address.includes('#')) await widget.launcher.click();
  return { context, page, widget };
}

/** For people who look at it: `SCREENSHOTS` names a folder. */
async function picture(page: Page, name: string): Promise<void> {
  const folder = process.env.SCREENSHOTS;
  if (folder !== undefined) await page.screenshot({ path: join(folder, `${name}.png`) });
}

const press = ({ widget }: Device, title: string) => widget.choices.getByText(title, { exact: true }).click();
const inMenu = async ({ page }: Device, menu: string, item: string) => {
  await page.getByRole('button', { name: menu, exact: true }).click();
  await page.getByRole('menuitem', { name: item, exact: true }).click();
};

/** A Spanish customer who has no signal and is asked whether the airplane mode helps. */
async function inTheMiddle(): Promise<Device> {
  const device = await phone();
  await device.widget.write('No tengo señal');
  await device.widget.answers(1);
  await press(device, 'Sí');
  await device.widget.answers(2);
  await device.widget.write('Zaragoza');
  await device.widget.answers(3);
  return device;
}

/** The question that is open, as the page shows it, with its buttons. */
async function open({ widget }: Device): Promise<{ text: string; buttons: string[] }> {
  return { text: (await widget.bot.last().textContent()) ?? '', buttons: await widget.choices.allTextContents() };
}

async function code(device: Device): Promise<string> {
  await inMenu(device, 'Menú', 'Seguir en otro dispositivo');
  return (await device.page.locator('#simpatico-widget .code').textContent()) ?? '';
}

describe('a customer in the middle of a dialog', () => {
  let first: Device;
  let question: Awaited<ReturnType<typeof open>>;

  beforeAll(async () => {
    first = await inTheMiddle();
    question = await open(first);
  });
  afterAll(() => first.context.close());

  it('goes on on another phone with a code from the menu, where the same is asked with the same buttons', async () => {
    const typed = await code(first);
    expect(typed).toMatch(/^[2-9A-HJ-NP-Z]{3}-[2-9A-HJ-NP-Z]{3}$/);
    await picture(first.page, 'offer-es');
    const second = await phone();
    await inMenu(second, 'Menú', 'Tengo un código');
    await second.page.getByLabel('Código', { exact: true }).fill(typed.toLowerCase());
    await picture(second.page, 'code-es');
    await second.page.getByRole('button', { name: 'Seguir', exact: true }).click();
    await second.widget.notes.getByText('Continuada en otro dispositivo').waitFor();
    await second.widget.choices.first().waitFor();
    expect(await open(second)).toEqual(question);
    expect(await second.widget.customer.allTextContents()).toEqual(['No tengo señal', 'Sí', 'Zaragoza']);
    await picture(second.page, 'continued-es');
    // Both see what comes now.
    await press(second, question.buttons[0] ?? '');
    await first.page.getByRole('button', { name: 'Volver al chat' }).click();
    await first.widget.customer.getByText(question.buttons[0] ?? '', { exact: true }).waitFor();
    await second.context.close();
  });

  it('is told of a wrong code in the place where it was typed', async () => {
    const device = await phone();
    await inMenu(device, 'Menú', 'Tengo un código');
    await device.page.getByLabel('Código', { exact: true }).fill('ZZZ-999');
    await device.page.getByRole('button', { name: 'Seguir', exact: true }).click();
    await device.page.getByText('Este código o enlace no funciona.').waitFor();
    await picture(device.page, 'wrong-code-es');
    await device.context.close();
  });

  it('goes on with a link, whose text does not stay in the address, also after the service was killed', async () => {
    await inMenu(first, 'Menú', 'Seguir en otro dispositivo');
    const link = (await first.page.locator('#simpatico-widget .sheet-link').textContent()) ?? '';
    expect(link).toContain('/?lang=es#simpatico=');
    await service.end('SIGKILL');
    service = await start({ DATA_DIR, PORT: String(service.port) });
    const second = await phone(link);
    await second.widget.notes.first().waitFor();
    await second.widget.choices.first().waitFor();
    expect(second.page.url()).not.toContain('simpatico=');
    expect(await second.widget.customer.first().textContent()).toBe('No tengo señal');
    await second.page.reload();
    await second.widget.launcher.click();
    await second.widget.customer.first().waitFor();
    await second.context.close();
  });

  it('goes on with a code that was asked for and typed as messages', async () => {
    await first.page.getByRole('button', { name: 'Volver al chat' }).click();
    await first.widget.write('continuar en otro dispositivo');
    const text = (await first.widget.bot.filter({ hasText: 'sirve una sola vez' }).last().textContent()) ?? '';
    const [typed = ''] = /[2-9A-HJ-NP-Z]{3}-[2-9A-HJ-NP-Z]{3}/.exec(text) ?? [];
    await picture(first.page, 'words-es');
    const second = await phone();
    await second.widget.write(typed);
    await second.widget.customer.getByText('Zaragoza', { exact: true }).waitFor();
    await second.widget.choices.first().waitFor();
    await picture(second.page, 'typed-es');
    expect(await second.widget.customer.first().textContent()).toMatch(/^•+$/);
    await second.context.close();
  });
});

describe('a reader of Arabic', () => {
  it('finds the menu and the code on the side they expect', async () => {
    const device = await phone('/?lang=ar', 'ar-EG');
    await device.widget.write('no signal');
    await device.widget.answers(1);
    await device.page.getByRole('button', { name: 'القائمة', exact: true }).click();
    await picture(device.page, 'menu-ar');
    await device.page.getByRole('menuitem', { name: 'المتابعة على جهاز آخر' }).click();
    const shown = device.page.locator('#simpatico-widget .code');
    await shown.waitFor();
    await picture(device.page, 'offer-ar');
    const menu = await device.page.getByRole('button', { name: 'القائمة', exact: true }).boundingBox();
    expect(menu?.x).toBeLessThan(195);
    expect(await shown.evaluate((element) => getComputedStyle(element).direction)).toBe('ltr');
    await device.context.close();
  });
});
