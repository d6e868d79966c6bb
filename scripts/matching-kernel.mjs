// Compiles src/matching/kernel/kernel.ts into src/matching/kernel-bytes.ts: as text, since what matches reads no files.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compileKernel } from './compile-kernel.mjs';
import { projectDir } from './install.mjs';

const source = join(projectDir, 'src', 'matching', 'kernel');
const folder = mkdtempSync(join(tmpdir(), 'kernel-'));
const outFile = join(folder, 'kernel.wasm');
const { compiler, sha256 } = compileKernel(source, outFile, ['--enable', 'simd', '--use', 'abort=']);
const lines = [
  `// Made by \`npm run matching:kernel\` with ${compiler}.`,
  '',
  '/** The WebAssembly module of `kernel/kernel.ts`, in base64. */',
  `export const kernelBytes =\n  '${readFileSync(outFile).toString('base64')}';`,
  '',
  '/** SHA-256 of the source it was made from. */',
  `export const kernelSource = '${sha256}';`,
];
writeFileSync(join(projectDir, 'src', 'matching', 'kernel-bytes.ts'), `${lines.join('\n')}\n`);
rmSync(folder, { recursive: true });
