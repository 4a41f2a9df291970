import { describe, expect, it } from '@jest/globals';
import { A_PERSON, orderedBy, whoOrdered } from './ordered-by.js';

describe('Who ordered something', () => {
  it('is read from the reason as it was written', () => {
    expect(whoOrdered(orderedBy('the page, from 127.0.0.1'))).toBe('the page, from 127.0.0.1');
    expect(whoOrdered(orderedBy(undefined, 'Paused'))).toBe(A_PERSON);
  });

  it('is nobody where the desk decided', () => {
    expect(whoOrdered('The position paid 5.4 bp since it last earned')).toBeUndefined();
    expect(whoOrdered(undefined)).toBeUndefined();
  });
});
