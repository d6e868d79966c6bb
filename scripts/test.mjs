// `npm test`: format, lint, types, unused code, tests. Installs and builds what is missing first.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { build } from './build.mjs';
import { projectDir } from './install.mjs';

await build();
ensureChromium();

const bin = (name) => `node_modules/.bin/${name}`;
const steps = [
  ['format', bin('prettier'), ['--check', '--log-level=warn', '.']],
  ['types', bin('tsc'), ['-p', '.']],
  ['lint', bin('eslint'), ['--max-warnings=0', '.']],
  ['unused code', bin('knip'), ['--no-progress']],
  ['knowledge base', process.execPath, ['bin/simpatico.js', 'lint']],
  ['model', process.execPath, ['bin/simpatico.js', 'train']],
  [
    'tests',
    process.execPath,
    ['--experimental-vm-modules', '--no-warnings', 'node_modules/jest/bin/jest.js', ...process.argv.slice(2)],
  ],
];

for (const [name, command, args] of steps) {
  const started = Date.now();
  const { status } = spawnSync(command, args, { cwd: projectDir, stdio: 'inherit' });
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
