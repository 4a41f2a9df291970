/**
 * Where the last message about one exchange is kept beside those about others: `data.ready.bybit`. Used where one
 * service speaks of several exchanges; each fact is published under its own subject (`data.ready`) as well.
 */
export function exchangeSubject(subject: string, exchange: string): string {
  return `${subject}.${exchange}`;
}
