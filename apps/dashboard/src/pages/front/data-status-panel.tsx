import { useLive } from '../../live/feed.js';
import { Loading } from '../../ui/notice.js';
import { Panel } from '../../ui/panel.js';
import '../../ui/table/table.css';
import { sourceText } from '../../format/source.js';
import { DATA_COLUMNS, DataRow } from './data-row.js';
import './data-status.css';

/** Of each exchange in one row, whether its history is there and proven, or how far it is; changes with the facts. */
export function DataStatusPanel() {
  const first = useLive('dataStatusV1');
  const all = useLive('dataStatusesV1')?.exchanges ?? [];
  if (!first) {
    return (
      <Panel title="Data status" className="data-status">
        <Loading what="the data status" />
      </Panel>
    );
  }
  const others = all.filter(({ exchange }) => exchange !== first.exchange);
  const rows = [first, ...others];
  const worst =
    rows.find(({ state }) => state === 'degraded') ??
    rows.find(({ state }) => state !== 'ready') ??
    first;
  return (
    <Panel
      className={`data-status data-status-${worst.state}`}
      title="Data status"
      note={sourceText(first.source)}
    >
      <div className="table-frame" tabIndex={0} role="region" aria-label="Exchanges">
        <table className="table cards">
          <thead>
            <tr>
              {DATA_COLUMNS.map((head) => (
                <th key={head} scope="col">
                  {head}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((status) => (
              <DataRow key={status.exchange} status={status} isAlone={others.length === 0} />
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}
