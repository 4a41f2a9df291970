import { DockerfileParser, type Copy, type Env, type From } from 'dockerfile-ast';
import { read } from './project.js';

export const dockerfileText = read('Dockerfile');

export interface Stage {
  readonly name: string;
  /** The image or the stage that it stands on. */
  readonly from: string;
  readonly environment: Readonly<Record<string, string>>;
  /** The last of each instruction, the stage's own before those of what it stands on. */
  last(keyword: string): string | undefined;
  /** Where it copies from: a stage, or undefined for the build context. */
  readonly copies: readonly (string | undefined)[];
}

const parsed = DockerfileParser.parse(dockerfileText);

/** The stages of the Dockerfile, in order. */
export const stages: readonly Stage[] = parsed.getFROMs().map(stageOf);

function stageOf(from: From, index: number, all: readonly From[]): Stage {
  const start = from.getRange().start.line;
  const end = all[index + 1]?.getRange().start.line ?? Number.POSITIVE_INFINITY;
  const own = parsed
    .getInstructions()
    .filter((one) => one.getRange().start.line >= start && one.getRange().start.line < end);
  const base = from.getImage() ?? '';
  const pairs = parsed
    .getENVs()
    .filter((one) => own.includes(one))
    .flatMap(pairsOf);
  return {
    name: from.getBuildStage() ?? '',
    from: base,
    environment: Object.fromEntries(pairs),
    last: (keyword) => {
      const found = own.filter((one) => one.getKeyword() === keyword).at(-1);
      if (found) return found.getArgumentsContent() ?? '';
      return stages.find((one) => one.name === base)?.last(keyword);
    },
    copies: parsed
      .getCOPYs()
      .filter((one) => own.includes(one))
      .map(sourceOf),
  };
}

function pairsOf(env: Env): [string, string][] {
  return env.getProperties().map((one) => [one.getName(), one.getValue() ?? '']);
}

function sourceOf(copy: Copy): string | undefined {
  const flag = copy.getFlags().find((one) => one.getName() === 'from');
  return flag?.getValue() ?? undefined;
}
