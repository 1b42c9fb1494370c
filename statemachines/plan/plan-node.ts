import { assertNever } from '../diagnostics/invariant.ts';
import type { GraphNode, GraphStep } from '../graph/pipeline-graph.ts';
import type { NodePlan, NodeWork } from './execution-plan.ts';
import { planStopCondition } from './failures/plan-conditions.ts';
import { planInputs } from './plan-inputs.ts';
import type { NodeSources } from './plan-parameters.ts';
import { planParameters } from './plan-parameters.ts';

/** The longest that Lambda lets a function run, and so an attempt of a handler. */
export const MOST_HANDLER_SECONDS = 900;
/** Commands run on containers, which have no limit of their own. */
const DEFAULT_COMMAND_SECONDS = 24 * 60 * 60;
const DEFAULT_APPROVAL_SECONDS = 24 * 60 * 60;
/** `on-error: retry` on a step that does not say how often. */
const DEFAULT_RETRY = { attempts: 3, intervalSeconds: 1, backoffRate: 2 } as const;

/** Everything that one node's executions need. */
export function planNode(sources: NodeSources, after: readonly string[]): NodePlan {
  const { node, axes, over } = sources;
  const step = node.kind === 'execution' || node.kind === 'sweep' ? node.step : undefined;
  const retry = retryOf(node, step);
  const targetMetric = targetMetricOf(sources);
  const parameters = planParameters(sources);
  const stopCondition = planStopCondition(sources, parameters);
  return {
    node: node.name,
    kind: node.kind,
    step: step?.name ?? (node.kind === 'deployment' ? node.deployment : node.kind === 'pipeline' ? node.pipeline : ''),
    work: workOf(step),
    axes: axes.filter((axis) => over.includes(axis.id)),
    parameters,
    inputs: planInputs(sources),
    environmentVariables: Object.fromEntries(
      (step?.environmentVariables ?? []).flatMap((variable) =>
        variable.default === undefined ? [] : [[variable.name.value, variable.default.value]],
      ),
    ),
    ...(step?.memoryMb === undefined ? {} : { memoryMb: step.memoryMb }),
    ...(step?.storageMb === undefined ? {} : { storageMb: step.storageMb }),
    timeoutSeconds: timeoutOf(node),
    ...(retry === undefined ? {} : { retry }),
    ...(targetMetric === undefined ? {} : { targetMetric }),
    ...(node.kind === 'sweep' && node.trials.reuseChildren ? { reuseChildren: true as const } : {}),
    ...(stopCondition === undefined ? {} : { stopCondition }),
    ...(node.within === undefined ? {} : { within: node.within }),
    ...(node.kind === 'pipeline' && node.statusMode === 'argo' ? { statusMode: 'argo' as const } : {}),
    ...(node.kind === 'approval' && node.message !== '' ? { message: node.message } : {}),
    after,
  };
}

/** A task's own metric, else that of the sweep which repeats the node: without trials there is nothing to compare. */
function targetMetricOf({ graph, node, axes, over }: NodeSources): string | undefined {
  const own = node.kind === 'sweep' ? node.trials.targetMetric : undefined;
  const swept = axes.some((axis) => axis.origin === 'pipeline' && over.includes(axis.id));
  return own ?? (swept ? graph.sweep?.targetMetric : undefined);
}

function workOf(step: GraphStep | undefined): NodeWork {
  if (step === undefined) return { kind: 'none' };
  const { work } = step;
  if (work.kind === 'handler') return { kind: 'handler', handler: work.handler.value };
  return { kind: 'command', image: work.image.value, command: work.command.map((line) => line.value) };
}

function timeoutOf(node: GraphNode): number {
  switch (node.kind) {
    case 'execution':
    case 'sweep': {
      const asked = node.step.timeoutSeconds;
      if (node.step.work.kind === 'command') return asked ?? DEFAULT_COMMAND_SECONDS;
      return Math.min(asked ?? MOST_HANDLER_SECONDS, MOST_HANDLER_SECONDS);
    }
    case 'approval':
      return node.timeoutSeconds ?? DEFAULT_APPROVAL_SECONDS;
    case 'pipeline':
      return node.timeoutSeconds ?? DEFAULT_COMMAND_SECONDS;
    case 'deployment':
      return DEFAULT_COMMAND_SECONDS;
    default:
      return assertNever(node);
  }
}

function retryOf(node: GraphNode, step: GraphStep | undefined): NodePlan['retry'] {
  if (step?.retry === undefined) return node.onError === 'retry' ? DEFAULT_RETRY : undefined;
  const { attempts, intervalSeconds, backoffRate, maxDelaySeconds } = step.retry;
  return {
    attempts: attempts.value,
    intervalSeconds: intervalSeconds?.value ?? DEFAULT_RETRY.intervalSeconds,
    backoffRate: backoffRate?.value ?? DEFAULT_RETRY.backoffRate,
    ...(maxDelaySeconds === undefined ? {} : { maxDelaySeconds: maxDelaySeconds.value }),
  };
}
