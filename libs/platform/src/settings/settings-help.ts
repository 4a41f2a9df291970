import { z } from 'zod';

export interface ServiceAbout {
  /** As in `apps/<name>`. */
  readonly name: string;
  /** What it does, in a sentence. */
  readonly does: string;
}

/** No variable can hold it: a schema that looks at its text refuses it, and says what is allowed. */
const NEVER_ALLOWED = '\0';

/** What the service is, and of each variable in the schema what it is when unset, and what is allowed. */
export function settingsHelp({ name, does }: ServiceAbout, schema: z.ZodObject): string {
  const shape: z.core.$ZodShape = schema.shape;
  const width = Math.max(...Object.keys(shape).map((variable) => variable.length));
  return [
    `${name}: ${does}`,
    '',
    `  node apps/${name}/bundle/main.js`,
    '',
    'It takes no arguments. Its environment variables, with what each is when unset or empty; docs/CONFIGURATION.md says',
    'what they mean:',
    '',
    ...Object.entries(shape).map(([variable, field]) => {
      const said = [defaultText(field) ?? '–', ...allowed(field)].join('; ');
      return `  ${variable.padEnd(width)}  ${said}`;
    }),
  ].join('\n');
}

/** As it is written in the environment; undefined where nothing is there. */
function defaultText(field: z.core.$ZodType): string | undefined {
  if (!(field instanceof z.ZodDefault || field instanceof z.ZodPrefault)) return undefined;
  const { defaultValue } = field.def;
  const text = String(defaultValue instanceof Map ? [...defaultValue] : defaultValue);
  return text === '' ? undefined : text;
}

function allowed(field: z.core.$ZodType): string[] {
  const refused = z.safeParse(field, NEVER_ALLOWED);
  return refused.error?.issues.slice(0, 1).map(({ message }) => message) ?? [];
}
