import { isJsonObject, parseJson } from '../../json/json.ts';
import { TaskError } from '../../tasks/task-call.ts';
import { exchange } from './exchange.ts';
import type { OAuthClient } from './http-connection.ts';
import { urlEncode } from './url-encode.ts';

interface Token {
  readonly text: string;
  /** Milliseconds since the epoch. */
  readonly expires: number;
}

/** Access tokens of connections, kept while they are good. */
export interface OAuthTokens {
  /** Rejects with `TaskError`. `fresh`: the one kept was refused. */
  get(connectionArn: string, client: OAuthClient, fresh: boolean): Promise<string>;
}

const FORM = 'application/x-www-form-urlencoded';

const fetchToken = async (client: OAuthClient): Promise<Token> => {
  const url = new URL(client.endpoint);
  for (const [name, value] of client.query) url.searchParams.set(name, value);
  const fields = {
    client_id: client.clientId,
    client_secret: client.clientSecret,
    grant_type: 'client_credentials',
    ...Object.fromEntries(client.body),
  };
  const headers = new Map([['content-type', FORM]]);
  for (const [name, value] of client.headers) headers.set(name.toLowerCase(), value);
  const form = headers.get('content-type')?.startsWith(FORM) === true;
  const body = form ? urlEncode(fields, 'REPEAT') : JSON.stringify(fields);
  headers.set('content-length', String(Buffer.byteLength(body)));
  const request = { method: client.method, url, headers: Object.fromEntries(headers), body };
  const { status, statusText, body: answer } = await exchange(request);
  const refused = (why: string): TaskError =>
    new TaskError('Events.ConnectionResource.InvalidConnectionState', `No token from ${client.endpoint}: ${why}`);
  if (status >= 300) throw refused(`${status} ${statusText}`);
  const parsed = parseJson(answer.toString('utf8'));
  const text = isJsonObject(parsed) ? parsed['access_token'] : undefined;
  if (!isJsonObject(parsed) || typeof text !== 'string') throw refused('the answer has no access_token');
  const seconds = Number(parsed['expires_in'] ?? 0);
  return { text, expires: Date.now() + (Number.isFinite(seconds) ? seconds : 0) * 1000 };
};

export const createOAuthTokens = (): OAuthTokens => {
  const tokens = new Map<string, Token>();
  return {
    async get(connectionArn, client, fresh) {
      const known = tokens.get(connectionArn);
      if (!fresh && known !== undefined && known.expires > Date.now()) return known.text;
      const token = await fetchToken(client);
      tokens.set(connectionArn, token);
      return token.text;
    },
  };
};
