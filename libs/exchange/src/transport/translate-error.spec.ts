import { describe, expect, it } from '@jest/globals';
import { DataIntegrityError, PermanentError, TransientError } from '@fullcarry/domain/errors';
import * as ccxt from 'ccxt/js/src/base/errors.js';
import { translateError } from './translate-error.js';

const CONTEXT = { exchange: 'bybit', endpoint: '/v5/market/kline' };

describe('the translation of errors', () => {
  it('leaves the three kinds as they are', () => {
    for (const Kind of [TransientError, PermanentError, DataIntegrityError]) {
      const error = new Kind('seen');
      expect(translateError(error, CONTEXT)).toBe(error);
    }
  });

  it.each([
    [ccxt.RequestTimeout],
    [ccxt.ExchangeNotAvailable],
    [ccxt.OnMaintenance],
    [ccxt.InvalidNonce],
    [ccxt.NetworkError],
    [ccxt.BadResponse],
    [ccxt.NullResponse],
    [ccxt.OperationFailed],
  ])('%p may work again', (Thrown) => {
    const thrown = new Thrown('bybit said no');
    const error = translateError(thrown, CONTEXT);
    expect(error).toBeInstanceOf(TransientError);
    expect(error.cause).toBe(thrown);
    expect(error.context).toMatchObject(CONTEXT);
    expect(error).toMatchObject({ holdMs: undefined });
  });

  it.each([[ccxt.RateLimitExceeded], [ccxt.DDoSProtection]])('%p holds everybody', (Thrown) => {
    expect(translateError(new Thrown('slow down'), CONTEXT)).toMatchObject({
      name: 'TransientError',
      holdMs: 60_000,
    });
  });

  it.each([
    [ccxt.BadSymbol, 'request'],
    [ccxt.BadRequest, 'request'],
    [ccxt.PermissionDenied, 'exchange'],
    [ccxt.AuthenticationError, 'exchange'],
    [ccxt.NotSupported, 'exchange'],
    [ccxt.ArgumentsRequired, 'exchange'],
    [ccxt.InvalidProxySettings, 'exchange'],
    [ccxt.ExchangeError, 'exchange'],
    [TypeError, 'request'],
  ])('%p will not work again', (Thrown, scope) => {
    expect(translateError(new Thrown('no'), CONTEXT)).toMatchObject({
      name: 'PermanentError',
      context: { scope },
    });
  });

  it('knows a network error by its code, however deep', () => {
    const socket = Object.assign(new Error('other side closed'), { code: 'UND_ERR_SOCKET' });
    const terminated = new TypeError('terminated', { cause: socket });
    expect(translateError(socket, CONTEXT)).toBeInstanceOf(TransientError);
    expect(translateError(terminated, CONTEXT)).toBeInstanceOf(TransientError);
  });

  it('keeps a long text short', () => {
    const error = translateError(new Error('x'.repeat(10_000)), CONTEXT);
    expect(String(error.context['fault']).length).toBeLessThan(250);
  });
});
