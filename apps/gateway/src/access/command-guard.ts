import { HttpFault } from '../http/http-fault.js';
import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';
import type { AddressLimit } from './address-limit.js';
import { addressOf } from './address-of.js';
import { isLoopback } from './is-loopback.js';
import { OwnHosts } from './own-hosts.js';
import { SecretToken, shownToken } from './secret-token.js';

export type WhoMayCommand = 'token' | 'loopback' | 'closed';

interface CommandAccessSettings {
  readonly DASHBOARD_TOKEN?: string | undefined;
  readonly HTTP_HOST: string;
  readonly HTTP_TRUSTED_PROXIES: number;
}

/** Who may change something: whoever knows the token; without one, whoever is on this machine; else nobody. */
export class CommandAccess {
  readonly kind: WhoMayCommand;
  readonly proxies: number;
  private readonly token: SecretToken | undefined;

  constructor(
    settings: CommandAccessSettings,
    readonly hosts: OwnHosts,
    private readonly wrongTokens: AddressLimit,
  ) {
    const { DASHBOARD_TOKEN: token } = settings;
    this.token = token === undefined ? undefined : new SecretToken(token);
    this.kind = this.token ? 'token' : isLoopback(settings.HTTP_HOST) ? 'loopback' : 'closed';
    this.proxies = settings.HTTP_TRUSTED_PROXIES;
  }

  /**
   * The right token always passes: an emergency stop must not wait for somebody behind the same proxy who guesses, and a
   * token of 16 characters is not guessed.
   *
   * Errors: HttpFault 401 without the right token, 429 after too many wrong ones, 403 when nobody may.
   */
  async pass(address: string, authorization: string | undefined): Promise<void> {
    if (this.kind === 'loopback') return;
    if (!this.token) {
      throw new HttpFault(
        403,
        'Nothing can be changed here: the gateway listens beyond this machine and has no DASHBOARD_TOKEN',
      );
    }
    // What a browser sends by itself commands nothing: only a bearer token does.
    const shown = /^Bearer /i.test(authorization ?? '') ? shownToken(authorization) : undefined;
    if (this.token.matches(shown)) return;
    if (shown !== undefined) await this.wrongTokens.count(address);
    throw new HttpFault(
      401,
      shown === undefined ? 'This needs the token: Authorization: Bearer …' : 'The token is wrong',
      { headers: { 'www-authenticate': 'Bearer' } },
    );
  }
}

/** Stands before every route that changes something. */
@Injectable()
export class CommandGuard implements CanActivate {
  constructor(private readonly access: CommandAccess) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<Request>();
    if (!this.access.hosts.isOwnOrigin(request.headers.origin, request.headers.host)) {
      throw new HttpFault(403, 'Orders are not taken from pages of other origins');
    }
    const address = addressOf(request, this.access.proxies);
    await this.access.pass(address, request.headers.authorization);
    return true;
  }
}
