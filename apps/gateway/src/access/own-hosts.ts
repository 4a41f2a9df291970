import { isLoopback } from './is-loopback.js';

/** The names under which a browser may speak to this gateway. */
export class OwnHosts {
  private readonly isLocal: boolean;

  constructor(
    listensOn: string,
    private readonly allowed: readonly string[],
  ) {
    this.isLocal = isLoopback(listensOn);
  }

  /**
   * Whether a request is meant for this gateway. A page elsewhere can let its own name lead to 127.0.0.1
   * (DNS rebinding), so on loopback only loopback's names and those allowed count; elsewhere the names
   * are not known unless some are allowed.
   */
  accepts(hostHeader: string | undefined): boolean {
    const name = nameOf(hostHeader);
    if (this.allowed.length === 0 && !this.isLocal) return true;
    return this.allowed.includes(name) || (this.isLocal && isLoopback(name));
  }

  /** Whether a page of this gateway sent it, or a program: browsers always name another origin. */
  isOwnOrigin(origin: string | undefined, hostHeader: string | undefined): boolean {
    if (origin === undefined) return true;
    if (!URL.canParse(origin)) return false;
    return new URL(origin).host === hostHeader?.toLowerCase();
  }
}

/** The host without its port. */
function nameOf(hostHeader: string | undefined): string {
  return (hostHeader ?? '').toLowerCase().replace(/:\d+$/, '');
}
