import { setMaxListeners } from 'node:events';
import { PermanentError, TransientError, type ErrorContext } from '@fullcarry/domain/errors';
import type { ExchangeOptions } from '../exchange-options.js';
import type { ExchangeLimits, ExchangeSource, RateLimiters } from '../exchange.js';
import type { HttpAnswer } from './http-answer.js';
import { REPLAY_HEADER } from './replay-header.js';
import { readJsonAnswer, type DefaultHolds } from './read-json-answer.js';
import { requestContext } from './request-context.js';
import type { RequestWeight, RateLimit } from '../limits/rate-limit.js';
import { RateLimiter, type RequestUsage } from '../limits/rate-limiter.js';
import { usageOf } from '../limits/usage-of.js';
import { translateError } from './translate-error.js';
import { fetchWholeBody } from './whole-body-fetch.js';

/** What the transport must know about one exchange. */
export interface ExchangeProfile {
  readonly exchange: string;
  readonly limits: ExchangeLimits;
  readonly holds: DefaultHolds;
  /** What a request costs of which of the limits; one unit of the first where it is left out. */
  readonly weight?: (url: URL, body: string | undefined) => RequestWeight;
  /** Throws what the exchange's own codes mean; returns when the answer says that all is well. */
  readonly judge: (json: unknown, answer: HttpAnswer, context: ErrorContext) => void;
}

/** An answer as it was judged. */
interface JudgedAnswer extends HttpAnswer {
  readonly json: unknown;
}

/** What stands between the answer and who asked, in ccxt's base Exchange. */
interface CcxtExchange {
  handleRestResponse: (
    answer: JudgedAnswer,
    url: string,
    method?: string,
    requestHeaders?: unknown,
    requestBody?: unknown,
  ) => unknown;
  handleErrors(
    status: number,
    statusText: string,
    url: string,
    method: string,
    headers: Readonly<Record<string, string>>,
    body: string,
    json: unknown,
    requestHeaders: unknown,
    requestBody: unknown,
  ): unknown;
}

/** How many times faster than real time the replay's clock runs, when it does. */
const REPLAY_SPEED_HEADER = 'x-fullcarry-replay-speed';

/**
 * Everything between ccxt and the network. Each request that ccxt sends passes the rate limiter of the limit that
 * it counts for, is read whole and is judged before ccxt sees it, so ccxt never has a broken answer to
 * misread. Silence that one answer asks for is kept by all rate limiters: it is the address that is banned.
 */
export class ExchangeTransport {
  readonly limiters: RateLimiters;
  private readonly closing = new AbortController();
  private seen: ExchangeSource = 'unknown';
  private speed = 1;

  constructor(
    private readonly profile: ExchangeProfile,
    private readonly options: ExchangeOptions,
  ) {
    const [first, ...others] = profile.limits.rates;
    const limiterOf = (limit: RateLimit) =>
      new RateLimiter(limit, options.rateBudget, options.isShared);
    this.limiters = [limiterOf(first), ...others.map(limiterOf)];
    // Each request in flight listens; there are as many as the limit and the answers' slowness allow.
    setMaxListeners(0, this.closing.signal);
  }

  /** The settings of every ccxt exchange here: this transport in place of its own, of its limiter and of its retries. */
  ccxtSettings() {
    return {
      fetchImplementation: this.fetch,
      fetchIsNative: false,
      enableRateLimit: false,
      options: { maxRetriesOnFailure: 0 },
    };
  }

  /** Has ccxt hand on what was parsed to be judged, after objections of its own, where it would parse the text again. */
  handOn(api: CcxtExchange): void {
    api.handleRestResponse = (answer, url, method = 'GET', requestHeaders, requestBody) => {
      const { status, headers, body, json } = answer;
      const said = Object.fromEntries(headers);
      api.handleErrors(status, '', url, method, said, body, json, requestHeaders, requestBody);
      return json;
    };
  }

  /** One call through ccxt; its errors are of the three kinds. */
  async ask(send: () => Promise<unknown>, context: ErrorContext): Promise<unknown> {
    try {
      return await send();
    } catch (error) {
      const translated = translateError(error, { exchange: this.profile.exchange, ...context });
      // What ccxt itself took for a refusal was not seen by `fetch`.
      if (translated !== error) this.keepSilence(translated);
      throw translated;
    }
  }

  source(): ExchangeSource {
    return this.seen;
  }

  /** How fast the exchange's clock runs: 1 unless the last answer came from a replay at another speed. */
  clockSpeed(): number {
    return this.speed;
  }

  usage(): RequestUsage {
    return usageOf(this.limiters);
  }

  close(): void {
    for (const limiter of this.limiters) limiter.close();
    this.closing.abort(new TransientError('The exchange adapter is closed'));
  }

  // ccxt's own abort signal is left aside: its clock starts before the rate limiter, and a wait there is no time-out.
  private readonly fetch = async (url: string, init: RequestInit): Promise<JudgedAnswer> => {
    const { limiter, cost } = this.weigh(url, init);
    await limiter.pass(cost);
    const context = requestContext(this.profile.exchange, url, init.body);
    try {
      return await this.read(url, init, context);
    } catch (error) {
      limiter.countFailure();
      this.keepSilence(error);
      throw error;
    }
  };

  /** At all rate limiters, when the error asks for it. */
  private keepSilence(error: unknown): void {
    if (!(error instanceof TransientError) || error.holdMs === undefined) return;
    for (const one of this.limiters) one.askedForSilence(error.holdMs);
    const fields = { ...error.context, holdMs: error.holdMs };
    this.options.logger?.warn(fields, 'The exchange ordered a wait; all requests are held');
  }

  private weigh(url: string, { body }: RequestInit) {
    const [first] = this.limiters;
    const weight = this.profile.weight?.(new URL(url), typeof body === 'string' ? body : undefined);
    if (!weight) return { limiter: first, cost: 1 };
    const limiter = this.limiters.find(({ name }) => name === weight.limit.name);
    if (!limiter)
      throw new RangeError(`${weight.limit.name} is none of the limits of this exchange`);
    return { limiter, cost: weight.cost };
  }

  private async read(url: string, init: RequestInit, context: ErrorContext): Promise<JudgedAnswer> {
    const answer = await fetchWholeBody({
      url,
      init: { method: init.method ?? 'GET', headers: init.headers ?? {}, body: init.body ?? null },
      deadlineMs: this.options.requestTimeoutMs,
      closing: this.closing.signal,
      context,
    });
    const json = readJsonAnswer(answer, this.profile.holds, context);
    this.profile.judge(json, answer, { ...context, httpStatus: answer.status });
    if (answer.status >= 400) {
      const refused = { ...context, httpStatus: answer.status };
      throw new PermanentError('The exchange refuses this request', refused, { scope: 'request' });
    }
    this.note(answer.headers.get(REPLAY_HEADER));
    const speed = Number(answer.headers.get(REPLAY_SPEED_HEADER) ?? 1);
    this.speed = Number.isFinite(speed) ? speed : 1;
    return { ...answer, json };
  }

  private note(anchor: string | null): void {
    if (anchor !== null) this.seen = `replay ${anchor}`;
    else if (this.seen === 'unknown') this.seen = 'live';
  }
}
