import type { z } from 'zod';

import type { DiagnosticCollector } from '../../diagnostics/diagnostic-collector.ts';
import { didYouMean } from '../../diagnostics/suggest.ts';
import type { YamlNode } from '../yaml/yaml-node.ts';
import { childOf, nodeAt } from '../yaml/yaml-node.ts';
import { keySpan } from './cursor.ts';
import { describeValue, listed } from './describe-value.ts';
import { subjectOf } from './subject-of.ts';

type Issue = z.core.$ZodIssue;

const TYPE_WORDS: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a mapping',
  record: 'a mapping',
  null: 'null',
};

/** Says in the file's own words what a schema found; `kind` is the kind of the definition, such as "step". */
export function reportIssues(
  issues: readonly Issue[],
  root: YamlNode,
  kind: string,
  faults: DiagnosticCollector,
): void {
  for (const issue of issues) reportIssue(issue, { root, kind, faults }, []);
}

interface Scope {
  readonly root: YamlNode;
  readonly kind: string;
  readonly faults: DiagnosticCollector;
}

function reportIssue(issue: Issue, scope: Scope, base: readonly PropertyKey[]): void {
  const path = [...base, ...issue.path];
  const { faults } = scope;
  const node = nodeAt(scope.root, path);
  if (node.kind === 'scalar' && node.isBroken === true) return;
  const what = subjectOf(path, scope.root, scope.kind);
  if (isMissing(path, scope.root)) {
    reportMissing(path, scope);
    return;
  }
  switch (issue.code) {
    case 'unrecognized_keys':
      for (const key of issue.keys) reportUnknownField(key, issue.message.split(' '), what, node, faults);
      return;
    case 'invalid_type':
      reportType([issue.expected], what, node, faults);
      return;
    case 'invalid_value':
      reportNotAllowed(issue.values, what, node, faults);
      return;
    case 'invalid_union':
      reportUnion(issue, scope, path);
      return;
    case 'too_small':
    case 'too_big':
      if (isEdge(path)) reportEdge(what, node, faults);
      else reportSize(issue, what, node, faults);
      return;
    case 'invalid_format':
      faults.error('SL1025', `${what} is ${describeValue(node)}; it must be ${issue.message}`, node.span);
      return;
    default:
      faults.error('SL1022', `${what} is ${describeValue(node)}, which does not fit: ${issue.message}`, node.span);
  }
}

function reportMissing(path: readonly PropertyKey[], { root, kind, faults }: Scope): void {
  const owner = path.slice(0, -1);
  const field = String(path.at(-1));
  faults.error('SL1020', `${subjectOf(owner, root, kind)} has no ${listed([field])}`, nodeAt(root, owner).span, {
    hint: `add "${field}: ..."`,
  });
}

function reportUnknownField(
  key: string,
  allowed: readonly string[],
  what: string,
  node: YamlNode,
  faults: DiagnosticCollector,
): void {
  const suggestion = didYouMean(key, allowed);
  faults.error('SL1021', `${what} has an unknown field "${key}"${suggestion}`, keySpan(node, key), {
    hint: suggestion === '' ? `allowed are ${allowed.join(', ')}` : undefined,
  });
}

function reportType(expected: readonly string[], what: string, node: YamlNode, faults: DiagnosticCollector): void {
  const words = [...new Set(expected.map((type) => TYPE_WORDS[type] ?? type))];
  const isScalar = node.kind === 'scalar' && node.value !== null;
  const quotable = isScalar && typeof node.value !== 'string' && expected.includes('string');
  const unquotable =
    isScalar && typeof node.value === 'string' && node.value.trim() !== '' && !expected.includes('string');
  const asNumber =
    unquotable && (expected.includes('number') || expected.includes('int')) && Number.isFinite(Number(node.source));
  faults.error('SL1022', `${what} is ${describeValue(node)}; it must be ${words.join(' or ')}`, node.span, {
    hint: quotable ? `put it in quotes: "${node.source}"` : asNumber ? `remove the quotes: ${node.source}` : undefined,
  });
}

function reportNotAllowed(values: readonly unknown[], what: string, node: YamlNode, faults: DiagnosticCollector): void {
  const allowed = values.map(String);
  const suggestion = node.kind === 'scalar' ? didYouMean(node.source, allowed) : '';
  faults.error('SL1023', `${what} is ${describeValue(node)}; allowed are ${listed(allowed)}${suggestion}`, node.span);
}

function reportSize(
  issue: Extract<Issue, { code: 'too_small' | 'too_big' }>,
  what: string,
  node: YamlNode,
  faults: DiagnosticCollector,
): void {
  const limit = issue.code === 'too_small' ? `at least ${String(issue.minimum)}` : `at most ${String(issue.maximum)}`;
  if (issue.origin === 'string') {
    faults.error('SL1025', `${what} is ${describeValue(node)}; it must have ${limit} characters`, node.span);
  } else {
    faults.error('SL1024', `${what} is ${describeValue(node)}; it must be ${limit}`, node.span);
  }
}

/** Of several shapes, the author meant the one that fits best: none of whose faults is about the value as a whole. */
function reportUnion(
  issue: Extract<Issue, { code: 'invalid_union' }>,
  scope: Scope,
  path: readonly PropertyKey[],
): void {
  const node = nodeAt(scope.root, path);
  const what = subjectOf(path, scope.root, scope.kind);
  if (isEdge(path) && node.kind === 'scalar') {
    reportEdge(what, node, scope.faults);
    return;
  }
  if (issue.errors.length === 0) {
    const options = 'options' in issue && Array.isArray(issue.options) ? issue.options : [];
    reportNotAllowed(options, what, node, scope.faults);
    return;
  }
  const fitting = issue.errors
    .filter((branch) => branch.every((inner) => inner.path.length > 0 || inner.code !== 'invalid_type'))
    .sort((a, b) => a.length - b.length)[0];
  if (fitting !== undefined) {
    for (const inner of fitting) reportIssue(inner, scope, path);
    return;
  }
  const types = issue.errors.flatMap((branch) =>
    branch.flatMap((inner) => (inner.code === 'invalid_type' ? [inner.expected] : [])),
  );
  reportType(types, what, node, scope.faults);
}

function isEdge(path: readonly PropertyKey[]): boolean {
  return path.at(-2) === 'edges' && typeof path.at(-1) === 'number';
}

function reportEdge(what: string, node: YamlNode, faults: DiagnosticCollector): void {
  const found = node.kind === 'list' ? `a list of ${node.items.length}` : describeValue(node);
  faults.error(
    'SL1060',
    `${what} is ${found}; it must be a list of two ends, or a mapping with source and target`,
    node.span,
    {
      hint: 'write [node.output.file*, node.input.name]',
    },
  );
}

function isMissing(path: readonly PropertyKey[], root: YamlNode): boolean {
  const last = path.at(-1);
  if (last === undefined) return false;
  const owner = nodeAt(root, path.slice(0, -1));
  return owner.kind === 'map' && childOf(owner, last) === undefined;
}
