import { Component, type ReactNode } from 'react';
import { Failed } from '../ui/notice.js';

interface State {
  readonly error: Error | undefined;
}

/** A page that breaks says so and leaves the others usable; after an update a page's file may be gone. */
export class PageErrors extends Component<{ readonly children: ReactNode }, State> {
  override state: State = { error: undefined };

  static getDerivedStateFromError(thrown: unknown): State {
    return { error: thrown instanceof Error ? thrown : new Error(String(thrown)) };
  }

  override render() {
    const { error } = this.state;
    if (!error) return this.props.children;
    return <Failed what="this page" error={error} onRetry={() => window.location.reload()} />;
  }
}
