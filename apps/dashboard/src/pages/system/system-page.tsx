import type { ServiceState, SystemState } from '@fullcarry/contracts/http/data/system-route';
import type { RequestUsage } from '@fullcarry/contracts/facts/service-alive-v1';
import { countText, percentText, UNKNOWN } from '../../format/numbers.js';
import { durationText } from '../../format/times.js';
import { useConnection, useLive } from '../../live/feed.js';
import { PageTitle } from '../../shell/page-title.js';
import { Badge } from '../../ui/badge.js';
import { Empty, Loading } from '../../ui/notice.js';
import { Panel } from '../../ui/panel.js';
import { Since, useNow } from '../../ui/since.js';
import { Stat, Stats } from '../../ui/stat.js';
import { Table, type Column } from '../../ui/table/table.js';

export default function SystemPage() {
  const system = useLive('systemV1');
  return (
    <>
      <PageTitle title="System" />
      {system ? (
        <>
          <Connections system={system} />
          <Services services={system.services} />
          <Requests services={system.services} />
        </>
      ) : (
        <Loading what="the state of the system" />
      )}
    </>
  );
}

function Connections({
  system: { nats, database, socketClients },
}: {
  readonly system: SystemState;
}) {
  const connection = useConnection();
  return (
    <Panel title="Connections" note={database.detail ?? undefined}>
      <Stats>
        <Stat name="This page to the gateway">
          <Up isUp={connection.kind === 'connected'} />
        </Stat>
        <Stat name="Gateway to NATS">
          <Up isUp={nats.up} />{' '}
          <span className="unit">
            {nats.version !== null && `version ${nats.version}, `}
            {countText(nats.reconnects)} reconnects
          </span>
        </Stat>
        <Stat name="Gateway to the database">
          <Up isUp={database.up} /> <span className="unit">{DATABASES[database.kind]}</span>
        </Stat>
        <Stat name="Socket clients" unit="on this gateway">
          {countText(socketClients)}
        </Stat>
      </Stats>
    </Panel>
  );
}

const DATABASES = { sqlite: 'SQLite', postgresql: 'PostgreSQL' } as const;

function Up({ isUp }: { readonly isUp: boolean }) {
  return <Badge tone={isUp ? 'good' : 'bad'}>{isUp ? 'up' : 'down'}</Badge>;
}

function Services({ services }: { readonly services: readonly ServiceState[] }) {
  return (
    <Panel title="Services" note="Each process sends a heartbeat every few seconds">
      {services.length === 0 ? (
        <Empty>No service was heard yet.</Empty>
      ) : (
        <Table label="Services" columns={SERVICES} rows={services} rowKey={keyOf} />
      )}
    </Panel>
  );
}

function keyOf({ service, instance }: ServiceState): string {
  return `${service} ${instance}`;
}

const SERVICES: readonly Column<ServiceState>[] = [
  { head: 'Service', cell: ({ service }) => <strong>{service}</strong> },
  { head: 'Instance', cell: ({ instance }) => <code>{instance}</code> },
  {
    head: 'State',
    cell: ({ silent, checks }) =>
      silent ? (
        <Badge tone="bad">silent</Badge>
      ) : checks.every(({ up }) => up) ? (
        <Badge tone="good">alive</Badge>
      ) : (
        <Badge tone="warn">not ready</Badge>
      ),
  },
  { head: 'Version', cell: ({ version }) => version },
  {
    head: 'Uptime',
    align: 'right',
    cell: ({ startedAtMs, silent }) => (silent ? UNKNOWN : <Uptime sinceMs={startedAtMs} />),
  },
  { head: 'Last heartbeat', align: 'right', cell: ({ atMs }) => <Since atMs={atMs} /> },
  { head: 'Checks', align: 'wrap', cell: ({ checks }) => <Checks checks={checks} /> },
];

function Uptime({ sinceMs }: { readonly sinceMs: number }) {
  return <>{durationText(Math.max(0, useNow(1_000) - sinceMs))}</>;
}

function Checks({ checks }: Pick<ServiceState, 'checks'>) {
  if (checks.length === 0) return <>none</>;
  return (
    <ul className="checks">
      {checks.map(({ name, up, detail }) => (
        <li key={name}>
          <Badge tone={up ? 'good' : 'bad'}>{`${name} ${up ? 'up' : 'down'}`}</Badge> {detail}
        </li>
      ))}
    </ul>
  );
}

interface Asking {
  readonly service: ServiceState;
  readonly usage: RequestUsage;
}

function Requests({ services }: { readonly services: readonly ServiceState[] }) {
  const asking = services.flatMap((service): Asking[] => {
    const usages = service.exchanges ?? (service.requests ? [service.requests] : []);
    return usages.map((usage) => ({ service, usage }));
  });
  return (
    <Panel
      title="Requests to the exchange"
      note="All services share one request budget per exchange"
    >
      {asking.length === 0 ? (
        <Empty>No service has sent a request to an exchange yet.</Empty>
      ) : (
        <Table
          label="Requests"
          columns={REQUESTS}
          rows={asking}
          rowKey={({ service, usage }) => `${keyOf(service)} ${usage.exchange}`}
        />
      )}
    </Panel>
  );
}

const REQUESTS: readonly Column<Asking>[] = [
  { head: 'Service', cell: ({ service: { service, instance } }) => `${service} ${instance}` },
  { head: 'Exchange', cell: ({ usage }) => usage.exchange },
  {
    head: 'Budget in use',
    align: 'right',
    cell: ({ usage }) => percentText(usage.budgetUsed, 0),
  },
  { head: 'Requests', align: 'right', cell: ({ usage }) => countText(usage.requestsTotal) },
  {
    head: 'Tried again',
    align: 'right',
    cell: ({ usage }) => countText(usage.failuresTotal),
  },
  { head: 'Holds', align: 'right', cell: ({ usage }) => countText(usage.holdsTotal) },
  {
    head: 'Held until',
    align: 'right',
    cell: ({ usage }) =>
      usage.heldUntilMs === null ? 'not held' : <Since atMs={usage.heldUntilMs} />,
  },
];
