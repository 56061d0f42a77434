import { defineConfig } from 'vitest/config';

// Tests run against the compiled output, so that worker threads and the budget are tested as they ship.
export default defineConfig({
  test: {
    include: ['dist/test/**/*.test.js'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    pool: 'forks',
    maxWorkers: 2,
  },
});
