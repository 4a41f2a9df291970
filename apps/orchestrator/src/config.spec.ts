import { parseEnvironment } from '@fullcarry/platform/settings/parse-environment';
import { describe, expect, it } from '@jest/globals';
import { orchestratorConfig } from './config.js';

const refusal = (environment: Record<string, string>): string => {
  try {
    parseEnvironment(orchestratorConfig, environment);
    return 'accepted';
  } catch (error) {
    return (error as Error).message;
  }
};

describe('the environment', () => {
  it('may be empty', () => {
    expect(parseEnvironment(orchestratorConfig, {})).toMatchObject({
      SCAN_INTERVAL_SECONDS: 60,
      POLL_SECONDS: 10,
      FIRST_POLL_TIMEOUT_SECONDS: 30,
      PAPER_EQUITY_USDT: '10000',
      CLOSE_ON_SHUTDOWN: false,
      METRICS_PORT: 9102,
    });
  });

  it.each([
    ['PAPER_EQUITY_USDT', '0'],
    ['PAPER_EQUITY_USDT', '-5'],
    ['PAPER_EQUITY_USDT', '1e6'],
    ['PAPER_EQUITY_USDT', 'NaN'],
    ['SCAN_INTERVAL_SECONDS', '0'],
    ['SCAN_INTERVAL_SECONDS', 'Infinity'],
    ['LEASE_SECONDS', '0.5'],
    ['WEBHOOK_URL', 'ftp://x'],
    ['TELEGRAM_BOT_TOKEN', 'a b'],
    ['CLOSE_ON_SHUTDOWN', 'yes'],
  ])('is refused with %s=%s, and the message names it', (name, value) => {
    expect(refusal({ [name]: value })).toMatch(new RegExp(`^${name} is `));
  });

  it('says beforehand that positions can’t be closed in the time that is given', () => {
    const closing = { CLOSE_ON_SHUTDOWN: 'true', SHUTDOWN_SECONDS: '12' };
    expect(refusal(closing)).toBe(
      'SHUTDOWN_SECONDS is "12": CLOSE_ON_SHUTDOWN can’t be kept in less than 40 s, four times REQUEST_TIMEOUT_MS',
    );
    expect(refusal({ ...closing, REQUEST_TIMEOUT_MS: '3000' })).toBe('accepted');
    expect(refusal({ SHUTDOWN_SECONDS: '12' })).toBe('accepted');
  });

  it('has both halves of a Telegram chat or none', () => {
    expect(refusal({ TELEGRAM_BOT_TOKEN: '1:a' })).toBe(
      'TELEGRAM_CHAT_ID is not set: must be set too when TELEGRAM_BOT_TOKEN is',
    );
    expect(refusal({ TELEGRAM_BOT_TOKEN: '1:a', TELEGRAM_CHAT_ID: '-1' })).toBe('accepted');
  });
});
