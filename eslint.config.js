import tseslint from 'typescript-eslint';

export default tseslint.config(
  {
    ignores: [
      'dist/',
      'data/',
      'node_modules/',
      'coverage/',
      'training/kernel/',
      'src/matching/kernel/',
      'src/matching/scoring-kernel/',
    ],
  },
  {
    files: ['src/**/*.ts', 'test/**/*.ts', 'bench/**/*.ts', 'training/**/*.ts'],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      // In-memory twins of real parts keep the promises of their interfaces without waiting for anything.
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true },
      ],
      'no-console': 'error',
      'no-restricted-globals': ['error', { name: 'process', message: 'Only config.ts and cli.ts know the process.' }],
      'no-restricted-properties': [
        'error',
        { object: 'Date', property: 'now', message: 'The clock is an argument; main.ts gives it.' },
      ],
      eqeqeq: 'error',
    },
  },
  {
    files: [
      'src/config.ts',
      'src/cli.ts',
      'src/cli/**',
      'src/main.ts',
      'src/service/keep-file.ts',
      'src/embedding/phrase-store.ts',
      'src/web/**',
      'test/**',
      'bench/**',
      'training/**',
    ],
    rules: { 'no-restricted-globals': 'off', 'no-restricted-properties': 'off' },
  },
  {
    // Test code looks into answers of unknown shape and hands methods around; what it asserts is what counts.
    files: ['test/**/*.ts'],
    rules: {
      '@typescript-eslint/unbound-method': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-base-to-string': 'off',
    },
  },
  {
    // Numeric code over typed arrays, whose bounds the loops keep.
    files: ['src/matching/**/*.ts', 'training/**/*.ts', 'src/evaluation/metrics.ts', 'src/evaluation/report.ts'],
    rules: { '@typescript-eslint/no-non-null-assertion': 'off' },
  },
);
