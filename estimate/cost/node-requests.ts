import type { NodePlan } from '../../statemachines/plan/execution-plan.ts';
import type { SecondsOf } from '../durations.ts';
import type { Requests } from '../requests.ts';
import { addRequests, noRequests } from '../requests.ts';
import { trialAt, trialCount } from '../trials.ts';
import {
  perExecution,
  perInputFile,
  perLookAtTheStopFlag,
  perProducerRead,
  perWritingExecution,
  STOP_FLAG_SECONDS,
} from './requests-per-execution.ts';

/** What all executions of a node ask of the stores. `isRead`: another node takes files from it. */
export function requestsOfNode(node: NodePlan, isRead: boolean, seconds: SecondsOf): Requests {
  const count = trialCount(node);
  const { files, producers } = readBy(node);
  let one = addRequests(perExecution, perInputFile, files);
  one = addRequests(one, perProducerRead, producers);
  if (isRead) one = addRequests(one, perWritingExecution);
  let looks = 0;
  for (let number = 0; number < count; number += 1) {
    looks += Math.floor(seconds(node.node, trialAt(node, number)) / STOP_FLAG_SECONDS);
  }
  return addRequests(addRequests(noRequests, one, count), perLookAtTheStopFlag, looks);
}

/** Of one execution: a file from every source, or from every trial that is gathered; each producer's execution is read once. */
function readBy({ inputs, parameters }: NodePlan): { readonly files: number; readonly producers: number } {
  const producers = new Map<string, number>();
  let files = 0;
  for (const source of [...inputs.flatMap((input) => input.sources), ...parameters.map(({ source }) => source)]) {
    const given = 'producer' in source ? source.producer : undefined;
    const trials = (given?.axes ?? []).reduce((product, { size = 1, gathered }) => product * (gathered ? size : 1), 1);
    if (given !== undefined) producers.set(JSON.stringify(given), trials);
    if (source.kind === 'uri' || source.kind === 'output' || source.kind === 'input') files += trials;
  }
  return { files, producers: [...producers.values()].reduce((sum, trials) => sum + trials, 0) };
}
