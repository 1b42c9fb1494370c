import type { DiagnosticCode } from '../../../diagnostics/codes.ts';
import type { DiagnosticCollector } from '../../../diagnostics/diagnostic-collector.ts';
import type { Severity } from '../../../diagnostics/diagnostic.ts';
import type { Located } from '../../../diagnostics/source-span.ts';
import type { RuleContext } from './rule.ts';

interface Named {
  readonly name: Located<string>;
}

interface Strictness {
  readonly code: DiagnosticCode;
  readonly severity: Severity;
  readonly hint: string;
}

const LAST_COUNTS: Strictness = {
  code: 'SL1041',
  severity: 'warning',
  hint: 'rename one of the two: only the last one is used',
};
const NODES: Strictness = {
  code: 'SL1040',
  severity: 'error',
  hint: 'rename one of the two, and the edges that mean it',
};

/** Nodes of a pipeline have names of their own; of other definitions with one name Valohai silently takes the last. */
export function uniqueNames({ definition, faults }: RuleContext): void {
  check(definition.steps, 'steps', LAST_COUNTS, faults);
  check(definition.tasks, 'tasks', LAST_COUNTS, faults);
  check(definition.pipelines, 'pipelines', LAST_COUNTS, faults);
  check(definition.deployments, 'deployments', LAST_COUNTS, faults);
  check(definition.endpoints, 'endpoints', LAST_COUNTS, faults);
  for (const step of definition.steps) {
    check(step.parameters, `parameters of step "${step.name.value}"`, LAST_COUNTS, faults);
    check(step.inputs, `inputs of step "${step.name.value}"`, LAST_COUNTS, faults);
    check(step.environmentVariables, `environment variables of step "${step.name.value}"`, LAST_COUNTS, faults);
  }
  for (const pipeline of definition.pipelines) {
    check(pipeline.nodes, `nodes of pipeline "${pipeline.name.value}"`, NODES, faults);
    check(pipeline.parameters, `parameters of pipeline "${pipeline.name.value}"`, LAST_COUNTS, faults);
  }
}

function check(
  named: readonly Named[],
  what: string,
  { code, severity, hint }: Strictness,
  faults: DiagnosticCollector,
): void {
  const first = new Map<string, Named>();
  for (const one of named) {
    const { value, span } = one.name;
    const earlier = first.get(value);
    if (value === '') continue;
    if (earlier === undefined) first.set(value, one);
    else {
      faults[severity](code, `two ${what} have the name "${value}"`, span, {
        hint,
        related: [{ message: `"${value}" is first given here`, span: earlier.name.span }],
      });
    }
  }
}
