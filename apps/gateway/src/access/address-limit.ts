import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { HttpFault } from '../http/http-fault.js';

/** How often one address may do something within a minute before it is told to wait for the rest of it. */
export class AddressLimit {
  private readonly limiter: RateLimiterMemory;

  /** `what`: of what there are too many, in the refusal. */
  constructor(
    most: number,
    private readonly what: string,
  ) {
    this.limiter = new RateLimiterMemory({ points: most, duration: 60 });
  }

  /** Errors: HttpFault 429, with how long to wait. */
  async count(address: string): Promise<void> {
    try {
      await this.limiter.consume(address);
    } catch (error) {
      throw error instanceof RateLimiterRes ? this.tooMany(error) : error;
    }
  }

  private tooMany({ msBeforeNext }: RateLimiterRes): HttpFault {
    const seconds = Math.ceil(msBeforeNext / 1000);
    return new HttpFault(429, `Too many ${this.what}: try again in ${seconds} s`, {
      headers: { 'retry-after': String(seconds) },
    });
  }
}

/** Wrong tokens from one address, at whichever guard, before it is told to wait. */
const MOST_WRONG_TOKENS = 10;

export function wrongTokenLimit(): AddressLimit {
  return new AddressLimit(MOST_WRONG_TOKENS, 'wrong tokens');
}
