import {
  DataIntegrityError,
  PermanentError,
  TransientError,
  type ErrorContext,
} from '@fullcarry/domain/errors';
import {
  BadRequest,
  BadResponse,
  DDoSProtection,
  ExchangeError,
  NetworkError,
  OperationFailed,
  RateLimitExceeded,
} from 'ccxt/js/src/base/errors.js';
import { excerpt } from '../rows/excerpt.js';

const TRANSPORT_CODE = /^(UND_ERR_|ECONN|EPIPE|ETIMEDOUT|EAI_AGAIN|ENOTFOUND|EHOSTUN|ENETUN)/;

/**
 * Whatever came out of a call to ccxt, as one of the three kinds.
 *
 * Nearly everything was judged before ccxt saw it and passes as it is. What is left are ccxt's own
 * objections and surprises. An unknown error is permanent unless it looks like the network: what is
 * unknown is a mistake of ours or a change of theirs, and asking again would hide it.
 */
export function translateError(
  error: unknown,
  context: ErrorContext,
): TransientError | PermanentError | DataIntegrityError {
  if (
    error instanceof TransientError ||
    error instanceof PermanentError ||
    error instanceof DataIntegrityError
  ) {
    return error;
  }
  const evidence = { ...context, fault: faultOf(error) };
  const options = { cause: error };
  if (error instanceof RateLimitExceeded || error instanceof DDoSProtection) {
    // ccxt's error carries no Retry-After. The default is a full minute, the longest of the windows in use.
    return new TransientError('The exchange asks for silence', evidence, {
      ...options,
      holdMs: 60_000,
    });
  }
  if (error instanceof BadRequest) {
    return new PermanentError('The exchange refuses this request', evidence, {
      ...options,
      scope: 'request',
    });
  }
  if (error instanceof ExchangeError) {
    return new PermanentError('The exchange refuses', evidence, { ...options, scope: 'exchange' });
  }
  if (
    error instanceof NetworkError ||
    error instanceof BadResponse ||
    error instanceof OperationFailed ||
    isTransportFault(error)
  ) {
    return new TransientError('The exchange could not be asked', evidence, options);
  }
  return new PermanentError('The exchange adapter failed', evidence, {
    ...options,
    scope: 'request',
  });
}

function isTransportFault(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (error.name === 'AbortError' || error.name === 'TimeoutError') return true;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  return TRANSPORT_CODE.test(code) || (error.cause !== error && isTransportFault(error.cause));
}

function faultOf(error: unknown): string {
  return excerpt(error instanceof Error ? `${error.name}: ${error.message}` : String(error));
}
