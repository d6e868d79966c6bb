import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Browser } from 'playwright-core';
import { buildReport, reportJson } from '../../../src/evaluation/evaluation-report.ts';
import { html } from '../../../src/evaluation/page/html.ts';
import { reportPage } from '../../../src/evaluation/page/report-page.ts';
import { launchBrowser } from '../../support/browser.ts';
import { nearMatch, outcome } from '../../support/outcomes.ts';
import { temporaryFolders } from '../../support/temporary-folder.ts';

const evil = `"><script>document.title='hacked'</script><img src=x onerror="document.title='hacked'">`;
const outcomes = [
  ...Array.from({ length: 30 }, (_, at) =>
    outcome('a', [at % 5 === 0 ? 'b' : 'a'], at / 30, at > 15 ? { answered: 'a' } : {}),
  ),
  outcome('a', ['b'], 0.8, { text: evil, lang: 'es', matches: [nearMatch('b', evil, 0.4), nearMatch('a', evil, 0.3)] }),
  outcome('oos', ['b'], 0.9, { text: evil, answered: 'b', lang: 'es' }),
];
const report = buildReport(outcomes, {
  knowledge: 'k-1',
  at: '2026-01-02T03:04:05Z',
  files: ['/home/somebody/lines.jsonl'],
  without: ['fr'],
  thresholds: () => ({ answer: 0.7, clarify: 0.3 }),
});
const page = reportPage(report);

describe('the page of an evaluation', () => {
  const folder = temporaryFolders()();
  let browser: Browser;

  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser?.close();
  });

  it.each([
    ['a phone', 360, 'light'],
    ['a desktop', 1280, 'dark'],
  ] as const)('asks for nothing, breaks no rule of its policy and fits on %s', async (_, width, colorScheme) => {
    const path = join(folder, `${width}.html`);
    writeFileSync(path, page);
    const view = await browser.newPage({ viewport: { width, height: 800 }, colorScheme });
    const complaints: string[] = [];
    view.on('console', (message) => complaints.push(message.text()));
    view.on('request', (request) => request.url() === pathToFileURL(path).href || complaints.push(request.url()));
    await view.goto(pathToFileURL(path).href);
    const found = await view.evaluate(() => ({
      title: document.title,
      overflow: document.documentElement.scrollWidth - document.documentElement.clientWidth,
      scripts: document.querySelectorAll('script, img').length,
      styled: getComputedStyle(document.querySelector('figure svg') ?? document.body).display,
      drawn: [...document.querySelectorAll('section > .figure svg')].every(
        (chart) => chart.getBoundingClientRect().height > 50,
      ),
    }));
    await view.close();
    expect(complaints).toEqual([]);
    expect(found).toEqual({
      title: 'Evaluation of the chatbot',
      overflow: 0,
      scripts: 0,
      styled: 'block',
      drawn: true,
    });
  });

  it('shows what customers wrote as text', () => {
    expect(page).not.toContain('<script');
    expect(page).not.toContain('<img');
    expect(page).toContain('&lt;script&gt;');
  });

  it('allows no more than its own style', () => {
    const style = /<style>(.*?)<\/style>/s.exec(page)?.[1] ?? '';
    const hash = createHash('sha256').update(style).digest('base64');
    expect(page).toContain(`default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`);
  });

  it('gives every chart a title, a description and a table', () => {
    const charts = [...page.matchAll(/<svg[^>]*aria-labelledby="(\S+) (\S+)"/g)];
    // Languages together: fates, curve, reliability; each of two languages: curve, reliability.
    expect(charts).toHaveLength(7);
    for (const [, title = '', description = ''] of charts) {
      expect(page.split(`id="${title}"`)).toHaveLength(2);
      expect(page.split(`id="${description}"`)).toHaveLength(2);
    }
    expect([...page.matchAll(/<table>/g)].length).toBeGreaterThanOrEqual(charts.length);
  });

  it('marks the configured threshold of a language, and says what was left out', () => {
    expect(page).toMatch(/<circle class="mark"/);
    expect(page).toContain('configured: 0.70');
    expect(page).toContain('nobody had written phrases in: fr');
  });

  it('does not tell where the files lie', () => {
    expect(page).toContain('lines.jsonl');
    expect(page).not.toContain('somebody');
  });
});

describe('the report as JSON', () => {
  it('has a version, and null for what cannot be counted', () => {
    const read = JSON.parse(
      reportJson(buildReport([outcome('oos', [], 0)], { ...report, thresholds: () => ({ answer: 1, clarify: 1 }) })),
    ) as {
      version: number;
      all: { metrics: Record<string, unknown> };
    };
    expect(read.version).toBe(1);
    expect(read.all.metrics).toMatchObject({ count: 1, accuracy: null, outOfScopeAnswered: 0 });
  });
});

describe('the template', () => {
  it('escapes texts for elements and attributes, and leaves markup as it is', () => {
    expect(html`<a title="${`<"'&>`}">${html`<b>${1}</b>`}${[html`<i></i>`]}</a>`.markup).toBe(
      '<a title="&lt;&quot;&#39;&amp;&gt;"><b>1</b><i></i></a>',
    );
  });
});
