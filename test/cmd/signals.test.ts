import { EventEmitter } from 'node:events';
import { describe, expect, test } from 'vitest';
import { exitCodeOfSignal } from '../../cmd/exit-code.ts';
import { SignalWatch } from '../../cmd/signals.ts';

class FakeProcess extends EventEmitter {
  readonly exits: number[] = [];
  exit(code: number): void {
    this.exits.push(code);
  }
}

function watchOf(fake: FakeProcess): { watch: SignalWatch; lines: string[] } {
  const watch = new SignalWatch(fake, exitCodeOfSignal);
  const lines: string[] = [];
  watch.open((line) => lines.push(line));
  return { watch, lines };
}

describe('SignalWatch', () => {
  test('takes the first signal for a wish to stop', () => {
    const fake = new FakeProcess();
    const { watch, lines } = watchOf(fake);
    expect(watch.stopRequested()).toBeUndefined();
    fake.emit('SIGINT');
    expect(watch.stopRequested()).toBe('SIGINT');
    expect(lines).toEqual(['stopping at the next safe point; press again to stop at once']);
    expect(fake.exits).toEqual([]);
  });

  test('cleans up and exits at the second signal, with its code', () => {
    const fake = new FakeProcess();
    const { watch } = watchOf(fake);
    const seen: string[] = [];
    watch.onEnd(() => seen.push(`cleaned before ${fake.exits.length} exits`));
    fake.emit('SIGINT');
    expect(seen).toEqual([]);
    fake.emit('SIGTERM');
    expect(seen).toEqual(['cleaned before 0 exits']);
    expect(fake.exits).toEqual([143]);
    expect(watch.stopRequested()).toBe('SIGINT');
  });

  test('exits although the clean-up fails', () => {
    const fake = new FakeProcess();
    const { watch, lines } = watchOf(fake);
    watch.onEnd(() => {
      throw new Error('disk gone');
    });
    fake.emit('SIGINT');
    fake.emit('SIGINT');
    expect(fake.exits).toEqual([130]);
    expect(lines).toContain('Cannot clean up: disk gone');
  });

  test('takes a closed terminal for a request to end', () => {
    const fake = new FakeProcess();
    const { watch } = watchOf(fake);
    fake.emit('SIGHUP');
    expect(watch.stopRequested()).toBe('SIGTERM');
  });

  test('leaves no listener behind, and none for SIGPIPE', () => {
    const fake = new FakeProcess();
    const { watch } = watchOf(fake);
    expect(fake.eventNames()).toEqual(['SIGINT', 'SIGTERM', 'SIGHUP']);
    watch.close();
    expect(fake.eventNames()).toEqual([]);
  });
});
