/** Addresses that nobody owns. */
const placeholderAddress = /^(root|you|nobody|none|noreply|no-reply|unknown)@|@localhost(\.localdomain)?$|@\(none\)$/;
/** Local parts that say what an address is for, and not whose it is. */
const genericLocals = new Set(
  (
    'admin adm code contact dev developer email git github hello info mail me noreply office post public root spam ' +
    'support user web webmaster work'
  ).split(' '),
);
/** One domain for many people, who choose their own addresses there. */
const publicDomains =
  /^(gmail|googlemail|hotmail|outlook|live|yahoo|icloud|gmx|web|qq|163|126|protonmail|proton|mail|aol|me)\./;
const accountDomain = 'users.noreply.github.com';
const accountAddress = /^(?:(\d+)\+)?([a-z0-9-]+)@users\.noreply\.github\.com$/;

export interface EmailParts {
  /** In ASCII lower case. */
  readonly email: string;
  /** Without `+tag`, and without the dots that Gmail ignores. */
  readonly normal: string;
  readonly local: string;
  readonly domain: string;
  /** Of an address that GitHub made for an account. */
  readonly login: string | undefined;
  readonly accountId: string | undefined;
  /** Whether nobody owns it. */
  readonly isPlaceholder: boolean;
}

export function emailParts(written: string): EmailParts {
  const email = /[A-Z]/.test(written) ? written.replace(/[A-Z]/g, (letter) => letter.toLowerCase()) : written;
  const at = email.lastIndexOf('@');
  const [whole, domain] = at < 0 ? [email, ''] : [email.slice(0, at), email.slice(at + 1)];
  const account = domain === accountDomain ? accountAddress.exec(email) : null;
  const plus = account === null ? whole.indexOf('+', 1) : -1;
  const untagged = plus < 0 ? whole : whole.slice(0, plus);
  const isGmail = domain === 'gmail.com' || domain === 'googlemail.com';
  const local = isGmail ? untagged.replaceAll('.', '') : untagged;
  return {
    email,
    normal: `${local}@${isGmail ? 'gmail.com' : domain}`,
    local: account === null ? untagged : account[2]!,
    domain,
    login: account?.[2],
    accountId: account?.[1],
    isPlaceholder: at < 1 || placeholderAddress.test(email),
  };
}

/** What of a local part may name its owner, without the characters that divide it; undefined of a generic one. */
export function ownerOf({ local, login, isPlaceholder }: EmailParts): string | undefined {
  const compact = local.replace(/[._-]/g, '');
  const isNamed = login === undefined && !isPlaceholder && compact.length > 2 && !genericLocals.has(compact);
  return isNamed ? compact : undefined;
}

function isPublic({ domain }: EmailParts): boolean {
  return domain === accountDomain || publicDomains.test(domain);
}

/**
 * Two addresses of one organisation that differ in a number at the end: it has two people of one name, and tells them
 * apart by that.
 */
export function areNumbered(a: EmailParts, b: EmailParts): boolean {
  if (a.domain !== b.domain || a.local === b.local || isPublic(a)) return false;
  return a.local.replace(/[._-]?\d+$/, '') === b.local.replace(/[._-]?\d+$/, '');
}
