import { Link } from 'wouter';
import { useLive } from '../../live/feed.js';
import { Badge } from '../../ui/badge.js';
import { concerns } from './concerns.js';

/** What needs a person, on top of the first page. One line when nothing does. */
export function Attention() {
  const desk = useLive('deskV1');
  const data = useLive('dataStatusesV1');
  const rates = useLive('ratesV1');
  const cycle = useLive('cycleV1');
  const found = concerns({ desk, data: data?.exchanges ?? [], rates, cycle });
  const isKnown = desk !== undefined && data !== undefined;
  return (
    <section className="attention" aria-label="Needs attention">
      {found.length === 0 ? (
        <p className="attention-none">
          {isKnown ? (
            <>
              <Badge tone="good">OK</Badge> Nothing needs your attention.
            </>
          ) : (
            'Loading what needs attention …'
          )}
        </p>
      ) : (
        <ul>
          {found.map(({ tone, text, path }) => (
            <li key={text}>
              <Badge tone={tone}>{tone === 'bad' ? 'ACT' : 'CHECK'}</Badge> {text}{' '}
              <Link href={path}>Show</Link>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
