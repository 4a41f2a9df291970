import { describe, expect, it } from '@jest/globals';
import { ToastBoard } from './toast-board.js';

describe('The toasts', () => {
  it('show the four newest, each until it is closed', () => {
    const board = new ToastBoard();
    for (const title of ['a', 'b', 'c', 'd', 'e']) board.add({ title, description: '' });
    expect(board.shown.map(({ title }) => title).join('')).toBe('bcde');
    board.close(board.shown[1]?.id ?? 0);
    expect(board.shown.map(({ title }) => title).join('')).toBe('bde');
  });

  it('notify whoever listens, until it no longer wants to know', () => {
    const board = new ToastBoard();
    let calls = 0;
    const silence = board.subscribe(() => calls++);
    board.add({ title: 'Copied', description: '' });
    silence();
    board.add({ title: 'Copied', description: '' });
    expect(calls).toBe(1);
  });
});
