import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { resumeCommand } from '../../cmd/resume-command.ts';

test('resumeCommand() is read back by a shell as the same words', () => {
  const args = ['run', '--path', '*.ts', "it's", '$HOME', '', 'a b', '-a', 'x,y', '!x', '~'];
  const echoed = spawnSync('sh', ['-c', resumeCommand(args).replace('codefang', "printf '%s\\n'")]);
  expect(echoed.stdout.toString()).toBe(args.map((arg) => `${arg}\n`).join(''));
});

test('resumeCommand() does not throw the checkpoint away', () => {
  expect(resumeCommand(['run', '--clear-checkpoint', '.'])).toBe('codefang run .');
});
