/** Where the databases of the worlds are made, from a copy of an empty one. */
export interface Playground {
  readonly template: string;
  readonly folder: string;
}
