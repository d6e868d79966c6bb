import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // Modules are loaded once for all files of a process, not once a file.
    pool: 'forks',
    isolate: false,
    // Test files that open browsers and servers are heavy: two at a time suit two cores.
    maxWorkers: 2,
    // Bounds what a busy machine may take; nothing waits for it.
    testTimeout: 180_000,
    hookTimeout: 180_000,
  },
});
