import { TaskError } from '../tasks/task-call.ts';
import type { Json } from '../json/json.ts';
import type { Visit } from './branch.ts';
import type { StateFailure } from './state-failure.ts';

/** A call that a state makes for itself, such as a Map reading its items: no Task, so no events. */
export const runServiceCall = async (
  visit: Visit,
  resource: string,
  parameters: Json,
  failed: (cause: string) => StateFailure,
): Promise<Json> => {
  const { execution, halt } = visit.branch;
  await execution.recorder.committed();
  try {
    return await execution.tasks.run(execution, {
      resource,
      stateName: visit.name,
      arguments: parameters,
      mapIndices: visit.branch.mapIndices,
      retryCount: visit.retryCount,
      idempotencyKey: `${execution.arn}${visit.path}`,
      halt,
      submitted: () => undefined,
    });
  } catch (error) {
    if (error instanceof TaskError) throw failed(`${error.error}: ${error.cause ?? ''}`);
    throw error;
  }
};
