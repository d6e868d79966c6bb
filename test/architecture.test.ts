import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { describe, expect, it } from 'vitest';
import { projectDir } from '../src/paths.ts';

/** Folder of src → what it may import beside itself, errors.ts and log.ts. A path names one file, a folder all of it. */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  language: [],
  knowledge: ['language'],
  matching: ['language', 'knowledge'],
  embedding: ['matching/embedder.ts'],
  conversation: ['language'],
  handoff: ['conversation'],
  backoffice: [],
  dialog: ['language', 'knowledge', 'matching', 'conversation', 'handoff', 'backoffice'],
  service: ['language', 'knowledge', 'matching', 'conversation', 'handoff', 'dialog', 'backoffice'],
  storage: ['service/store.ts', 'conversation', 'handoff/ticket.ts'],
  channels: ['conversation'],
  http: ['channels/channel.ts', 'service', 'conversation', 'handoff', 'language'],
  evaluation: ['language', 'knowledge', 'matching', 'conversation', 'handoff', 'dialog', 'service/brain.ts'],
  cli: [
    ...['config.ts', 'embedding-setup.ts', 'folders.ts', 'paths.ts', 'evaluation', 'knowledge', 'language', 'service'],
    ...['main.ts', 'chat.ts', 'backoffice', 'dialog/draw-flow.ts', 'http/agents-file.ts', 'storage/memory'],
  ],
  web: ['http/console-api.ts', 'language', 'knowledge', 'matching', 'conversation', 'dialog'],
};

/** Of these folders only types may be used. */
const typesOnly: Readonly<Record<string, readonly string[]>> = {
  conversation: ['language'],
  dialog: ['matching', 'backoffice'],
  storage: ['service/store.ts'],
  web: ['http/console-api.ts'],
};

/** Folders that run in a browser too, and the files in them that do not. */
const pure = ['language', 'knowledge', 'matching', 'conversation', 'handoff', 'dialog'];
const withNode = ['knowledge/load.ts'];

interface Import {
  readonly file: string;
  readonly target: string;
  readonly isType: boolean;
}

const src = join(projectDir, 'src');
const files = readdirSync(src, { recursive: true, encoding: 'utf8' })
  .map((name) => name.split(sep).join('/'))
  .filter((name) => name.endsWith('.ts') && !name.endsWith('.d.ts'));

function importsOf(file: string): Import[] {
  const text = readFileSync(join(src, file), 'utf8');
  const found = text.matchAll(/^(?:import|export)\s+(type\s+)?(?:[^'";]*?\sfrom\s+)?'([^']+)';/gm);
  const dynamic = [...text.matchAll(/\bimport\('([^']+)'\)/g)].map((match) => ({
    target: match[1] ?? '',
    isType: false,
  }));
  const fixed = [...found].map((match) => ({ target: match[2] ?? '', isType: match[1] !== undefined }));
  return [...fixed, ...dynamic].map(({ target, isType }) => ({
    file,
    isType,
    target: target.startsWith('.')
      ? relative(src, join(src, dirname(file), target))
          .split(sep)
          .join('/')
      : target,
  }));
}

const imports = files.flatMap(importsOf);
const folderOf = (path: string) => path.split('/')[0] ?? '';
const isOwn = (target: string) => files.includes(target);
const covers = (rule: string, target: string) => target === rule || target.startsWith(`${rule}/`);

describe('architecture', () => {
  it('has a rule for every folder', () => {
    const folders = new Set(files.filter((file) => file.includes('/')).map(folderOf));
    expect([...folders].filter((folder) => mayImport[folder] === undefined)).toEqual([]);
  });

  it('lets every folder import only what the table allows', () => {
    const offences = imports.filter(({ file, target }) => {
      const rules = mayImport[folderOf(file)];
      if (!file.includes('/') || rules === undefined || !isOwn(target)) return false;
      if (folderOf(target) === folderOf(file) || target === 'errors.ts' || target === 'log.ts') return false;
      return !rules.some((rule) => covers(rule, target));
    });
    expect(offences.map(({ file, target }) => `${file} → ${target}`)).toEqual([]);
  });

  it('uses only types where the table says types', () => {
    const offences = imports.filter(
      ({ file, target, isType }) => !isType && (typesOnly[folderOf(file)] ?? []).some((rule) => covers(rule, target)),
    );
    expect(offences.map(({ file, target }) => `${file} → ${target}`)).toEqual([]);
  });

  it('keeps Node out of everything that runs in a browser', () => {
    const offences = imports.filter(
      ({ file, target }) => pure.includes(folderOf(file)) && !withNode.includes(file) && target.startsWith('node:'),
    );
    expect(offences.map(({ file, target }) => `${file} → ${target}`)).toEqual([]);
  });

  it('lets nobody but the command line import the composition root', () => {
    const offences = imports.filter(({ file, target }) => target === 'main.ts' && file !== 'cli/serve.ts');
    expect(offences.map(({ file }) => file)).toEqual([]);
  });

  it('keeps channels apart from one another', () => {
    const offences = imports.filter(({ file, target }) => {
      const [, own] = file.split('/');
      const [folder, other] = target.split('/');
      return folderOf(file) === 'channels' && folder === 'channels' && other?.includes('.') === false && other !== own;
    });
    expect(offences.map(({ file, target }) => `${file} → ${target}`)).toEqual([]);
  });
});
