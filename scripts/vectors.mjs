// Builds the training of the sentence vectors and runs it: `npm run vectors:train -- --help`.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { installPackages, projectDir } from './install.mjs';

installPackages();
const esbuild = await import('esbuild');
const outdir = join(projectDir, 'dist', 'training');
await esbuild.build({
  bundle: true,
  logLevel: 'warning',
  sourcemap: true,
  absWorkingDir: projectDir,
  entryPoints: { cli: 'training/cli.ts', 'train-worker': 'training/train-worker.ts' },
  outdir,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  packages: 'external',
});
const { status } = spawnSync(process.execPath, [join(outdir, 'cli.js'), ...process.argv.slice(2)], {
  stdio: 'inherit',
});
process.exitCode = status ?? 1;
