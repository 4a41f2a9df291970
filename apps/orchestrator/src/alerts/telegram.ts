import type { AlertSink } from './alert.js';
import { postJson } from './post-json.js';

export interface TelegramOptions {
  readonly apiUrl: string;
  readonly botToken: string;
  readonly chatId: string;
}

/** Sends each alert's sentence to a chat, through the Bot API's sendMessage. */
export function telegram({ apiUrl, botToken, chatId }: TelegramOptions): AlertSink {
  const url = `${apiUrl.replace(/\/+$/, '')}/bot${botToken}/sendMessage`;
  return {
    name: 'Telegram',
    send: ({ text, exchange, source }, signal) => {
      const about = `paper money, ${exchange}, ${source}`;
      return postJson(url, { chat_id: chatId, text: `${text}\n(${about})` }, signal);
    },
  };
}
