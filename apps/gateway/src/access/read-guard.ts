import type { NextFunction, Request, RequestHandler, Response } from 'express';
import type { IncomingMessage } from 'node:http';
import { HttpFault } from '../http/http-fault.js';
import { AddressLimit } from './address-limit.js';
import { addressOf } from './address-of.js';
import { SecretToken, shownToken } from './secret-token.js';

interface ReadGuardSettings {
  readonly READ_TOKEN?: string | undefined;
  readonly DASHBOARD_TOKEN?: string | undefined;
  readonly HTTP_TRUSTED_PROXIES: number;
  /** Of one address; 0 is any number. */
  readonly HTTP_READS_PER_MINUTE: number;
  readonly HTTP_SOCKETS_PER_ADDRESS: number;
}

/**
 * Who may read, pages, API and socket, and how much. Without READ_TOKEN anybody; with it whoever shows it, or the token of the
 * commands. A browser asks the person for it: any name, the token as the password.
 */
export class ReadGuard {
  private readonly reading: SecretToken | undefined;
  private readonly commanding: SecretToken | undefined;
  private readonly reads: AddressLimit | undefined;
  private readonly sockets = new Map<string, number>();

  constructor(
    private readonly settings: ReadGuardSettings,
    private readonly wrongTokens: AddressLimit,
  ) {
    const { READ_TOKEN: read, DASHBOARD_TOKEN: command, HTTP_READS_PER_MINUTE: most } = settings;
    this.reading = read === undefined ? undefined : new SecretToken(read);
    this.commanding = command === undefined ? undefined : new SecretToken(command);
    this.reads = most === 0 ? undefined : new AddressLimit(most, 'requests');
  }

  /** Stands before whatever is read. What changes something has a guard of its own, which no limit may close. */
  middleware(): RequestHandler {
    return (request: Request, _: Response, next: NextFunction) => {
      if (request.method !== 'GET' && request.method !== 'HEAD') next();
      else this.pass(request).then(() => next(), next);
    };
  }

  /** Counts the socket for as long as it lasts. Errors: HttpFault 401 and 429. */
  async takeSocket(request: IncomingMessage): Promise<void> {
    await this.pass(request);
    const address = addressOf(request, this.settings.HTTP_TRUSTED_PROXIES);
    const open = this.sockets.get(address) ?? 0;
    if (open >= this.settings.HTTP_SOCKETS_PER_ADDRESS) {
      throw new HttpFault(429, `${open} sockets are open from this address`);
    }
    if (request.socket.destroyed) return;
    this.sockets.set(address, open + 1);
    request.socket.once('close', () => {
      const left = (this.sockets.get(address) ?? 1) - 1;
      if (left > 0) this.sockets.set(address, left);
      else this.sockets.delete(address);
    });
  }

  /** Errors: HttpFault 401 without a right token where one is wanted, 429 after too many wrong ones or reads. */
  private async pass(request: IncomingMessage): Promise<void> {
    const shown = shownToken(request.headers.authorization);
    // Whoever may stop the desk must see it, however much else comes from the same proxy.
    if (this.commanding?.matches(shown)) return;
    const address = addressOf(request, this.settings.HTTP_TRUSTED_PROXIES);
    if (this.reading && !this.reading.matches(shown)) {
      if (shown !== undefined) await this.wrongTokens.count(address);
      throw new HttpFault(401, 'Reading here needs a token: READ_TOKEN or DASHBOARD_TOKEN', {
        headers: { 'www-authenticate': 'Basic realm="Fullcarry", charset="UTF-8"' },
      });
    }
    await this.reads?.count(address);
  }
}
