import { defineConfig } from 'vitest/config';

/** Two files at a time suit two cores; modules are loaded once for all files of a process. */
export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    pool: 'forks',
    isolate: false,
    maxWorkers: 2,
    // Bounds what a busy machine may take; nothing waits for it.
    testTimeout: 180_000,
    hookTimeout: 180_000,
  },
});
