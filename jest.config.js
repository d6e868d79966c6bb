/** Jest under ESM; esbuild turns TypeScript into JavaScript file by file. */
export default {
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '^.+\\.ts$': './test/support/esbuild-transform.js' },
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  // Test files that open browsers and servers wait much: three at a time keep two cores busy.
  maxWorkers: 3,
  // Bounds what a busy machine may take; nothing waits for it.
  testTimeout: 60_000,
};
