import type { BacktestDocumentV1 } from '@fullcarry/contracts/backtest/backtest-document-v1';

type Caveats = Pick<BacktestDocumentV1, 'assumed' | 'notModelled'>;

/** What a result took for granted. */
export function AssumedList({ assumed }: Pick<Caveats, 'assumed'>) {
  return (
    <>
      <h3>Assumed</h3>
      <ul className="backtest-list">
        {assumed.map(({ name, text }) => (
          <li key={name}>
            <code>{name}</code>: {text}
          </li>
        ))}
      </ul>
    </>
  );
}

/** What no result says anything of. */
export function NotModelledList({ notModelled }: Pick<Caveats, 'notModelled'>) {
  return (
    <div>
      <h3>Not modelled</h3>
      <ul className="backtest-list">
        {notModelled.map((text) => (
          <li key={text}>{text}</li>
        ))}
      </ul>
    </div>
  );
}
