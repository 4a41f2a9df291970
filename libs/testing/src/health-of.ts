import type { RunningApp } from './start-app.js';

/** What `/health/<kind>` of a fetcher says; it names its address in the log. */
export async function healthOf(
  fetcher: RunningApp,
  kind: 'ready' | 'live' = 'ready',
): Promise<{ status: number; body: unknown }> {
  const response = await fetch(`${await healthUrl(fetcher)}/health/${kind}`);
  return { status: response.status, body: await response.json() };
}

export async function metricsOf(fetcher: RunningApp): Promise<string> {
  return (await fetch(`${await healthUrl(fetcher)}/metrics`)).text();
}

async function healthUrl(fetcher: RunningApp): Promise<string> {
  const line = await fetcher.prints('Health and metrics');
  return (JSON.parse(line) as { url: string }).url;
}
