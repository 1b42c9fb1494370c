import type { ExprNode } from 'jsonata';
import { compileExpression, expressionSource, isExpression } from '../expression/compile-expression.ts';
import { isJsonArray, isJsonObject, type Json } from '../json/json.ts';
import type { Report } from './definition-problem.ts';

const callsEval = (ast: ExprNode): boolean =>
  JSON.stringify(ast).includes('"type":"variable","value":"eval"') ||
  /"value":"eval","type":"variable"/.test(JSON.stringify(ast));

const checkSource = (text: string, location: string, report: Report): void => {
  const source = expressionSource(text);
  const wrong = (message: string): void => {
    report({ severity: 'ERROR', code: 'INVALID_JSONATA', message, location });
  };
  try {
    const { ast } = compileExpression(source);
    if (callsEval(ast))
      wrong(`The JSONata expression '${source}' uses $eval, which Step Functions does not have; use $parse`);
  } catch (error) {
    // JSONata's parser throws plain objects with a code and a message.
    const { code, message } = error as { readonly code?: string; readonly message?: string };
    wrong(
      `The JSONata expression '${source}' is not valid: ${code === undefined ? '' : `${code}: `}${message ?? String(error)}`,
    );
  }
};

/** Every `{% %}` string in a field, at any depth, must be valid JSONata. */
export const checkExpressions = (value: Json, location: string, report: Report): void => {
  if (typeof value === 'string') {
    if (isExpression(value)) checkSource(value, location, report);
  } else if (isJsonArray(value)) {
    value.forEach((item, index) => checkExpressions(item, `${location}/${index}`, report));
  } else if (isJsonObject(value)) {
    for (const [key, item] of Object.entries(value)) checkExpressions(item, `${location}/${key}`, report);
  }
};
