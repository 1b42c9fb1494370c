import type { ExecutionPlan, NodePlan } from '../plan/execution-plan.ts';
import { jsonata } from './jsonata.ts';
import type { ChoiceState } from './states.ts';

/** Whether something in a nested pipeline may end the run: an action, or a person who was asked. */
export function mayHaltRun({ nodes }: ExecutionPlan, { node, kind }: NodePlan): boolean {
  if (kind !== 'pipeline') return false;
  const around = new Map(nodes.map((each) => [each.node, each.within]));
  const isInside = (name: string): boolean => {
    const within = around.get(name);
    return within !== undefined && (within === node || isInside(within));
  };
  return nodes.some((each) => each.rules?.actions?.some(({ then }) => then.length > 0) === true && isInside(each.node));
}

/** What ends the run is no failure of the nested pipeline that others could deal with: it goes on to the top. */
export function haltChoice(error: string, halted: string, failed: string): ChoiceState {
  return {
    Type: 'Choice',
    Choices: [{ Condition: jsonata(`${error} in ["PipelineStopped", "PipelineErrored"]`), Next: halted }],
    Default: failed,
  };
}
