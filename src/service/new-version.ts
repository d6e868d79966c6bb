import { workerData } from 'node:worker_threads';
import { loadBrain, type CatalogFolders } from './catalog.ts';

// The program of the thread of `brain-at-once.ts`: what it makes is kept, and loaded by whoever waits for it.
await loadBrain(workerData as CatalogFolders);
