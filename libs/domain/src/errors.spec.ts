import { describe, expect, it } from '@jest/globals';
import { PermanentError } from './errors.js';

describe('a refusal', () => {
  it('says by its type what is refused, and tells the log', () => {
    const refused = new PermanentError('Refused', { code: 1 }, { scope: 'exchange' });
    expect(refused.scope).toBe('exchange');
    expect(refused.context).toEqual({ code: 1, scope: 'exchange' });
  });

  it('is of nothing known where only its log fields say something', () => {
    expect(new PermanentError('Refused', { scope: 'exchange' }).scope).toBeUndefined();
  });
});
