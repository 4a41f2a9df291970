import { HttpFault } from '../http/http-fault.js';
import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';
import { createHash, timingSafeEqual } from 'node:crypto';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { isLoopback } from './is-loopback.js';
import { OwnHosts } from './own-hosts.js';

/** Wrong tokens from one address before it is told to wait, and for how long. */
const MOST_FAILURES = 10;
const WAIT_SECONDS = 60;

export type Doors = 'token' | 'loopback' | 'closed';

/** Who may change something: whoever knows the token; without one, whoever is on this machine; else nobody. */
export class OrderDoors {
  readonly kind: Doors;
  private readonly expected: Buffer | undefined;
  private readonly failures = new RateLimiterMemory({
    points: MOST_FAILURES,
    duration: WAIT_SECONDS,
  });

  constructor(
    token: string | undefined,
    host: string,
    readonly hosts: OwnHosts,
  ) {
    this.expected = token === undefined ? undefined : digest(token);
    this.kind = this.expected ? 'token' : isLoopback(host) ? 'loopback' : 'closed';
  }

  /**
   * The right token always passes: an emergency stop must not wait for somebody behind the same proxy who guesses, and a
   * token of 16 characters is not guessed.
   *
   * Errors: HttpFault 401 without the right token, 429 after too many wrong ones, 403 when nobody may.
   */
  async pass(address: string, authorization: string | undefined): Promise<void> {
    if (this.kind === 'loopback') return;
    if (!this.expected) {
      throw new HttpFault(
        403,
        'Nothing can be changed here: the gateway listens beyond this machine and has no DASHBOARD_TOKEN',
      );
    }
    const token = /^Bearer (.+)$/i.exec(authorization ?? '')?.[1];
    // Digests are of one length, so that the comparison tells nothing by its time.
    if (token !== undefined && timingSafeEqual(digest(token), this.expected)) return;
    if (token !== undefined) await this.countFailure(address);
    throw new HttpFault(
      401,
      token === undefined ? 'This needs the token: Authorization: Bearer …' : 'The token is wrong',
      { headers: { 'www-authenticate': 'Bearer' } },
    );
  }

  private async countFailure(address: string): Promise<void> {
    try {
      await this.failures.consume(address);
    } catch (error) {
      throw error instanceof RateLimiterRes ? tooMany(error) : error;
    }
  }
}

/** Stands before every route that changes something. */
@Injectable()
export class OrderDoor implements CanActivate {
  constructor(private readonly doors: OrderDoors) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<Request>();
    if (!this.doors.hosts.isOwnOrigin(request.headers.origin, request.headers.host)) {
      throw new HttpFault(403, 'Orders are not taken from pages of other origins');
    }
    await this.doors.pass(request.ip ?? '', request.headers.authorization);
    return true;
  }
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

function tooMany({ msBeforeNext }: RateLimiterRes): HttpFault {
  const seconds = Math.ceil(msBeforeNext / 1000);
  return new HttpFault(429, `Too many wrong tokens: try again in ${seconds} s`, {
    headers: { 'retry-after': String(seconds) },
  });
}
