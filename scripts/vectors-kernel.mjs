// Compiles training/kernel/kernel.ts to kernel.wasm beside it.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { compileKernel } from './compile-kernel.mjs';
import { projectDir } from './install.mjs';

const folder = join(projectDir, 'training', 'kernel');
const memory = ['--importMemory', '--sharedMemory', '--initialMemory', '1', '--maximumMemory', '65536'];
const made = compileKernel(folder, 'kernel.wasm', ['--enable', 'simd,threads', ...memory]);
writeFileSync(join(folder, 'kernel.json'), `${JSON.stringify(made, undefined, 2)}\n`);
