import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { projectDir } from '../src/paths.ts';
import { simpatico } from './support/command-line.ts';

const readme = readFileSync(join(projectDir, 'README.md'), 'utf8');
const { scripts } = JSON.parse(readFileSync(join(projectDir, 'package.json'), 'utf8')) as {
  scripts: Readonly<Record<string, string>>;
};

/** Lines of the shell blocks, without comments, and commands named in the running text. */
const inBlocks = [...readme.matchAll(/^```sh\n(.*?)^```$/gms)].flatMap(([, block = '']) =>
  block
    .split('\n')
    .map((line) => line.replace(/^\$ |\s+#.*$/g, '').trim())
    .filter((line) => line !== '' && !line.startsWith('#')),
);
const inText = [...readme.matchAll(/`((?:npm|npx) [^`\n]+)`/g)].map(([, command = '']) => command);
const commands = [...new Set([...inBlocks, ...inText])];

/** Script that an npm command runs; undefined for commands that are none of the project's. */
function scriptOf(command: string): string | undefined {
  return /^npm (?:run (?:--?\S+ )*(\S+)|(start|test)\b)/
    .exec(command)
    ?.slice(1)
    .find((name) => name !== undefined);
}

describe('the README', () => {
  it('shows how to start and how to test', () => {
    expect(inBlocks).toEqual(expect.arrayContaining(['npm start', 'npm test']));
  });

  it.each([...new Set(inBlocks)])('shows a command of this project: %s', (command) => {
    expect(command).toMatch(/^(npm (start|test|run \S)|npx simpatico \S)/);
  });

  it.each(commands.filter((command) => command.startsWith('npm ')))('names a script that exists: %s', (command) => {
    expect(Object.keys(scripts)).toContain(scriptOf(command));
  });

  it.each(commands.filter((command) => command.startsWith('npx simpatico ')))(
    'names a command and options that exist: %s',
    async (command) => {
      const [, , ...words] = command.split(/\s+/);
      let path: string[] = [];
      let help = (await simpatico(['--help'])).stdout;
      for (const word of words) {
        if (!listed(help).includes(word)) break;
        path = [...path, word];
        help = (await simpatico([...path, '--help'])).stdout;
      }
      expect(path.length).toBeGreaterThan(0);
      expect(help).not.toMatch(/^Commands:/m);
      const options = words.filter((word) => word.startsWith('--'));
      for (const option of options) expect(help).toMatch(new RegExp(`^ +${option}\\b`, 'm'));
    },
  );

  it('leads to files that exist', () => {
    const links = [...readme.matchAll(/\]\(([^)#\s]+)(?:#[^)]*)?\)/g)].map(([, target = '']) => target);
    const files = links.filter((target) => !/^[a-z]+:/.test(target));
    expect(files.filter((file) => !existsSync(join(projectDir, file)))).toEqual([]);
  });
});

/** Commands that a help text lists. */
function listed(help: string): string[] {
  const [, list = ''] = help.split(/^Commands:$/m);
  return [...list.matchAll(/^ {2}(\S+)/gm)].map(([, name = '']) => name);
}
