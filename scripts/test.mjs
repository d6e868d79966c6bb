// `npm test`: format, lint, types, unused code, tests. Installs and builds what is missing first.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { build } from './build.mjs';
import { projectDir } from './install.mjs';

await build();
ensureChromium();

const bin = (name) => `node_modules/.bin/${name}`;
const checks = [
  ['lint', bin('eslint'), ['--max-warnings=0', '.']],
  ['types', bin('tsc'), ['-p', '.']],
  ['format', bin('prettier'), ['--check', '--log-level=warn', '.']],
  ['knowledge base', process.execPath, ['bin/simpatico.js', 'lint']],
  ['unused code', bin('knip'), ['--no-progress']],
];
const tests = ['run', ...process.argv.slice(2)];

// The checks need one core each: two lines of them side by side.
const left = [...checks];
await Promise.all([1, 2].map(runChecks));
await run(['model', process.execPath, ['bin/simpatico.js', 'train']]);
await run(['tests', bin('vitest'), tests]);

async function runChecks() {
  for (let check = left.shift(); check !== undefined; check = left.shift()) await run(check);
}

/** Runs a step to its end; the first one that fails ends all. */
async function run([name, command, args]) {
  const started = Date.now();
  const child = spawn(command, args, { cwd: projectDir, stdio: 'inherit' });
  const [status] = await once(child, 'exit');
  if (status !== 0) {
    console.error(`\n✗ ${name}`);
    process.exit(1);
  }
  console.error(`✓ ${name} (${((Date.now() - started) / 1000).toFixed(1)} s)`);
}

/** The browser tests need the system's Chromium: installed where this may be done, named where it may not. */
function ensureChromium() {
  const found = [process.env.CHROMIUM_PATH, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
  if (found.some((path) => path !== undefined && existsSync(path))) return;
  if (process.platform === 'linux' && process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    console.error('Installing Chromium for the browser tests (once) …');
    spawnSync('apt-get', ['update', '-qq'], { stdio: 'ignore' });
    const { status } = spawnSync('apt-get', ['install', '-y', '-qq', 'chromium'], {
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    if (status === 0) return;
  }
  console.error(
    'The browser tests need Chromium. Install the package "chromium", or set CHROMIUM_PATH to a Chromium or Chrome.',
  );
  process.exit(1);
}
