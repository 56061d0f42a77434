interface LockedPackage {
  readonly version?: string;
  readonly license?: string;
  readonly dev?: boolean;
  readonly peer?: boolean;
  readonly optional?: boolean;
}

export interface PackageLock {
  readonly packages: Readonly<Record<string, LockedPackage>>;
}

/** Packages whose code the build puts into files of ours (`scripts/bundle-assets.ts`). */
const bundled: readonly string[] = ['dejavu-fonts-ttf', 'echarts', 'tslib', 'zrender'];
const begin = '----- begin of the generated list: npm run licences -----\n';
const end = '----- end of the generated list -----\n';

/**
 * NOTICE with its list of packages as the lock file has them: those that an installation brings along, and those whose
 * code is in files of the package.
 *
 * @throws {Error} for a package without a licence, or a notice without the marks between which the list stands
 */
export function withLicences(notice: string, lock: PackageLock): string {
  const from = notice.indexOf(begin);
  const to = notice.indexOf(end);
  if (from < 0 || to < from) throw new Error('Cannot find the generated list of NOTICE: its marks are missing');
  return notice.slice(0, from + begin.length) + listOf(lock) + notice.slice(to);
}

function listOf({ packages }: PackageLock): string {
  const installed: string[] = [];
  const inside: string[] = [];
  for (const [path, { version, license, dev, peer, optional }] of Object.entries(packages)) {
    const name = path.replace(/^.*node_modules\//, '');
    const isBundled = bundled.includes(name) && path === `node_modules/${name}`;
    if (path === '' || (!isBundled && (dev === true || peer === true)) || license === undefined) continue;
    const line = `  ${name} ${version}: ${license}${optional === true ? ' (optional)' : ''}\n`;
    (isBundled ? inside : installed).push(line);
  }
  for (const name of bundled) {
    if (!inside.some((line) => line.startsWith(`  ${name} `))) throw new Error(`Cannot find the licence of ${name}`);
  }
  return (
    `Installed beside this package, unchanged and under their own licences:\n\n${installed.join('')}\n` +
    `Code or fonts of these are part of files in dist/cmd/web:\n\n${inside.join('')}`
  );
}
