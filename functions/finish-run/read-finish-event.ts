import { machineStatuses, type MachineStatus } from '../../platform/pipelines/state-machines.ts';
import type { AttemptKey } from '../../platform/runs/execution-store.ts';
import type { FinishRequest } from '../../platform/runs/finish-run.ts';
import { endingOf } from '../../platform/runs/machine-ending.ts';

/** `finally`: not the run's end, but that of all before its nodes of `finally`. */
export interface FinishCall extends FinishRequest {
  readonly finally?: true;
  /** A nested pipeline's end instead: the execution of its own node. */
  readonly pipeline?: AttemptKey;
}

/**
 * What a finish-run event asks for: the payload of a machine's last state (asl/compiled-pipeline.ts, FinishEvent), or
 * EventBridge's "Step Functions Execution Status Change". Undefined: not the end of a run's machine, such as the end of a
 * Map Run's child, of somebody else's machine, or a start.
 */
export function readFinishEvent(event: unknown, stage: string): FinishCall | undefined {
  if (!isObject(event)) return undefined;
  if (event['detail-type'] === undefined) {
    const run = runIn(event);
    return run === undefined ? undefined : fromMachine(run, event);
  }
  const detail = event['detail'];
  if (event['source'] !== 'aws.states' || !isObject(detail)) return undefined;
  const { executionArn, stateMachineArn, name, status, error, cause, input, redriveCount } = detail;
  if (typeof executionArn !== 'string' || typeof stateMachineArn !== 'string' || !isStatus(status)) return undefined;
  // A Map Run's children run a machine `<name>/<map label>`.
  const machine = stateMachineArn.split(':').at(-1) ?? '';
  if (!machine.startsWith(`slipway-${stage}-`) || machine.includes('/')) return undefined;
  const run = typeof input === 'string' ? runIn(parse(input)) : undefined;
  if (run === undefined || name !== `${run.runId}-${run.generation}`) return undefined;
  const ending = endingOf({
    status,
    ...(typeof error === 'string' ? { error } : {}),
    ...(typeof cause === 'string' ? { cause } : {}),
  });
  if (ending === undefined) return undefined;
  const driven = typeof redriveCount === 'number' ? { redriveCount } : {};
  return { ...run, ...driven, ending, stateMachineExecutionArn: executionArn };
}

/** The payload of a machine's last state, or of the state before its nodes of `finally`. */
function fromMachine(
  run: Pick<FinishRequest, 'project' | 'runId' | 'generation'>,
  { finally: before, late, error, cause, node, trial, attempt }: Readonly<Record<string, unknown>>,
): FinishCall {
  if (typeof node === 'string' && typeof attempt === 'string' && isIndices(trial)) {
    return { ...run, ending: { kind: 'reached-end' }, pipeline: { ...run, node, trial, attempt } };
  }
  if (before !== true) return { ...run, ending: { kind: 'reached-end' } };
  if (late === true) return { ...run, finally: true, ending: { kind: 'timed-out' } };
  if (typeof error !== 'string' || error === '') return { ...run, finally: true, ending: { kind: 'reached-end' } };
  return { ...run, finally: true, ending: { kind: 'failed', error, ...(typeof cause === 'string' ? { cause } : {}) } };
}

function runIn(value: unknown): Pick<FinishRequest, 'project' | 'runId' | 'generation'> | undefined {
  if (!isObject(value)) return undefined;
  const { project, runId, generation } = value;
  if (typeof project !== 'string' || typeof runId !== 'string' || typeof generation !== 'number') return undefined;
  return { project, runId, generation };
}

function isIndices(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.every((index) => typeof index === 'number');
}

function isStatus(value: unknown): value is MachineStatus {
  return (machineStatuses as readonly unknown[]).includes(value);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
