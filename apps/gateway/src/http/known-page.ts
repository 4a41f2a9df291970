import { DASHBOARD_PAGES } from '@fullcarry/contracts/dashboard-pages';

/** Whether an exchange has a market of that name, collected or with its current rate alone. */
export type IsMarketKnown = (exchange: string, market: string) => Promise<boolean>;

const PAGES = Object.entries(DASHBOARD_PAGES).map(([name, path]) => ({
  name,
  pattern: new RegExp(`^${path.replaceAll(/:(\w+)/g, '(?<$1>[^/]+)').replace(/\/$/, '')}/?$`),
}));

/** The name of the dashboard's page at a path, as it stands in the URL; undefined where it has nothing to show. */
export async function knownPage(
  path: string,
  isMarketKnown: IsMarketKnown,
): Promise<string | undefined> {
  for (const { name, pattern } of PAGES) {
    const found = pattern.exec(path);
    if (!found) continue;
    const { exchange, market } = found.groups ?? {};
    if (name !== 'market' || exchange === undefined || market === undefined) return name;
    const names = [decoded(exchange), decoded(market)] as const;
    if (names[0] === undefined || names[1] === undefined) return undefined;
    return (await isMarketKnown(names[0], names[1])) ? name : undefined;
  }
  return undefined;
}

/** Undefined where it can't be what a browser made of a name. */
function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
