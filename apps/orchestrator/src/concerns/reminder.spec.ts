import { describe, expect, it } from '@jest/globals';
import { Reminder } from './reminder.js';

describe('a reminder', () => {
  it('says at once what is waited for, then not at every check, and at once again the next time', () => {
    const reminded: string[] = [];
    const reminder = new Reminder((what) => reminded.push(what));
    for (let check = 0; check < 100; check += 1) reminder.waiting('rates');
    expect(reminded).toEqual(['rates']);
    reminder.over();
    reminder.waiting('data');
    expect(reminded).toEqual(['rates', 'data']);
  });
});
