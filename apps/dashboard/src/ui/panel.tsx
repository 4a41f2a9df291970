import { useId, type ReactNode } from 'react';
import './panel.css';

interface PanelProps {
  readonly title: ReactNode;
  /** One line under the title: what this is, in which unit. */
  readonly note?: ReactNode;
  readonly actions?: ReactNode;
  readonly className?: string;
  readonly children: ReactNode;
}

/** A region of a page, with its heading. */
export function Panel({ title, note, actions, className = '', children }: PanelProps) {
  const id = useId();
  return (
    <section className={`panel ${className}`} aria-labelledby={id}>
      <header className="panel-head">
        <div>
          <h2 id={id}>{title}</h2>
          {note !== undefined && note !== '' && note !== false && (
            <p className="panel-note">{note}</p>
          )}
        </div>
        {actions !== undefined && <div className="panel-actions">{actions}</div>}
      </header>
      {children}
    </section>
  );
}
