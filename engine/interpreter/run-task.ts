import type { TaskState } from '../asl/index.ts';
import type { HistoryEventType } from '../history/history-event.ts';
import { TaskError } from '../tasks/task-call.ts';
import { withJobParameters } from '../tasks/job-parameters.ts';
import { parseTaskResource, type TaskResource } from '../tasks/task-resource.ts';
import { parseJson, type Json, type JsonFields, type JsonObject } from '../json/json.ts';
import { exceedsBytes, payload, payloadText, type Payload } from '../json/payload.ts';
import { emit, recall, type Visit } from './branch.ts';
import { deliverTask } from './deliver-task.ts';
import { locatedCause } from './fail-state.ts';
import { languageOf } from './language-of.ts';
import { tooLarge } from './payload-limit.ts';
import { runtimeFailure, StateFailure } from './state-failure.ts';

type Moment = 'Scheduled' | 'Started' | 'Succeeded' | 'Failed' | 'TimedOut';

const eventType = (resource: TaskResource, moment: Moment): HistoryEventType => {
  if (resource.kind === 'lambda') return `LambdaFunction${moment}`;
  return resource.kind === 'activity' ? `Activity${moment}` : `Task${moment}`;
};

/** Events of integrations name the integration; those of a bare function ARN, or of an activity, do not. */
const identity = (resource: TaskResource): JsonObject =>
  resource.kind === 'lambda' || resource.kind === 'activity'
    ? {}
    : { resourceType: resource.resourceType, resource: resource.resource };

/** How the cause of a result that is too large names the task. */
const subjectOf = (resource: TaskResource): string => {
  if (resource.kind === 'lambda') return resource.functionArn;
  return resource.kind === 'activity' ? resource.activityArn : resource.resourceType;
};

const NOT_TRUNCATED = { truncated: false };

const scheduledDetails = (
  visit: Visit<TaskState>,
  resource: TaskResource,
  input: Payload,
  settings: JsonObject,
): JsonObject =>
  resource.kind === 'lambda' || resource.kind === 'activity'
    ? {
        resource: resource.kind === 'lambda' ? resource.functionArn : resource.activityArn,
        input: payloadText(input),
        inputDetails: NOT_TRUNCATED,
        ...settings,
      }
    : {
        ...identity(resource),
        region: visit.branch.execution.region,
        parameters: payloadText(input),
        ...settings,
      };

const text = (value: Json | undefined): string | undefined => (typeof value === 'string' ? value : undefined);

/** The outcome that an earlier life of the process recorded for this attempt. */
const recalledOutcome = (visit: Visit<TaskState>, suffix: string): Payload | StateFailure | undefined => {
  const known = recall(visit.branch, visit.path, suffix);
  if (known === undefined) return undefined;
  visit.branch.lastEventId = known.event.id;
  const details = known.event.details ?? {};
  if (known.event.type.endsWith('Succeeded')) {
    const output = text(details['output']) ?? 'null';
    return payload(parseJson(output), output);
  }
  return new StateFailure(
    text(details['error']) ?? 'States.TaskFailed',
    text(details['cause']),
    known.memo === 'heartbeat' ? { aliases: ['States.HeartbeatTimeout'] } : {},
  );
};

/** What is wrong with the task itself, and not with its work, is told with the state where it happened. */
const causeOf = (visit: Visit, { error, cause }: TaskError): string | undefined =>
  error === 'States.Runtime' && cause !== undefined ? locatedCause(visit, cause) : cause;

const emitFailure = (visit: Visit<TaskState>, resource: TaskResource, suffix: string, error: unknown): StateFailure => {
  const failure =
    error instanceof TaskError
      ? new StateFailure(error.error, causeOf(visit, error))
      : error instanceof StateFailure
        ? error
        : undefined;
  if (failure === undefined) throw error;
  const timedOut = failure.error === 'States.Timeout' && failure.cause === undefined;
  const details: JsonFields = { ...identity(resource), error: failure.error };
  if (failure.cause !== undefined) details['cause'] = failure.cause;
  const memo = failure.aliases.includes('States.HeartbeatTimeout') ? 'heartbeat' : undefined;
  emit(visit.branch, visit.path, suffix, eventType(resource, timedOut ? 'TimedOut' : 'Failed'), details, memo);
  return failure;
};

/** Delivers a Task once and gives its result. Throws `StateFailure`, after the event that tells it. */
export const runTask = async (visit: Visit<TaskState>, label: string): Promise<Payload> => {
  const { branch, state, path } = visit;
  const language = languageOf(visit.language);
  const resource = parseTaskResource(state.Resource);
  const attemptPath = `${path}.${label}`;
  visit.taskToken =
    'pattern' in resource && resource.pattern === 'waitForTaskToken'
      ? branch.execution.tokens.issue(attemptPath)
      : undefined;

  if (resource.kind === 'activity' && !branch.execution.activities.exists(resource.activityArn)) {
    throw runtimeFailure('States.Runtime', `The activity ${resource.activityArn} does not exist.`);
  }
  const given = await language.arguments(visit);
  const parameters = withJobParameters(resource, given.value);
  const input = parameters === given.value ? given : payload(parameters);
  const roleArn = await language.roleArn(visit);
  const timeoutSeconds = await language.seconds(visit, 'TimeoutSeconds');
  const heartbeatSeconds = await language.seconds(visit, 'HeartbeatSeconds');
  const settings: JsonFields = {};
  if (timeoutSeconds !== undefined) settings['timeoutInSeconds'] = timeoutSeconds;
  if (heartbeatSeconds !== undefined) settings['heartbeatInSeconds'] = heartbeatSeconds;
  if (roleArn !== undefined) settings['taskCredentials'] = { roleArn };

  const redelivered = recall(branch, path, `scheduled${label}`) !== undefined;
  const details = scheduledDetails(visit, resource, input, settings);
  const scheduled = emit(branch, path, `scheduled${label}`, eventType(resource, 'Scheduled'), details);
  // An activity's task starts when a worker fetches it.
  const started =
    resource.kind === 'activity'
      ? scheduled
      : emit(
          branch,
          path,
          `started${label}`,
          eventType(resource, 'Started'),
          resource.kind === 'lambda' ? undefined : identity(resource),
        );
  const recalled = recalledOutcome(visit, `ended${label}`);
  if (recalled instanceof StateFailure) throw recalled;
  if (recalled !== undefined) return recalled;

  // A redelivered task waits for nobody else's records, so that it listens for its token as soon as the engine is open.
  if (!redelivered) await branch.execution.recorder.committed();
  // After a restart the task gets what it got before, whatever the expressions would give now.
  const sent = text(scheduled.details?.['input'] ?? scheduled.details?.['parameters']);
  let result: Json;
  try {
    result = await deliverTask(visit, resource, {
      arguments: sent === undefined || sent === payloadText(input) ? input.value : parseJson(sent),
      attemptPath,
      label,
      startedAt: started.timestamp,
      timeoutSeconds,
      heartbeatSeconds,
    });
  } catch (error) {
    throw emitFailure(visit, resource, `ended${label}`, error);
  }
  const output = JSON.stringify(result);
  if (exceedsBytes(output, branch.execution.limits.payloadBytes)) {
    throw emitFailure(visit, resource, `ended${label}`, tooLarge(subjectOf(resource)));
  }
  emit(branch, path, `ended${label}`, eventType(resource, 'Succeeded'), {
    ...identity(resource),
    output,
    outputDetails: NOT_TRUNCATED,
  });
  return payload(result, output);
};
