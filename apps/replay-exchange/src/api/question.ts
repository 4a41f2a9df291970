/** What was asked for, by name; of a repeated parameter the last counts. */
export type Query = Readonly<Record<string, string>>;

/**
 * One question to an API. `path` is the endpoint's: that of the request, or, where one path serves them all,
 * that and the kind of question (`/info/candleSnapshot`).
 */
export interface Question {
  readonly path: string;
  /** The endpoint's, where every question has a path of its own: a file of an archive. */
  readonly endpoint?: string;
  readonly query: Query;
}
