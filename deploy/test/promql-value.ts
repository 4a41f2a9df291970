import { parser } from '@prometheus-io/lezer-promql';

type Node = ReturnType<typeof parser.parse>['topNode'];
type Labels = Readonly<Record<string, string>>;

/** One time series at this moment. Under `increase(…)` its value is what that function makes of it. */
export interface Sample {
  readonly name: string;
  readonly labels: Labels;
  readonly value: number;
}

type Value = number | readonly Sample[];

const COMPARE: Readonly<Record<string, (a: number, b: number) => boolean>> = {
  Gtr: (a, b) => a > b,
  Lss: (a, b) => a < b,
  Eql: (a, b) => a === b,
  Gte: (a, b) => a >= b,
  Lte: (a, b) => a <= b,
  Neq: (a, b) => a !== b,
};

/**
 * The series for which an alert's expression is true, as Prometheus reads it: selectors, comparisons with a number, and
 * `and`, `or`, `unless` with `on (…)`. Errors: for any other expression.
 */
export function firing(expression: string, samples: readonly Sample[]): readonly Sample[] {
  const root = parser.parse(expression).topNode.firstChild;
  if (!root) throw new Error(`Nothing to evaluate: ${expression}`);
  const value = valueOf(root, expression, samples);
  if (typeof value === 'number') throw new Error(`A number is no alert: ${expression}`);
  return value;
}

function valueOf(node: Node, text: string, samples: readonly Sample[]): Value {
  const of = (child: Node) => valueOf(child, text, samples);
  const parts = childrenOf(node);
  switch (node.name) {
    case 'NumberDurationLiteral':
      return Number(textOf(node, text));
    case 'ParenExpr':
    case 'MatrixSelector':
      return of(parts[0]!);
    case 'FunctionCall':
      return of(childrenOf(node.getChild('FunctionCallBody')!)[0]!);
    case 'VectorSelector':
      return selected(node, text, samples);
    case 'BinaryExpr':
      return joined(node, text, of(parts[0]!), of(parts.at(-1)!));
    default:
      throw new Error(`Not known to this test: ${node.name} in ${text}`);
  }
}

function selected(node: Node, text: string, samples: readonly Sample[]): Sample[] {
  const name = textOf(node.getChild('Identifier')!, text);
  const matchers = node.getChild('LabelMatchers')?.getChildren('UnquotedLabelMatcher') ?? [];
  return samples.filter(
    (sample) =>
      sample.name === name &&
      matchers.every((matcher) => {
        const value = textOf(matcher.getChild('StringLiteral')!, text).slice(1, -1);
        const label = sample.labels[textOf(matcher.getChild('LabelName')!, text)] ?? '';
        const isRegex = textOf(matcher.getChild('MatchOp')!, text) === '=~';
        return isRegex ? new RegExp(`^(?:${value})$`).test(label) : label === value;
      }),
  );
}

function joined(node: Node, text: string, left: Value, right: Value): Value {
  if (typeof left === 'number') throw new Error(`A number on the left: ${text}`);
  const operator = childrenOf(node)[1]!.name;
  if (typeof right === 'number') {
    const compare = COMPARE[operator];
    if (!compare) throw new Error(`Not known to this test: ${operator}`);
    return left.filter(({ value }) => compare(value, right));
  }
  const clause = node.getChild('MatchingModifierClause');
  if (!clause?.getChild('On')) throw new Error(`Joined without on (…): ${text}`);
  const names = clause.getChild('GroupingLabels')!.getChildren('LabelName');
  const keyOf = ({ labels }: Sample) =>
    names.map((name) => labels[textOf(name, text)] ?? '').join('|');
  const lefts = new Set(left.map(keyOf));
  const rights = new Set(right.map(keyOf));
  switch (operator) {
    case 'And':
      return left.filter((sample) => rights.has(keyOf(sample)));
    case 'Unless':
      return left.filter((sample) => !rights.has(keyOf(sample)));
    case 'Or':
      return [...left, ...right.filter((sample) => !lefts.has(keyOf(sample)))];
    default:
      throw new Error(`Not known to this test: ${operator}`);
  }
}

function childrenOf(node: Node): Node[] {
  const children: Node[] = [];
  for (let child = node.firstChild; child; child = child.nextSibling) children.push(child);
  return children;
}

function textOf({ from, to }: Node, text: string): string {
  return text.slice(from, to);
}
