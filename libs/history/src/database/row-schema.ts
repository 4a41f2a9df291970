import { z } from 'zod';
import type { Dialect } from './database.js';

/** A column that may hold nothing, which is undefined here. */
export const optional = <Schema extends z.ZodType>(schema: Schema) =>
  schema.nullable().transform((value) => value ?? undefined);

/** A boolean, of which SQLite has no type of its own. */
export const bit = z.union([z.boolean(), z.int().transform((one) => one !== 0)]);

/** A row as it travels in one JSON array, and what each of its columns must be. */
export interface RowSchema<Row> {
  /** In snake case, in the order of the shape. */
  readonly columns: readonly string[];
  readonly rows: z.ZodType<Row[]>;
  /** A query's only column: all its rows, in an order. */
  collect(dialect: Dialect, orderBy: string): string;
}

/** The row that a camel-case shape describes; its columns have the same names in snake case. */
export function rowSchema<Shape extends z.ZodRawShape>(
  shape: Shape,
): RowSchema<z.output<z.ZodObject<Shape>>> {
  const names = Object.keys(shape);
  const columns = names.map(snakeCase);
  const row = z
    .array(z.unknown())
    .length(names.length)
    .transform((values) => Object.fromEntries(names.map((name, i) => [name, values[i]])))
    .pipe(z.object(shape));
  return {
    columns,
    rows: z.array(row),
    collect: (dialect, orderBy) => dialect.collect(dialect.array(columns), orderBy),
  };
}

export function snakeCase(name: string): string {
  return name.replaceAll(/[A-Z]/g, (capital) => `_${capital.toLowerCase()}`);
}
