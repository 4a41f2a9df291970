/** Facts that explain an error: plain values, ready to be logged. */
export type ErrorContext = Readonly<Record<string, string | number | boolean | null | undefined>>;

/** What goes wrong with an exchange or its data; anything else is a mistake of ours or of the machine. */
export abstract class DomainError extends Error {
  constructor(
    message: string,
    readonly context: ErrorContext = {},
    options?: { cause?: unknown },
  ) {
    super(message, options);
    this.name = new.target.name;
  }
}

/**
 * It may work when asked again: a time-out, a reset, a busy exchange, a page that looks cut short.
 *
 * `holdMs` is set when the exchange asked everybody to be quiet: no request of any series may be sent
 * to it for that long.
 */
export class TransientError extends DomainError {
  readonly holdMs: number | undefined;

  constructor(
    message: string,
    context: ErrorContext = {},
    options?: { cause?: unknown; holdMs?: number | undefined },
  ) {
    super(message, context, options);
    this.holdMs = options?.holdMs;
  }
}

/** What an exchange refuses: this market or page only, or everything that is asked of it. */
export type RefusalScope = 'request' | 'exchange';

/**
 * It will not work by asking again soon: an unknown symbol, a blocked region, a refused request.
 *
 * `scope` is set where an exchange refused; the log tells it too.
 */
export class PermanentError extends DomainError {
  readonly scope: RefusalScope | undefined;

  constructor(
    message: string,
    context: ErrorContext = {},
    options?: { cause?: unknown; scope?: RefusalScope | undefined },
  ) {
    super(message, options?.scope ? { ...context, scope: options.scope } : context, options);
    this.scope = options?.scope;
  }
}

/** What came back contradicts itself or what is known: nothing of it may be stored. */
export class DataIntegrityError extends DomainError {}
