import type { ChoiceState, FailState, State } from '../asl/index.ts';
import { assertNever } from '../json/assert-never.ts';
import { isJsonObject, parseJson, type Json, type JsonFields, type JsonObject } from '../json/json.ts';
import { payload, payloadText, type Payload } from '../json/payload.ts';
import { redriveSuffix } from './attempt-label.ts';
import { emit, recall, type Branch, type Exit, type Visit } from './branch.ts';
import { locateFailure } from './fail-state.ts';
import { HaltedError } from './halt.ts';
import { languageOf } from './language-of.ts';
import { pathName } from './path-name.ts';
import { runAttempts } from './run-attempts.ts';
import { runMap } from './run-map.ts';
import { runParallel } from './run-parallel.ts';
import { runTask } from './run-task.ts';
import { StateFailure } from './state-failure.ts';
import { waitUntil } from './wait-until.ts';

const NOT_TRUNCATED = { truncated: false };

/** The same visit, not a copy (retry counts and task tokens are written to it), narrowed by its state's Type. */
const visitOf = <S extends State>(visit: Visit, state: S): Visit<S> => Object.assign(visit, { state });

const runFail = async (visit: Visit<FailState>): Promise<never> => {
  const language = languageOf(visit.language);
  const error = await language.failText(visit, 'Error');
  const cause = await language.failText(visit, 'Cause');
  throw new StateFailure(error ?? '', cause);
};

const runChoice = async (visit: Visit<ChoiceState>): Promise<Exit> => languageOf(visit.language).choose(visit);

const perform = async (visit: Visit): Promise<Exit> => {
  const { state, branch } = visit;
  const language = languageOf(visit.language);
  switch (state.Type) {
    case 'Pass':
      return { ...(await language.complete(visit, undefined)), next: state.Next };
    case 'Succeed':
      return { ...(await language.complete(visit, undefined)), next: undefined };
    case 'Wait': {
      const time = await language.waitUntil(visit);
      const until = branch.execution.recorder.note(`${visit.path}:until${redriveSuffix(branch)}`, () => time);
      await waitUntil(branch, Number(until));
      return { ...(await language.complete(visit, undefined)), next: state.Next };
    }
    case 'Choice':
      return runChoice(visitOf(visit, state));
    case 'Fail':
      return runFail(visitOf(visit, state));
    case 'Task': {
      const task = visitOf(visit, state);
      return runAttempts(visit, state, { run: async ({ label }) => ({ result: await runTask(task, label) }) });
    }
    case 'Parallel':
      return runAttempts(visit, state, runParallel(visitOf(visit, state)));
    case 'Map':
      return runAttempts(visit, state, runMap(visitOf(visit, state)));
    default:
      return assertNever(state);
  }
};

const assignedDetails = (assigned: JsonObject | undefined): JsonObject => {
  if (assigned === undefined) return {};
  const texts: JsonFields = {};
  for (const [name, value] of Object.entries(assigned)) texts[name] = JSON.stringify(value);
  return { assignedVariables: texts, assignedVariablesDetails: NOT_TRUNCATED };
};

const textOf = (value: Json | undefined): string => (typeof value === 'string' ? value : 'null');

/** How a state ended in an earlier life of the process: it is not done again. */
const recalledExit = (branch: Branch, path: string): Exit | undefined => {
  const known = recall(branch, path, 'exited');
  if (known === undefined) return undefined;
  branch.lastEventId = known.event.id;
  const details: Readonly<Record<string, Json | undefined>> = known.event.details ?? {};
  const output = textOf(details['output']);
  const texts = details['assignedVariables'];
  return {
    output: payload(parseJson(output), output),
    next: typeof known.memo === 'string' ? known.memo : undefined,
    assigned: isJsonObject(texts)
      ? Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, parseJson(textOf(text))]))
      : undefined,
  };
};

const performOrFail = async (visit: Visit): Promise<Exit> => {
  try {
    return await perform(visit);
  } catch (error) {
    if (error instanceof HaltedError) throw error;
    throw locateFailure(visit, error, 0);
  }
};

/** Runs one state of a branch, from the event that it was entered to the event that it was left. */
export const runState = async (branch: Branch, name: string, state: State, input: Payload): Promise<Exit> => {
  const path = `${branch.path}/${pathName(name)}#${++branch.visits}`;
  const recalled = recalledExit(branch, path);
  if (recalled !== undefined) return recalled;
  // A Fail state is entered again by a redrive; any other goes on where it was.
  const again = state.Type === 'Fail' ? redriveSuffix(branch) : '';
  const entered = emit(branch, path, `entered${again}`, `${state.Type}StateEntered`, {
    name,
    input: payloadText(input),
    inputDetails: NOT_TRUNCATED,
  });
  branch.current = { type: state.Type, path, branches: new Set() };
  const visit: Visit = {
    branch,
    name,
    state,
    path,
    input,
    language: state.QueryLanguage ?? branch.queryLanguage,
    entered,
    since: Math.max(entered.timestamp, branch.execution.redriveTime ?? 0),
    retryCount: 0,
    taskToken: undefined,
  };
  const exit = await performOrFail(visit);
  if (state.Type !== 'Fail') {
    emit(
      branch,
      path,
      'exited',
      `${state.Type}StateExited`,
      {
        name,
        output: payloadText(exit.output),
        outputDetails: NOT_TRUNCATED,
        ...assignedDetails(exit.assigned),
      },
      exit.next,
    );
  }
  branch.current = undefined;
  return exit;
};
