import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectDir } from '../src/paths.ts';

/** The inner loops, as `kernel/kernel.ts` describes them. */
export interface Kernel {
  multiply(
    a: number,
    aRow: number,
    aColumn: number,
    panels: number,
    c: number,
    cRow: number,
    rows: number,
    inner: number,
    columns: number,
  ): void;
  packTransposed(from: number, rows: number, inner: number, panels: number): void;
  pack(from: number, inner: number, columns: number, panels: number): void;
  sumRows(table: number, ids: number, count: number, rowBytes: number, sum: number): void;
  descend(
    table: number,
    squareSums: number,
    ids: number,
    count: number,
    rowBytes: number,
    gradient: number,
    squares: number,
    rate: number,
  ): void;
  exponentiate(cells: number, rows: number, columns: number, factor: number, rowSums: number, columnSums: number): void;
  scaleCells(cells: number, rows: number, columns: number, rowFactors: number, columnFactors: number): void;
}

/** Most pages of 64 KiB that the kernel's memory may have: 4 GiB. */
const mostPages = 65_536;

/** Memory that threads share, of at least `bytes`. */
export function createKernelMemory(bytes: number): WebAssembly.Memory {
  return new WebAssembly.Memory({ initial: Math.ceil(bytes / 65_536) + 1, maximum: mostPages, shared: true });
}

/** The kernel as `npm run vectors:kernel` compiled it. */
export function compileKernel(): WebAssembly.Module {
  return new WebAssembly.Module(readFileSync(join(projectDir, 'training', 'kernel', 'kernel.wasm')));
}

/** The kernel over one memory. Throws what WebAssembly throws where it has no SIMD or threads (Node 20 has both). */
export function instantiateKernel(module: WebAssembly.Module, memory: WebAssembly.Memory): Kernel {
  return new WebAssembly.Instance(module, { env: { memory, abort: () => undefined } }).exports as unknown as Kernel;
}
