import { readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { CheckpointLock } from '../../engine/checkpoint/checkpoint-lock.ts';
import { isSurelyDead, ownIdentity, type ProcessIdentity } from '../../engine/spill/index.ts';
import { randomFrom } from './random.ts';

/*
 * One of many processes that race for a lock. It says `taken` for each time it had it, `broken` when it was
 * not alone. Instead of giving it back it mostly leaves it as a dead process would, at last by dying.
 *
 *   node dist/test/support/lock-racer.js FOLDER SEED ROUNDS
 */
const [, , folder = '', seed = '0', rounds = '0'] = process.argv;
const random = randomFrom(Number(seed));
const own = ownIdentity();
const trace = join(folder, `inside-${JSON.stringify(own)}`);
const path = join(folder, 'lock');

for (let round = 1; round <= Number(rounds); round += 1) {
  const lock = new CheckpointLock(path);
  if (lock.take()) await beInside(lock, round);
  if (random() < 0.3) await sleep(random());
}

async function beInside(lock: CheckpointLock, round: number): Promise<void> {
  writeFileSync(trace, '');
  await sleep(1);
  const others = readdirSync(folder).filter((name) => name.startsWith('inside-') && !trace.endsWith(name));
  const isAlone = others.every((name) => isSurelyDead(JSON.parse(name.slice(7)) as ProcessIdentity, own));
  process.stdout.write(isAlone ? 'taken\n' : 'broken\n');
  if (random() < 0.02) process.kill(process.pid, 'SIGKILL');
  rmSync(trace);
  if (random() < 0.2) lock.release();
  else leaveAsDead(round);
}

/** Puts the claim of a process in the place of ours that was there before this one, under our id. */
function leaveAsDead(round: number): void {
  const claim = { ...own, start: '1', token: `${own.pid} ${round}` };
  const left = join(folder, `left-${own.pid}`);
  writeFileSync(left, JSON.stringify(claim));
  renameSync(left, path);
}
