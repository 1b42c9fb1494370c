import type { QueryLanguage } from '../asl/index.ts';
import { DEEPEST_JSON, isJsonObject, isTooDeep, parseJson, type Json } from '../json/json.ts';
import type { MachineType } from '../tasks/resource-problem.ts';
import { checkState } from './check-state.ts';
import { schemaError, type DefinitionProblem, type Report } from './definition-problem.ts';

const LONGEST_STATE_NAME = 80;
/** As many as ValidateStateMachineDefinition gives unless told. */
const MOST_PROBLEMS = 100;

interface Walk {
  readonly report: Report;
  /** Names are unique in the whole machine, across branches. */
  readonly names: Set<string>;
  /** Of the machine, or of a Distributed Map's children. */
  readonly machineType: MachineType;
}

/** The children of a Distributed Map are of the type that their Map says. */
const typeInside = (flow: Json | undefined, around: MachineType): MachineType => {
  const config = isJsonObject(flow) ? flow['ProcessorConfig'] : undefined;
  if (!isJsonObject(config) || config['Mode'] !== 'DISTRIBUTED') return around;
  return config['ExecutionType'] === 'EXPRESS' ? 'EXPRESS' : 'STANDARD';
};

const checkFlow = (value: Json | undefined, inherited: QueryLanguage, location: string, walk: Walk): void => {
  const { report, names } = walk;
  if (!isJsonObject(value)) {
    report(schemaError(location, 'must be an object with StartAt and States'));
    return;
  }
  const { StartAt, States } = value;
  const own = value['QueryLanguage'];
  const language = own === 'JSONata' || own === 'JSONPath' ? own : inherited;
  if (!isJsonObject(States) || Object.keys(States).length === 0) {
    report(schemaError(`${location}/States`, 'States must be an object with one or more states'));
    return;
  }
  const reached = new Map<string, readonly string[]>();
  const missing = (name: Json | undefined, place: string): void => {
    report({
      severity: 'ERROR',
      code: 'MISSING_TRANSITION_TARGET',
      message: `Missing 'Next' target: ${JSON.stringify(name ?? null)} is not a state of these States: ${Object.keys(States).join(', ')}`,
      location: place,
    });
  };
  if (typeof StartAt !== 'string' || !Object.hasOwn(States, StartAt)) missing(StartAt, `${location}/StartAt`);
  for (const [name, state] of Object.entries(States)) {
    const place = `${location}/States/${name}`;
    if (names.has(name))
      report(schemaError(place, `The state name '${name}' is used twice; names are unique in the whole state machine`));
    names.add(name);
    if (name.length > LONGEST_STATE_NAME || name === '') {
      report(
        schemaError(
          place,
          `A state's name has 1 to ${LONGEST_STATE_NAME} characters, but '${name}' has ${name.length}`,
        ),
      );
    }
    const checked = checkState(state, language, place, report, walk.machineType);
    for (const [target, targetPlace] of checked.targets) {
      if (typeof target !== 'string' || !Object.hasOwn(States, target)) missing(target, targetPlace);
    }
    reached.set(
      name,
      checked.targets.flatMap(([target]) => (typeof target === 'string' ? [target] : [])),
    );
    for (const [flow, flowPlace] of checked.flows) {
      const inside = { ...walk, machineType: typeInside(flow, walk.machineType) };
      checkFlow(flow, checked.language, flowPlace, inside);
    }
  }
  if (typeof StartAt === 'string') reportUnreachable(StartAt, reached, location, report);
};

const reportUnreachable = (
  start: string,
  targets: ReadonlyMap<string, readonly string[]>,
  location: string,
  report: Report,
): void => {
  const seen = new Set<string>();
  const queue = [start];
  for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
    if (seen.has(name)) continue;
    seen.add(name);
    queue.push(...(targets.get(name) ?? []));
  }
  for (const name of targets.keys()) {
    if (seen.has(name)) continue;
    report({
      severity: 'ERROR',
      code: 'MISSING_TRANSITION_TARGET',
      message: `State "${name}" is not reachable.`,
      location: `${location}/States/${name}`,
    });
  }
};

/**
 * Everything wrong with a definition's text, at most a hundred problems. An empty list means that it can run as a
 * machine of this type.
 */
export const checkDefinition = (
  text: string,
  limitBytes: number,
  machineType: MachineType = 'STANDARD',
): readonly DefinitionProblem[] => {
  const problems: DefinitionProblem[] = [];
  const report: Report = (problem) => {
    if (problems.length < MOST_PROBLEMS) problems.push(problem);
  };
  if (Buffer.byteLength(text) > limitBytes) {
    return [
      {
        severity: 'ERROR',
        code: 'DEFINITION_TOO_LARGE',
        message: `The definition has ${Buffer.byteLength(text)} bytes; at most ${limitBytes} are allowed`,
        location: '',
      },
    ];
  }
  const tooDeep = schemaError('', `The definition is nested too deeply: at most ${DEEPEST_JSON} levels are allowed`);
  if (isTooDeep(text)) return [tooDeep];
  let definition: Json;
  try {
    definition = parseJson(text);
  } catch (error) {
    return [
      {
        severity: 'ERROR',
        code: 'INVALID_JSON_DESCRIPTION',
        message: `The definition is not JSON: ${(error as Error).message}`,
        location: '',
      },
    ];
  }
  const seconds = isJsonObject(definition) ? definition['TimeoutSeconds'] : undefined;
  if (seconds !== undefined && (typeof seconds !== 'number' || !Number.isInteger(seconds) || seconds < 1)) {
    report(
      schemaError(
        '/TimeoutSeconds',
        `TimeoutSeconds must be a whole number of 1 or more, but is ${JSON.stringify(seconds)}`,
      ),
    );
  }
  try {
    checkFlow(definition, 'JSONPath', '', { report, names: new Set(), machineType });
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    report(tooDeep);
  }
  return problems;
};
