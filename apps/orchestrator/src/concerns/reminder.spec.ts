import { describe, expect, it } from '@jest/globals';
import { Reminder } from './reminder.js';

describe('a reminder', () => {
  it('says at once what is waited for, then not at every look, and at once again the next time', () => {
    const reminded: string[] = [];
    const reminder = new Reminder((what) => reminded.push(what));
    for (let look = 0; look < 100; look += 1) reminder.waiting('rates');
    expect(reminded).toEqual(['rates']);
    reminder.over();
    reminder.waiting('data');
    expect(reminded).toEqual(['rates', 'data']);
  });
});
