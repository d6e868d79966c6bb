import type { Peer } from './peer.ts';

/**
 * The systems under comparison, ours first. Each is loaded only in the process that measures it, so that no other one is in
 * its memory.
 */
export const peers = {
  simpatico: async () => (await import('./simpatico.ts')).createSimpatico(),
  index: async () => (await import('./simpatico.ts')).createIndexed(),
  shipped: async () => (await import('./simpatico.ts')).createShipped(),
  nlpjs: async () => (await import('./nlpjs.ts')).createNlpjs(),
  natural: async () => (await import('./natural.ts')).createNatural(),
  minisearch: async () => (await import('./minisearch.ts')).createMinisearch(),
  fuse: async () => (await import('./fuse.ts')).createFuse(),
} as const satisfies Record<string, () => Promise<Peer>>;

export type PeerName = keyof typeof peers;

/** All names, in the order of the tables. */
export const peerNames = Object.keys(peers) as PeerName[];
