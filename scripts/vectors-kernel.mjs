// Compiles training/kernel/kernel.ts to kernel.wasm with the AssemblyScript compiler, which npx fetches for this alone: it is
// too large (100 MB) to be installed with the project for a file of three kilobytes that hardly ever changes.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectDir } from './install.mjs';

const compiler = 'assemblyscript@0.28.20';
const folder = join(projectDir, 'training', 'kernel');
const options = ['-O3', '--noAssert', '--runtime', 'stub', '--outFile', 'kernel.wasm', '--enable', 'simd,threads'];
const memory = ['--importMemory', '--sharedMemory', '--initialMemory', '1', '--maximumMemory', '65536'];
const { status } = spawnSync('npx', ['--yes', '-p', compiler, 'asc', 'kernel.ts', ...options, ...memory], {
  cwd: folder,
  stdio: 'inherit',
  shell: process.platform === 'win32',
});
if (status !== 0) process.exit(1);
const sha256 = createHash('sha256')
  .update(readFileSync(join(folder, 'kernel.ts')))
  .digest('hex');
// A test compares this with the source, so that the two cannot part.
writeFileSync(join(folder, 'kernel.json'), `${JSON.stringify({ compiler, sha256 }, undefined, 2)}\n`);
