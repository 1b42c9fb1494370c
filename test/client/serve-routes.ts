import type { IncomingMessage } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Route } from '../../api/route.ts';
import type { OperationId } from '../../api/routes.ts';
import { routes } from '../../api/routes.ts';

export interface ServedRequest {
  readonly operationId: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly query: Readonly<Record<string, unknown>>;
  readonly body: unknown;
  readonly headers: IncomingMessage['headers'];
}

export interface ServedAnswer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

export type Serve = (request: ServedRequest) => ServedAnswer | Promise<ServedAnswer>;

export interface RouteServer extends AsyncDisposable {
  readonly endpoint: string;
  /** In the order of their arrival. */
  readonly requests: readonly ServedRequest[];
}

/** A real HTTP server on loopback that understands the API's own route table; a path outside of it goes to `other`. */
export async function serveRoutes(
  serves: Partial<Record<OperationId, Serve>>,
  other: (request: IncomingMessage, body: Buffer) => ServedAnswer = () => ({ status: 404 }),
): Promise<RouteServer> {
  const requests: ServedRequest[] = [];
  const server = createServer((request, response) => {
    void (async () => {
      const chunks: Buffer[] = [];
      for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
      const body = Buffer.concat(chunks);
      const url = new URL(request.url ?? '/', 'http://loopback');
      const found = Object.values<Route>(routes)
        .filter(({ method }) => method === request.method)
        .map((route) => ({ route, params: pathParams(route, url.pathname) }))
        .find(({ params }) => params !== undefined);
      let answer: ServedAnswer;
      if (found?.params === undefined) {
        answer = other(request, body);
      } else {
        const { route, params } = found;
        const served: ServedRequest = {
          operationId: route.operationId,
          params: route.params.parse(params),
          query: route.query.parse(Object.fromEntries(url.searchParams)),
          body: route.body === undefined ? undefined : route.body.parse(JSON.parse(body.toString())),
          headers: request.headers,
        };
        requests.push(served);
        const serve = Object.entries(serves).find(([id]) => id === route.operationId)?.[1];
        answer = (await serve?.(served)) ?? { status: 501 };
      }
      const isText = typeof answer.body === 'string' || Buffer.isBuffer(answer.body);
      response.writeHead(answer.status ?? 200, { 'content-type': 'application/json', ...answer.headers });
      response.end(isText ? answer.body : JSON.stringify(answer.body ?? {}));
    })().catch((error: unknown) => {
      response.writeHead(500).end(JSON.stringify({ title: String(error), status: 500 }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    endpoint: `http://127.0.0.1:${port}`,
    requests,
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function pathParams(route: Route, path: string): Record<string, string> | undefined {
  const names = [...route.path.matchAll(/\{(\w+)\}/gu)].map(([, name]) => name ?? '');
  const values = new RegExp(`^${route.path.replaceAll(/\{\w+\}/gu, '([^/]+)')}$`, 'u').exec(path)?.slice(1);
  if (values === undefined) return undefined;
  return Object.fromEntries(names.map((name, index) => [name, decodeURIComponent(values[index] ?? '')]));
}
