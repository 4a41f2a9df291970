import { DASHBOARD_PAGES } from '@fullcarry/contracts/dashboard-pages';

/** Whether an exchange has a market of that name, collected or with its current rate alone. */
export type IsMarketKnown = (exchange: string, market: string) => Promise<boolean>;

const PAGES = Object.entries(DASHBOARD_PAGES).map(([name, path]) => ({
  name,
  pattern: new RegExp(`^${path.replaceAll(/:(\w+)/g, '(?<$1>[^/]+)').replace(/\/$/, '')}/?$`),
}));

/** Whether the dashboard has something to show at a path, as it stands in the URL. */
export async function isKnownPage(path: string, isMarketKnown: IsMarketKnown): Promise<boolean> {
  for (const { name, pattern } of PAGES) {
    const found = pattern.exec(path);
    if (!found) continue;
    const { exchange, market } = found.groups ?? {};
    if (name !== 'market' || exchange === undefined || market === undefined) return true;
    const names = [decoded(exchange), decoded(market)] as const;
    return names[0] !== undefined && names[1] !== undefined && isMarketKnown(names[0], names[1]);
  }
  return false;
}

/** Undefined where it can't be what a browser made of a name. */
function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
