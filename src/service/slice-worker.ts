import { workerData } from 'node:worker_threads';
import { keepSlice, type SliceJob } from './keep-slice.ts';

// The program of the thread of `slices.ts`: what it makes is kept, and read by whoever waits for it.
await keepSlice(workerData as SliceJob);
