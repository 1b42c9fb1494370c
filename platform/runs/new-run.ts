import type { MachineInput } from '../../statemachines/asl/compiled-pipeline.ts';
import { axisSize } from '../../statemachines/plan/axis-size.ts';
import type { ExecutionPlan, NodePlan } from '../../statemachines/plan/execution-plan.ts';
import type { PipelineStructure } from '../pipelines/pipeline-registry.ts';
import { executionArnOf } from '../pipelines/state-machines.ts';
import { axisItemsPrefix } from './run-keys.ts';
import type { Run, RunNode } from './run.ts';

export function newRun(
  structure: PipelineStructure,
  plan: ExecutionPlan,
  given: Pick<Run, 'runId' | 'parameters' | 'inputs' | 'targets' | 'rerunOf' | 'createdAt'> & {
    /** Absent: as the pipeline says. */
    readonly reuse?: boolean;
  },
): Run {
  const generation = 1;
  const reuse = given.reuse ?? plan.reuseExecutions;
  const { stateMachineArn } = structure;
  return {
    project: structure.project,
    runId: given.runId,
    pipeline: structure.pipeline,
    definitionHash: structure.definitionHash,
    structureHash: structure.structureHash,
    status: 'pending',
    generation,
    parameters: given.parameters,
    inputs: given.inputs,
    ...(given.targets === undefined ? {} : { targets: given.targets }),
    ...(given.rerunOf === undefined ? {} : { rerunOf: given.rerunOf }),
    nodes: runNodes(plan),
    stateMachineExecutionArn: machineExecution(stateMachineArn, given.runId, generation),
    createdAt: given.createdAt,
    ...(plan.statusMode === undefined ? {} : { statusMode: plan.statusMode }),
    ...(reuse === undefined ? {} : { reuse }),
  };
}

export function runNodes(plan: ExecutionPlan): readonly RunNode[] {
  return plan.nodes.map(newRunNode);
}

/** The ARN of the execution that works on a generation of a run. */
export function machineExecution(stateMachineArn: string, runId: string, generation: number): string {
  return executionArnOf(stateMachineArn, machineExecutionName(runId, generation));
}

function newRunNode(plan: NodePlan): RunNode {
  const { node, kind, step, axes, after, targetMetric, condition, depends, rules, stopCondition } = plan;
  return {
    node,
    kind,
    step,
    axes: axes.map((axis) => {
      const size = axisSize(axis);
      return { axis: axis.id, ...(size === undefined ? {} : { size }), onChildError: axis.onChildError };
    }),
    after,
    ...(targetMetric === undefined ? {} : { targetMetric }),
    ...(condition === undefined ? {} : { condition }),
    ...(depends === undefined ? {} : { depends }),
    ...(rules?.when === undefined ? {} : { when: rules.when.text }),
    ...(stopCondition === undefined ? {} : { stopCondition: stopCondition.text }),
    ...(rules?.actions?.some((action) => action.then.includes('require-approval')) === true ? { asks: true } : {}),
    ...(plan.continues === true ? { continues: true } : {}),
    ...(plan.finally === true ? { finally: true } : {}),
    ...(plan.within === undefined ? {} : { within: plan.within }),
    ...(plan.statusMode === undefined ? {} : { statusMode: plan.statusMode }),
  };
}

/** Unique to a run and its generation, so that starting it twice starts it once. */
export function machineExecutionName(runId: string, generation: number): string {
  return `${runId}-${generation}`;
}

export function machineInput(run: Run, plan: ExecutionPlan, bucket: string): MachineInput {
  const { project, runId, generation } = run;
  return {
    project,
    runId,
    generation,
    axes: Object.fromEntries(
      plan.axes.flatMap((axis) => (axis.lists === undefined ? [[axis.id, axis.points.length]] : [])),
    ),
    items: { bucket, prefix: axisItemsPrefix(project, runId, generation) },
  };
}
