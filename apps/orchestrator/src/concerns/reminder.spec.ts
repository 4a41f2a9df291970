import { describe, expect, it } from '@jest/globals';
import { Reminder } from './reminder.js';

describe('a reminder', () => {
  it('says at once what is waited for, then not at every look, and at once again the next time', () => {
    const said: string[] = [];
    const reminder = new Reminder((what) => said.push(what));
    for (let look = 0; look < 100; look += 1) reminder.waiting('rates');
    expect(said).toEqual(['rates']);
    reminder.over();
    reminder.waiting('data');
    expect(said).toEqual(['rates', 'data']);
  });
});
