import type { QueryLanguage } from '../asl/index.ts';
import { DEEPEST_JSON, isJsonObject, isTooDeep, parseJson, type Json, type JsonObject } from '../json/json.ts';
import type { MachineType } from '../tasks/resource-problem.ts';
import { isDistributed } from './check-map.ts';
import { checkState, languageIn } from './check-state.ts';
import { checkNumber, checkObject, checkRequired, checkString, oneOf } from './check-values.ts';
import { checkVariables } from './check-variables.ts';
import { problemAt, schemaError, type DefinitionProblem, type Report } from './definition-problem.ts';
import type { Place } from './place.ts';

const LONGEST_STATE_NAME = 80;
/** As many as ValidateStateMachineDefinition gives unless told. */
const MOST_PROBLEMS = 100;
const MOST_SECONDS = 99_999_999;

interface Walk {
  readonly report: Report;
  /** Names are unique in the whole machine, across branches. */
  readonly names: Set<string>;
  /** The machine's, which holds wherever a state does not choose its own. */
  readonly language: QueryLanguage;
  /** Of the machine, or of a Distributed Map's children. */
  readonly machineType: MachineType;
}

/** The children of a Distributed Map are of the type that their Map says. */
const typeInside = (flow: Json, around: MachineType): MachineType => {
  if (!isDistributed(flow) || !isJsonObject(flow)) return around;
  const config = flow['ProcessorConfig'];
  return isJsonObject(config) && config['ExecutionType'] === 'EXPRESS' ? 'EXPRESS' : 'STANDARD';
};

const ROOT_FIELDS = ['Comment', 'StartAt', 'States', 'Version', 'TimeoutSeconds', 'QueryLanguage'];
const INNER_FIELDS = ['Comment', 'StartAt', 'States', 'ProcessorConfig'];

const checkFlowFields = (flow: JsonObject, place: Place, report: Report): void => {
  const allowed = place.length === 0 ? ROOT_FIELDS : INNER_FIELDS;
  for (const field of Object.keys(flow)) {
    if (!allowed.includes(field)) report(schemaError(place, `Field '${field}' is not supported`));
  }
  checkRequired(flow, ['States', 'StartAt'], place, report);
  checkString(flow['Comment'], [...place, 'Comment'], report);
  const config = flow['ProcessorConfig'];
  const at = [...place, 'ProcessorConfig'];
  if (config === undefined || !checkObject(config, at, report)) return;
  oneOf(config['Mode'], ['INLINE', 'DISTRIBUTED'], [...at, 'Mode'], report);
  oneOf(config['ExecutionType'], ['STANDARD', 'EXPRESS'], [...at, 'ExecutionType'], report);
};

const checkName = (name: string, place: Place, { names, report }: Walk): void => {
  if (names.has(name)) report(problemAt(place, 'DUPLICATE_STATE_NAME', `Duplicate State name: ${name}`));
  names.add(name);
  if (name.length > LONGEST_STATE_NAME || name === '') {
    const message = `A state's name has 1 to ${LONGEST_STATE_NAME} characters, but '${name}' has ${name.length}`;
    report(problemAt(place, 'INVALID_STATE_NAME', message));
  }
};

const checkFlow = (flow: Json, place: Place, walk: Walk): void => {
  const { report } = walk;
  if (!checkObject(flow, place, report)) return;
  checkFlowFields(flow, place, report);
  const { StartAt, States } = flow;
  checkString(StartAt, [...place, 'StartAt'], report);
  if (States === undefined || !checkObject(States, [...place, 'States'], report)) return;
  const missing = (name: string, at: Place): void => {
    report(problemAt(at, 'MISSING_TRANSITION_TARGET', `Missing 'Next' target: ${name}`));
  };
  const reached = new Map<string, readonly string[]>();
  let terminal = false;
  if (typeof StartAt === 'string' && !Object.hasOwn(States, StartAt)) missing(StartAt, [...place, 'StartAt']);
  for (const [name, state] of Object.entries(States)) {
    const at = [...place, 'States', name];
    checkName(name, at, walk);
    const checked = checkState(state, walk.language, at, report, walk.machineType);
    terminal ||= checked.terminal;
    const named = checked.targets.filter((target): target is [string, Place] => typeof target[0] === 'string');
    for (const [target, where] of named) if (!Object.hasOwn(States, target)) missing(target, where);
    reached.set(
      name,
      named.map(([target]) => target),
    );
    for (const [inner, where] of checked.flows) {
      checkFlow(inner, where, { ...walk, machineType: typeInside(inner, walk.machineType) });
    }
  }
  if (terminal || place.length > 0) {
    if (typeof StartAt === 'string') reportUnreachable(StartAt, reached, place, report);
  } else {
    report({ severity: 'ERROR', code: 'MISSING_END_STATE', message: 'Workflow has no terminal state', pointer: '' });
  }
};

const reportUnreachable = (
  start: string,
  targets: ReadonlyMap<string, readonly string[]>,
  place: Place,
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
    report(problemAt([...place, 'States', name], 'MISSING_TRANSITION_TARGET', `State "${name}" is not reachable.`));
  }
};

const only = (code: DefinitionProblem['code'], message: string): readonly DefinitionProblem[] => [
  { severity: 'ERROR', code, message, pointer: '' },
];

/**
 * Everything wrong with a definition's text, at most a hundred problems. An empty list means that it can run as a
 * machine of this type.
 */
export const checkDefinition = (
  text: string,
  limitBytes: number,
  machineType: MachineType = 'STANDARD',
): readonly DefinitionProblem[] => {
  const bytes = Buffer.byteLength(text);
  if (bytes > limitBytes) {
    return only('DEFINITION_TOO_LARGE', `The definition has ${bytes} bytes; at most ${limitBytes} are allowed`);
  }
  const tooDeep = schemaError([], `The definition is nested too deeply: at most ${DEEPEST_JSON} levels are allowed`);
  if (isTooDeep(text)) return [tooDeep];
  if (text.trim() === '') return only('SCHEMA_VALIDATION_FAILED', 'Definition must be a valid JSON object');
  let definition: Json;
  try {
    definition = parseJson(text);
  } catch (error) {
    return only('INVALID_JSON_DESCRIPTION', `The definition is not JSON: ${(error as Error).message}`);
  }
  if (!isJsonObject(definition)) return only('SCHEMA_VALIDATION_FAILED', 'Definition must be a valid JSON object');

  const problems: DefinitionProblem[] = [];
  const report: Report = (problem) => {
    if (problems.length < MOST_PROBLEMS) problems.push(problem);
  };
  oneOf(definition['QueryLanguage'], ['JSONPath', 'JSONata'], ['QueryLanguage'], report);
  oneOf(definition['Version'], ['1.0'], ['Version'], report);
  checkNumber(definition['TimeoutSeconds'], { least: 1, most: MOST_SECONDS }, false, ['TimeoutSeconds'], report);
  const language = languageIn(definition, 'JSONPath');
  try {
    checkFlow(definition, [], { report, names: new Set(), language, machineType });
    checkVariables(definition, language, report);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    report(tooDeep);
  }
  return problems;
};
