import type { FileSlice } from './file-slice.ts';
import type { S3Operations } from './stored-object.ts';

/** An error answer of S3, as fauxqs's operations throw and print it. */
export interface S3Fault extends Error {
  readonly code: string;
  readonly statusCode: number;
  toXml(): string;
}

/** A request and an answer in the form that fauxqs's operations take from Fastify. */
export interface S3Request {
  readonly params: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Buffer;
}

export interface S3Reply {
  header(name: string, value: string | number): S3Reply;
  status(code: number): S3Reply;
  send(body?: string | Buffer | FileSlice): void;
}

export type S3Handler = (request: S3Request, reply: S3Reply) => Promise<void>;

/**
 * fauxqs knows S3's protocol; this takes that, and neither its server nor its store. Its server listens on every address of
 * the machine, refuses bodies over 11 MiB and brings SNS, SQS and Fastify along; its file store lets a key with `..` leave
 * the folder, and leaves a torn object when the process is killed while overwriting one. (2.4.1)
 */
export interface FauxqsProtocol {
  readonly S3Error: new (code: string, message: string, statusCode?: number, resource?: string) => S3Fault;
  /** The checksum of a multipart object from those of its parts. */
  readonly computeCompositeChecksum: (algorithm: string, partChecksums: readonly string[]) => string;
  /** Its operations on a store, by method and path: `GET /`, `PUT /:bucket`, `PUT /:bucket/*` and so on. */
  routes(store: S3Operations): ReadonlyMap<string, S3Handler>;
}

interface RouteRegistrar {
  route(route: { readonly method: string; readonly url: string; readonly handler: S3Handler }): void;
  get(url: string, handler: S3Handler): void;
  put(url: string, handler: S3Handler): void;
  post(url: string, handler: S3Handler): void;
  head(url: string, handler: S3Handler): void;
  delete(url: string, handler: S3Handler): void;
}

interface RouterModule {
  readonly registerS3Routes: (app: RouteRegistrar, store: S3Operations) => void;
}

export async function loadFauxqsProtocol(): Promise<FauxqsProtocol> {
  const [{ registerS3Routes }, { S3Error }, { computeCompositeChecksum }] = await Promise.all([
    part<RouterModule>('s3/s3Router.js'),
    part<Pick<FauxqsProtocol, 'S3Error'>>('common/errors.js'),
    part<Pick<FauxqsProtocol, 'computeCompositeChecksum'>>('s3/checksum.js'),
  ]);
  return {
    S3Error,
    computeCompositeChecksum,
    routes(store) {
      const routes = new Map<string, S3Handler>();
      const add = (method: string) => (url: string, handler: S3Handler) => {
        routes.set(`${method} ${url}`, handler);
      };
      const route: RouteRegistrar['route'] = ({ method, url, handler }) => routes.set(`${method} ${url}`, handler);
      const methods = { get: add('GET'), put: add('PUT'), post: add('POST'), head: add('HEAD'), delete: add('DELETE') };
      registerS3Routes({ route, ...methods }, store);
      return routes;
    },
  };
}

/** The package exports its front door only, so that its parts are named by where they lie. */
async function part<Module>(path: string): Promise<Module> {
  return (await import(new URL(path, import.meta.resolve('fauxqs')).href)) as Module;
}
