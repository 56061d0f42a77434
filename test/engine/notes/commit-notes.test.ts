import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { agentEvidence, commitFlag, type CommitNotes, type History } from '../../../engine/index.ts';
import { readCommitNotes } from '../../../engine/notes/index.ts';
import { SpillFiles } from '../../../engine/spill/index.ts';
import { historyOf } from '../../support/engine-run.ts';
import { GitFixture } from '../../support/git-fixture.ts';

interface Read {
  readonly history: History;
  readonly notes: CommitNotes;
  placeOf(oid: string): number;
}

function read(repository: string, work: (read: Read) => void, request = {}): void {
  using fixture = GitFixture.init();
  const history = historyOf(repository, request);
  const spill = new SpillFiles({ path: join(fixture.root, 'spill') });
  const notes = readCommitNotes(history, spill, undefined);
  const places = new Map(Array.from(history.order, (index, place) => [history.table.oidHex(index), place]));
  work({ history, notes, placeOf: (oid) => places.get(oid)! });
}

const ada = { name: 'Ada', email: 'ada@example.org' };
const bob = { name: 'Bob', email: 'Bob@Example.org' };

describe('commit notes', () => {
  test('say who committed, in what zone, with whom, and what for', () => {
    using fixture = GitFixture.init();
    const first = fixture.commit({ author: ada, committer: bob, zone: '-0330', message: 'feat(x)!: add it (#12)' });
    const reverted = fixture.commit({ author: ada, message: `Revert "feat"\n\nThis reverts commit ${first}.` });
    const helped = fixture.commit({
      author: bob,
      message:
        'Fix ABC-12 and UTF-8\n\nSee ABC-12\n\nCo-authored-by: Ada L <ADA@example.org>\nCo-authored-by: Eve <e@e>\n',
    });
    read(fixture.path, ({ history, notes, placeOf }) => {
      const [a, b, c] = [placeOf(first), placeOf(reverted), placeOf(helped)];
      expect(notes.authorZoneMinutes(a!)).toBe(-210);
      expect(history.people.name(notes.committerId(a!))).toBe('Bob');
      expect(notes.flags(a!)).toBe(commitFlag.feature | commitFlag.breaking | commitFlag.hasTicket);
      expect(notes.tickets(a!)).toEqual(['#12']);
      expect(notes.subject(a!)).toBe('feat(x)!: add it (#12)');
      expect(notes.revertedPlace(a!)).toBe(-1);
      expect(notes.revertedPlace(b!)).toBe(a);
      expect(notes.flags(b!)).toBe(commitFlag.revert);
      expect(notes.flags(c!)).toBe(commitFlag.fix | commitFlag.hasTicket | commitFlag.hasCoAuthor);
      expect(notes.tickets(c!)).toEqual(['ABC-12']);
      expect(notes.coAuthors(c!).map((id) => history.people.name(id))).toEqual(['Ada', 'Eve']);
      expect(history.people.count).toBe(2);
      expect(notes.personCount).toBe(3);
    });
  });

  test.each([
    ['author', { author: { name: 'Claude', email: 'noreply@anthropic.com' } }, 'Claude Code', agentEvidence.author],
    ['a person called Claude', { author: { name: 'Claude', email: 'claude@example.org' } }, '', agentEvidence.none],
    [
      'trailer',
      { message: 'x\n\nCo-Authored-By: Claude <noreply@anthropic.com>' },
      'Claude Code',
      agentEvidence.trailer,
    ],
    [
      'a moving account number',
      { message: 'x\n\nCo-authored-by: Copilot <223556219+Copilot@users.noreply.github.com>' },
      'GitHub Copilot',
      agentEvidence.trailer,
    ],
    ['another account', { message: 'x\n\nCo-authored-by: C <1+Copilots@users.noreply.github.com>' }, '', 0],
    ['footer', { message: 'x\n\n\u{1F916} Generated with [Claude Code](u)\n\nb' }, 'Claude Code', agentEvidence.footer],
    ['aider', { author: { name: 'Ada (aider)', email: 'ada@example.org' } }, 'Aider', agentEvidence.author],
    ['subject', { message: 'aider: add it' }, 'Aider', agentEvidence.subject],
    ['a tool by name', { message: 'x\n\nAssisted-by: Claude:claude-opus-4' }, 'Claude Code', agentEvidence.trailer],
    ['a tool that is none', { message: 'x\n\nGenerated-by: coccinelle' }, '', agentEvidence.none],
    ['a helper by name', { message: 'x\n\nAssisted-by: Claude Dupont <c@d>' }, '', agentEvidence.none],
  ] as const)('know agents by %s', (_, commit, agent, evidence) => {
    using fixture = GitFixture.init();
    fixture.commit({ committer: ada, author: ada, ...commit });
    read(fixture.path, ({ notes }) => {
      expect(notes.agentName(notes.agentId(0))).toBe(agent);
      expect(notes.agentEvidence(0)).toBe(evidence);
    });
  });

  test('take a message of megabytes, NUL bytes, zones and encodings as they come', () => {
    using fixture = GitFixture.init();
    fixture.commit({ files: { a: 'a' } });
    const tree = fixture.git('rev-parse', 'HEAD^{tree}');
    let parent = fixture.git('rev-parse', 'HEAD');
    const add = (head: string, message: Uint8Array | string): string => {
      const bytes = Buffer.concat([Buffer.from(`tree ${tree}\nparent ${parent}\n${head}\n\n`), Buffer.from(message)]);
      const words = ['hash-object', '-t', 'commit', '-w', '--stdin', '--literally'];
      parent = fixture.gitBytes(words, { input: bytes }).toString().trim();
      fixture.git('update-ref', 'HEAD', parent);
      return parent;
    };
    const by = (zone: string): string => `author A <a@b> 1700000000 ${zone}\ncommitter A <a@b> 1700000000 +0000`;
    const long = add(by('+1400'), `s\n\n${'x\n'.repeat(100_000)}${'Co-authored-by: B <b@b>\n'.repeat(1_000_000)}`);
    const many = add(
      by('+0100'),
      `s\n\n${Array.from({ length: 40 }, (_, at) => `Co-authored-by: B <${at}@b>\n`).join('')}`,
    );
    const nul = add(by('+51800'), 'subject\0\n\nSigned-off-by: x\n');
    const latin = add(`${by('-1200')}\nencoding ISO-8859-1`, Buffer.from('h\xe9 fixes it', 'latin1'));
    read(fixture.path, ({ notes, placeOf }) => {
      expect(notes.subject(placeOf(long))).toBe('s');
      expect(notes.flags(placeOf(long)) & commitFlag.cut).toBe(commitFlag.cut);
      expect(notes.authorZoneMinutes(placeOf(long))).toBe(840);
      expect(notes.coAuthors(placeOf(many))).toHaveLength(16);
      expect(notes.flags(placeOf(many)) & commitFlag.cut).toBe(commitFlag.cut);
      expect(notes.subject(placeOf(nul))).toBe('subject');
      expect(notes.flags(placeOf(nul))).toBe(commitFlag.badZone);
      expect(notes.subject(placeOf(latin))).toBe('h\u00e9 fixes it');
      expect(notes.flags(placeOf(latin))).toBe(commitFlag.fix);
      expect(notes.authorZoneMinutes(placeOf(latin))).toBe(-720);
    });
  });

  test('find reverted commits by ids of SHA-256', () => {
    using fixture = GitFixture.init({ objectFormat: 'sha256' });
    const first = fixture.commit();
    const second = fixture.commit({ message: `x\n\nThis reverts commit ${first}.` });
    read(fixture.path, ({ notes, placeOf }) => expect(notes.revertedPlace(placeOf(second))).toBe(placeOf(first)));
  });

  test('name nobody in texts where people are anonymous', () => {
    using fixture = GitFixture.init();
    fixture.commit({ author: ada, committer: bob, message: 'Ada, ABC-1\n\nCo-authored-by: Eve <e@e>' });
    const check = ({ history, notes }: Read): void => {
      expect([notes.subject(0), notes.tickets(0)]).toEqual(['', []]);
      expect(history.people.name(notes.coAuthors(0)[0]!)).toMatch(/^Developer \d$/);
    };
    read(fixture.path, check, { anonymize: true });
  });
});

