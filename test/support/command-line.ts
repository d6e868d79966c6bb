import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { afterAll } from 'vitest';
import { projectDir } from '../../src/paths.ts';

/** Variables of the service's environment. Of this process's own only what every program needs is passed on. */
export type Environment = Readonly<Record<string, string>>;

/** A program that runs as a process of its own. */
type Child = ChildProcessByStdio<Writable, Readable, Readable>;

/** What a command did. */
export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Starts a built program as a process of its own. */
export function startProgram(
  name: 'cli.js' | 'adapter.js',
  args: readonly string[],
  environment: Environment = {},
): Child {
  const { PATH = '', HOME = '' } = process.env;
  return spawn(process.execPath, [join(projectDir, 'dist', name), ...args], {
    env: { PATH, HOME, ...environment },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
}

/** Runs a command of the command line to its end. */
export async function simpatico(
  args: readonly string[],
  { environment = {}, input = '' }: { environment?: Environment; input?: string } = {},
): Promise<Ended> {
  const child = startProgram('cli.js', args, environment);
  child.stdin.end(input);
  const [stdout, stderr, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close') as Promise<[number | null]>,
  ]);
  return { code, stdout, stderr };
}

/** A service that runs as a process of its own. */
export interface ServiceProcess {
  /** Without a slash at the end. */
  readonly url: string;
  readonly port: number;
  /** What it printed until it was ready. */
  readonly greeting: string;
  /** The log-in it printed, if any. */
  readonly login?: { readonly id: string; readonly password: string };
  /** Sends a signal and resolves when the process is gone. */
  end(signal: 'SIGTERM' | 'SIGINT' | 'SIGKILL'): Promise<{ code: number | null; signal: string | null }>;
}

/** Starts services; those still running when the tests of the file are over are killed. Call it at the top of a test file. */
export function services(): (environment: Environment) => Promise<ServiceProcess> {
  const children: Child[] = [];
  afterAll(() => {
    for (const child of children) child.kill('SIGKILL');
  });
  return (environment) => {
    const child = startProgram('cli.js', ['serve'], { PORT: '0', LOG_LEVEL: 'warn', ...environment });
    children.push(child);
    return ready(child);
  };
}

/** Resolves when it is ready; throws with what it said when it ends instead. */
async function ready(child: Child): Promise<ServiceProcess> {
  const closed = once(child, 'close') as Promise<[number | null, string | null]>;
  const complaint = text(child.stderr);
  const greeting = await readGreeting(child.stdout);
  const url = /Demo page\s+(\S+)\//.exec(greeting)?.[1];
  if (url === undefined) throw new Error(`The service did not start: ${await complaint}`);
  const [, id = '', password = ''] = /Log in as\s+(\S+)\n\s+Password\s+(\S+)/.exec(greeting) ?? [];
  return {
    url,
    port: Number(new URL(url).port),
    greeting,
    ...(id === '' ? {} : { login: { id, password } }),
    async end(signal) {
      child.kill(signal);
      const [code, by] = await closed;
      return { code, signal: by };
    },
  };
}

function readGreeting(output: Readable): Promise<string> {
  return new Promise((done) => {
    let said = '';
    const lines = createInterface({ input: output });
    lines.on('line', (line) => {
      said += `${line}\n`;
      // The last thing it says; reading goes on, so that its output never blocks it.
      if (line.includes('Demo page')) done(said);
    });
    lines.on('close', () => done(said));
  });
}
