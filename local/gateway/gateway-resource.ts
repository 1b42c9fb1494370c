/** A resource of the REST API, as infra/ declares it: `/v1/health` is open, everything else under `/v1` needs a token. */
export interface GatewayResource {
  /** As API Gateway writes it: `/v1/{proxy+}`. */
  readonly resource: string;
  readonly pathParameters: Readonly<Record<string, string>> | null;
  readonly open: boolean;
}

export function matchResource(method: string, path: string): GatewayResource | undefined {
  if (path === '/v1/health' && method === 'GET') return { resource: '/v1/health', pathParameters: null, open: true };
  const proxy = /^\/v1\/(.+)$/.exec(path)?.[1];
  if (proxy === undefined) return undefined;
  return { resource: '/v1/{proxy+}', pathParameters: { proxy: decoded(proxy) }, open: false };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
