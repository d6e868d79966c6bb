/** Jest under ESM; esbuild turns TypeScript into JavaScript file by file. */
export default {
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '^.+\\.ts$': './test/support/esbuild-transform.js' },
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  // Test files that open browsers and servers are heavy: two at a time suit two cores.
  maxWorkers: 2,
  // Bounds what a busy machine may take; nothing waits for it.
  testTimeout: 60_000,
};
