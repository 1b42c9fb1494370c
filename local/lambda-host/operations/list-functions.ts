import { sendJson } from '../../http/send-json.ts';
import { functionConfiguration } from './function-configuration.ts';
import type { LambdaOperation } from './operation.ts';

const PAGE = 50;

/** https://docs.aws.amazon.com/lambda/latest/api/API_ListFunctions.html. The marker is the last name of the page before. */
export const listFunctions: LambdaOperation = ({ account, functions }, { query }, response) => {
  const after = query.get('Marker') ?? '';
  const asked = Number(query.get('MaxItems') ?? PAGE);
  const size = Number.isInteger(asked) && asked > 0 ? Math.min(asked, PAGE) : PAGE;
  const rest = functions.list().filter(({ name }) => name > after);
  const page = rest.slice(0, size);
  const last = page.at(-1);
  sendJson(response, 200, {
    Functions: page.map((fn) => functionConfiguration(account, fn)),
    ...(rest.length > page.length && last ? { NextMarker: last.name } : {}),
  });
};
