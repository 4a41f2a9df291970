import { describe, expect, it } from '@jest/globals';
import { sentence } from './sentence.js';

describe('what a service said', () => {
  it('begins large and ends with a full stop, once', () => {
    expect(sentence('the desk has not been heard yet')).toBe('The desk has not been heard yet.');
    expect(sentence('Waiting for data …')).toBe('Waiting for data …');
    expect(sentence(' ')).toBe('');
  });
});
