import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Compiles `kernel.ts` of a folder with the AssemblyScript compiler, which npx fetches for this alone: it is too large (100 MB)
 * to be installed with the project for files of a few kilobytes that hardly ever change. Returns the compiler's name and the
 * hash of the source, by which a test sees that source and compiled kernel belong together.
 */
export function compileKernel(folder, outFile, options) {
  const compiler = 'assemblyscript@0.28.20';
  const all = ['-O3', '--noAssert', '--runtime', 'stub', '--outFile', outFile, ...options];
  const { status } = spawnSync('npx', ['--yes', '-p', compiler, 'asc', 'kernel.ts', ...all], {
    cwd: folder,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  if (status !== 0) process.exit(1);
  const sha256 = createHash('sha256')
    .update(readFileSync(join(folder, 'kernel.ts')))
    .digest('hex');
  return { compiler, sha256 };
}
