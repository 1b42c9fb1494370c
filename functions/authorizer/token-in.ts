import type { APIGatewayAuthorizerEvent } from 'aws-lambda';

/** `Authorization: Bearer <token>` (or `Token <token>`, as Valohai's clients send it), or the header `apikey`. */
export function tokenIn(event: APIGatewayAuthorizerEvent): string | undefined {
  if (event.type === 'TOKEN') return afterScheme(event.authorizationToken);
  const headers = new Map(Object.entries(event.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]));
  return headers.get('apikey')?.trim() ?? afterScheme(headers.get('authorization') ?? '');
}

function afterScheme(header: string): string | undefined {
  return /^(?:bearer|token)\s+(\S+)\s*$/iu.exec(header)?.[1];
}
