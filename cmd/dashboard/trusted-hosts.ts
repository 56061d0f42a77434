import { isIP } from 'node:net';
import { hostname, networkInterfaces } from 'node:os';

const loopbackNames: readonly string[] = ['localhost', '127.0.0.1', '[::1]'];

/**
 * By which names this server may be asked for. A page of another site can make a browser ask us
 * under its own name (DNS rebinding) or across origins; both are told by what the browser says of
 * `Host` and `Origin`.
 */
export class TrustedHosts {
  readonly #hosts: ReadonlySet<string>;

  /** @param boundTo the address or name that the server listens on */
  constructor(boundTo: string, port: number) {
    const names = [...loopbackNames, ...namesOf(boundTo)];
    const hosts = names.map((name) => `${name.toLowerCase()}:${port}`);
    if (port === 80) hosts.push(...names.map((name) => name.toLowerCase()));
    this.#hosts = new Set(hosts);
  }

  /** @param origin undefined where the client says none, as for a page that is typed in */
  trusts(host: string | undefined, origin: string | undefined): boolean {
    if (host === undefined || !this.#hosts.has(host.toLowerCase())) return false;
    if (origin === undefined) return true;
    const prefix = 'http://';
    return origin.startsWith(prefix) && this.#hosts.has(origin.slice(prefix.length).toLowerCase());
  }
}

export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host);
}

/** As it stands in a URL. */
export function hostInUrl(host: string): string {
  return isIP(host) === 6 ? `[${host}]` : host;
}

/** A server on all addresses answers to each of them. */
function namesOf(boundTo: string): string[] {
  if (boundTo !== '0.0.0.0' && boundTo !== '::') return [hostInUrl(boundTo)];
  const addresses = Object.values(networkInterfaces()).flatMap((of) => of ?? []);
  return [hostname(), ...addresses.map(({ address }) => hostInUrl(address))];
}
