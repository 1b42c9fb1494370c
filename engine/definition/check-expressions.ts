import type { StateType } from '../asl/index.ts';
import { compileExpression, expressionSource, isExpression } from '../expression/compile-expression.ts';
import type { JsonObject } from '../json/json.ts';
import { problemAt, type Report } from './definition-problem.ts';
import { referencesOf, stringsIn } from './expression-references.ts';
import type { Place } from './place.ts';

const NOT_EXPRESSIONS = new Set(['Branches', 'ItemProcessor', 'Iterator', 'Comment', 'Type', 'Next', 'Default']);

/** `$states.result` is there once a state has one, `$states.errorOutput` in what a catcher gives. */
const statesFieldsAt = (type: StateType, path: readonly (string | number)[]): readonly string[] => {
  const fields = ['input', 'context'];
  const shapes = path.find((part) => part === 'Output' || part === 'Assign') !== undefined;
  if (path[0] === 'Catch' && shapes) return [...fields, 'errorOutput'];
  const works = type === 'Task' || type === 'Parallel' || type === 'Map';
  return works && (path[0] === 'Output' || path[0] === 'Assign') ? [...fields, 'result'] : fields;
};

const checkSource = (source: string, allowed: readonly string[], place: Place, report: Report): void => {
  const unsupported = (message: string): void => {
    report(problemAt(place, 'UNSUPPORTED_JSONATA_EXPRESSION', message));
  };
  try {
    const { topLevelNames, statesFields, usesRoot } = referencesOf(compileExpression(source).ast);
    for (const name of new Set(topLevelNames)) unsupported(`Reference to '${name}' at the top level is not supported.`);
    if (usesRoot) unsupported(`Reference to '$$' is not supported.`);
    for (const field of statesFields) {
      if (!allowed.includes(field)) unsupported(`Field '$states.${field}' does not exist.`);
    }
  } catch (error) {
    // JSONata's parser throws plain objects with a message.
    const { message } = error as { readonly message?: string };
    report(problemAt(place, 'INVALID_JSONATA_EXPRESSION', message ?? String(error)));
  }
};

/** Every `{% %}` string in a state's fields must be JSONata that can find what it refers to. */
export const checkExpressions = (state: JsonObject, type: StateType, place: Place, report: Report): void => {
  for (const [field, value] of Object.entries(state)) {
    if (NOT_EXPRESSIONS.has(field)) continue;
    stringsIn(value, [field], (text, path) => {
      if (isExpression(text))
        checkSource(expressionSource(text), statesFieldsAt(type, path), [...place, ...path], report);
    });
  }
};
