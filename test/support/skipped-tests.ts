import type { TestCase, TestModule } from 'vitest/node';

/**
 * A vitest reporter: the last lines of a run name every test that was skipped and what it needs, such as Chromium or
 * root, so that no test is skipped in silence.
 */
export default class SkippedTests {
  onTestRunEnd(testModules: readonly TestModule[]): void {
    process.stdout.write(skippedLines(skippedOf(testModules)));
  }
}

export interface SkippedTest {
  readonly file: string;
  readonly name: string;
  /** What the test needs; empty when it does not say. */
  readonly reason: string;
}

/** One line per reason and file: five tests that need Chromium are one line. */
export function skippedLines(skipped: readonly SkippedTest[]): string {
  if (skipped.length === 0) return '\n No test was skipped.\n';
  const groups = new Map<string, string[]>();
  for (const { file, name, reason } of skipped) {
    const head = `${file}: ${reason === '' ? 'no reason given' : reason}`;
    groups.set(head, [...(groups.get(head) ?? []), name]);
  }
  const lines = [...groups].map(([head, [first, ...others]]) => {
    const names = others.length === 0 ? first! : `${first!}, …`;
    return `   ${others.length + 1} in ${head} (${names})\n`;
  });
  return `\n Skipped tests, and what they need:\n${lines.join('')}`;
}

function skippedOf(testModules: readonly TestModule[]): SkippedTest[] {
  return testModules.flatMap((testModule) => {
    const file = testModule.relativeModuleId.replace(/^dist\//, '').replace(/\.js$/, '.ts');
    const skipped = [...testModule.children.allTests('skipped')];
    return skipped.map((test) => ({ file, name: test.name, reason: reasonOf(test) }));
  });
}

function reasonOf(test: TestCase): string {
  const result = test.result();
  return (result.state === 'skipped' ? result.note : undefined) ?? '';
}
