import { defineConfig } from 'vitest/config';

// Tests run against the compiled output, so that worker threads and the budget are tested as they ship.
// Time limits only guard against hanging: a slow or busy machine must not fail a test.
const hangingMs = 600_000;

export default defineConfig({
  test: {
    include: ['dist/test/**/*.test.js'],
    testTimeout: hangingMs,
    hookTimeout: hangingMs,
    teardownTimeout: hangingMs,
    pool: 'forks',
    maxWorkers: 2,
    reporters: ['default', './dist/test/support/skipped-tests.js'],
  },
});
