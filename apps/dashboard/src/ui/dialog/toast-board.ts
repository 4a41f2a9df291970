/** What is shown once, in a corner. */
export interface Toast {
  readonly title: string;
  readonly description: string;
  /** A refusal or failure: read aloud at once, and kept for longer. */
  readonly isError?: boolean;
  /** Kept until it is closed by hand. */
  readonly stays?: boolean;
}

export interface ShownToast extends Toast {
  readonly id: number;
}

/** As many as fit beside a page: the oldest goes when there are more. */
const MOST = 4;

/** The toasts that are shown now; callable from anywhere. */
export class ToastBoard {
  shown: readonly ShownToast[] = [];
  private lastId = 0;
  private readonly listeners = new Set<() => void>();

  add(toast: Toast): void {
    this.lastId++;
    this.become([...this.shown, { ...toast, id: this.lastId }].slice(-MOST));
  }

  close(id: number): void {
    this.become(this.shown.filter((toast) => toast.id !== id));
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  private become(shown: readonly ShownToast[]): void {
    this.shown = shown;
    for (const listener of this.listeners) listener();
  }
}

export const toasts = new ToastBoard();
