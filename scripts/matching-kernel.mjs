// Compiles the kernels of src/matching into TypeScript: as text, since what matches reads no files.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compileKernel } from './compile-kernel.mjs';
import { projectDir } from './install.mjs';

const matching = join(projectDir, 'src', 'matching');
const folder = mkdtempSync(join(tmpdir(), 'kernel-'));
const outFile = join(folder, 'kernel.wasm');
for (const name of ['kernel', 'scoring-kernel']) {
  const options = ['--enable', 'simd', '--use', 'abort='];
  const { compiler, sha256 } = compileKernel(join(matching, name), outFile, options);
  const lines = [
    `// Made by \`npm run matching:kernel\` with ${compiler}.`,
    '',
    `/** The WebAssembly module of \`${name}/kernel.ts\`, in base64. */`,
    `export const kernelBytes =\n  '${readFileSync(outFile).toString('base64')}';`,
    '',
    '/** SHA-256 of the source it was made from. */',
    `export const kernelSource = '${sha256}';`,
  ];
  writeFileSync(join(matching, `${name}-bytes.ts`), `${lines.join('\n')}\n`);
}
rmSync(folder, { recursive: true });