/** Real repositories, where `CODEFANG_REPOSITORIES` names them, separated by colons. */
const repositories = (process.env['CODEFANG_REPOSITORIES'] ?? '').split(':').filter((path) => existsSync(path));

describe.runIf(repositories.length > 0)('commit notes of real repositories', () => {
  test.each(repositories)(
    'are what git says in %s',
    (repository) => {
      using fixture = GitFixture.init();
      const format =
        '%H%x00%at%x00%ct%x00%s%x00%ad%x00%(trailers:only,unfold,valueonly,key=Co-authored-by,separator=%x02)%x00' +
        '%B%x01';
      const words = [
        '-C',
        repository,
        '-c',
        'log.showSignature=false',
        'log',
        '--date=format:%z',
        `--format=${format}`,
      ];
      const output = fixture.gitBytes(words).toString();
      let zones = 0;
      let reverts = 0;
      read(repository, ({ history, notes, placeOf }) => {
        for (const record of output.split('\u0001\n')) {
          if (record === '') continue;
          const [oid, authored, committed, subject, zone, coAuthors, body] = record.split('\0');
          const place = placeOf(oid!);
          if (place === undefined) throw new Error(`No place of ${oid}`);
          expect(notes.authorSeconds(place), oid).toBe(Number(authored));
          expect(notes.committerSeconds(place), oid).toBe(Number(committed));
          const flags = notes.flags(place);
          const isSame = subject!.startsWith(notes.subject(place)) || subject!.includes('\ufffd');
          expect(isSame, `${oid} ${subject} ${notes.subject(place)}`).toBe(true);
          if ((flags & commitFlag.badZone) === 0) {
            const minutes = Number(zone!.slice(1, 3)) * 60 + Number(zone!.slice(3));
            expect(Math.abs(notes.authorZoneMinutes(place)), oid).toBe(minutes);
            zones += 1;
          }
          const said = coAuthors!.split('\u0002').filter((value) => /<[^>]+>/.test(value));
          if ((flags & commitFlag.cut) === 0) {
            const keys = new Set(said.map((value) => /<([^>]*)>/.exec(value)![1]!.toLowerCase()));
            expect(notes.coAuthors(place).length, `${oid} ${said.join()}`).toBeLessThanOrEqual(keys.size);
            const isOther = keys.size > 1;
            if (isOther) expect(notes.coAuthors(place).length, oid).toBeGreaterThan(0);
          }
          const revertedHex = /This reverts commit ([0-9a-f]{40})/.exec(body!)?.[1];
          const wanted = revertedHex === undefined ? -1 : (placeOf(revertedHex) ?? -1);
          expect(notes.revertedPlace(place), oid).toBe(wanted);
          if (wanted >= 0) reverts += 1;
        }
        expect(zones).toBeGreaterThan(history.order.length / 2);
        console.log(`${repository}: ${history.order.length} commits, ${reverts} reverts`);
      });
    },
    300_000,
  );
});
