/**
 * One column of a small table. `text`: as it stands; `amount`: exact decimal text; `time`: UTC epoch ms; `number`: any. Undefined
 * where there is none.
 */
export type TableColumn = { readonly name: string } & (
  | { readonly kind: 'text' | 'amount'; readonly values: readonly (string | undefined)[] }
  | { readonly kind: 'time' | 'number'; readonly values: readonly (number | undefined)[] }
);
