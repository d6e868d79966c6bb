import { AppError } from '../errors.ts';
import { instantiateKernel } from './instantiate-kernel.ts';
import { kernelBytes } from './scoring-kernel-bytes.ts';

type Numbers = Int8Array | Uint8Array | Int16Array | Uint16Array | Int32Array | Uint32Array | Float32Array;

/** What `scoring-kernel/kernel.ts` exports; addresses and counts are numbers. */
interface ScoringKernel {
  readonly memory: { readonly buffer: ArrayBuffer };
  readonly bestPlace: { readonly value: number };
  readonly bestCosine: { readonly value: number };
  readonly sumOfCosines: { readonly value: number };
  reserve(bytes: number): number;
  addRows(
    ...args: [
      ...[count: number, columns: number, factors: number, channelOf: number, weights: number, classCount: number],
      ...[sums: number, channelCount: number],
    ]
  ): void;
  forget(): void;
  nearest(vector: number, codes: number, scales: number, from: number, to: number, length: number): void;
  addCommonNarrow: AddCommon;
  addCommonWide: AddCommon;
  collect(sums: number, scales: number, texts: number, from: number, to: number): void;
}

type AddCommon = (
  ...args: [
    ...[terms: number, features: number, weights: number, rare: number],
    ...[lists: number, entries: number, factors: number, placeBits: number, sums: number, covered: number],
  ]
) => void;

/** Arrays that lie in the memory of a kernel, and their addresses there, in bytes. */
export interface ScoringMemory<Parts> {
  readonly kernel: ScoringKernel;
  readonly parts: Parts;
  readonly at: Readonly<Record<keyof Parts, number>>;
}

/**
 * Makes a kernel whose memory holds copies of some arrays. Both live as long as one of the copies. Throws `internal` where the
 * memory does not suffice.
 */
export function createScoringMemory<Parts extends Readonly<Record<string, Numbers>>>(
  parts: Parts,
): ScoringMemory<Parts> {
  const kernel = instantiateKernel<ScoringKernel>(kernelBytes);
  // Room for all first: a view is lost when the memory grows.
  const at = mapParts(parts, ({ byteLength }) => {
    const address = kernel.reserve(byteLength) >>> 0;
    if (address > 0) return address;
    throw new AppError('internal', `No memory to match with ${byteLength} bytes more: give the service more.`);
  });
  const copies = mapParts(parts, (part, name) => {
    const View = part.constructor as new (buffer: ArrayBuffer, from: number, length: number) => Numbers;
    const copy = new View(kernel.memory.buffer, at[name], part.length);
    copy.set(part);
    return copy;
  });
  return { kernel, at, parts: copies as Parts };
}

function mapParts<Parts extends Readonly<Record<string, Numbers>>, Result>(
  parts: Parts,
  map: (part: Numbers, name: keyof Parts) => Result,
): Record<keyof Parts, Result> {
  return Object.fromEntries(Object.entries(parts).map(([name, part]) => [name, map(part, name)])) as Record<
    keyof Parts,
    Result
  >;
}
