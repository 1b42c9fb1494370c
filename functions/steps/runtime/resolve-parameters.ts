import type { ParameterValue } from '../../../statemachines/definition/pipeline-definition.ts';
import { assertNever } from '../../../statemachines/diagnostics/invariant.ts';
import type { SweepPoint } from '../../../statemachines/graph/sweep/distinct-points.ts';
import type { NodePlan, ParameterPlan, ParameterSource } from '../../../statemachines/plan/execution-plan.ts';
import type { Execution } from '../../../platform/runs/run.ts';
import { castScalar } from '../../../platform/runs/cast-scalar.ts';
import type { ReadProducers } from '../../../platform/runs/read-producers.ts';
import { StepError } from './step-error.ts';

export type Parameters = Readonly<Record<string, ParameterValue>>;

/** Points of an axis whose trials were found at run time, by the trial of the sweeps around it. */
type FindPoints = (axis: string, outer: readonly number[]) => Promise<readonly SweepPoint[]>;

/** Values of a trial's parameters, cast to their declared types. Only parameters that come from another node cost a read. */
export async function resolveParameters(
  plan: NodePlan,
  trial: readonly number[],
  producers: ReadProducers,
  foundPoints: FindPoints,
): Promise<Parameters> {
  const values: Record<string, ParameterValue> = {};
  for (const parameter of plan.parameters) {
    const found = await readSource(plan, parameter, parameter.source, trial, producers, foundPoints);
    const value = castValue(plan.node, parameter, found);
    Object.defineProperty(values, parameter.name, { value, enumerable: true, configurable: true, writable: true });
  }
  return values;
}

interface Found {
  readonly value: unknown;
  /** For messages: `metadata "x" of node "a"`; absent where the plan holds the value. */
  readonly from?: string;
}

async function readSource(
  plan: NodePlan,
  parameter: ParameterPlan,
  source: ParameterSource,
  trial: readonly number[],
  producers: ReadProducers,
  foundPoints: FindPoints,
): Promise<Found> {
  switch (source.kind) {
    case 'value':
      return { value: source.value };
    case 'axis': {
      const at = plan.axes.findIndex(({ id }) => id === source.axis);
      const axis = plan.axes[at];
      const points = axis?.lists === undefined ? axis?.points : await foundPoints(axis.id, trial.slice(0, at));
      const value = points?.[trial[at] ?? -1]?.[source.key];
      if (value === undefined) {
        throw new StepError(
          'errored',
          `trial ${trial.join('.')} of node "${plan.node}" lies outside of axis "${source.axis}"`,
        );
      }
      return { value };
    }
    case 'metadata':
    case 'parameter': {
      const executions = await producers(source.producer);
      const gathered = source.producer.axes.some((axis) => axis.gathered);
      const what = source.kind === 'metadata' ? `metadata "${source.key}"` : `parameter "${source.parameter}"`;
      const from = `${what} of node "${source.producer.node}"`;
      const values = executions
        .filter((execution) => !gathered || execution.status === 'succeeded')
        .map((execution) =>
          source.kind === 'metadata' ? execution.metadata[source.key] : execution.parameters[source.parameter],
        )
        .filter((value) => value !== undefined);
      if (values.length === 0 && executions.every(hadNoTurn)) {
        const { fallback } = parameter;
        if (fallback !== undefined) return readSource(plan, parameter, fallback, trial, producers, foundPoints);
        throw new StepError(
          'errored',
          `parameter "${parameter.name}" of node "${plan.node}" waits for ${from}, which did not run; give the parameter a default for that case`,
        );
      }
      if (values.length === 0) {
        const printed = [...new Set(executions.flatMap((execution) => Object.keys(execution.metadata)))];
        const known =
          source.kind === 'metadata'
            ? `; it printed ${printed.length === 0 ? 'none' : printed.map((key) => `"${key}"`).join(', ')}`
            : '';
        throw new StepError(
          'errored',
          `parameter "${parameter.name}" of node "${plan.node}" waits for ${from}, which is missing${known}`,
        );
      }
      return { value: gathered ? values.flat() : values[0], from };
    }
    default:
      return assertNever(source);
  }
}

function hadNoTurn({ status }: Execution): boolean {
  return status === 'skipped' || status === 'omitted';
}

function castValue(node: string, parameter: ParameterPlan, { value, from }: Found): ParameterValue {
  const given = from === undefined ? '' : ` from ${from}`;
  if (value === null || value === undefined) {
    if (parameter.optional) return null;
    throw new StepError(
      'errored',
      `parameter "${parameter.name}" of node "${node}" has no value${given}; give it one, or make it optional`,
    );
  }
  const cast = (scalar: unknown): string | number | boolean => {
    const result = castScalar(scalar, parameter.type);
    if (result.kind === 'cast') return result.value;
    throw new StepError(
      'errored',
      `parameter "${parameter.name}" of node "${node}" wants ${result.wants}, but got ${JSON.stringify(scalar)}${given}`,
    );
  };
  if (Array.isArray(value)) return value.map(cast);
  return parameter.multiple ? [cast(value)] : cast(value);
}
