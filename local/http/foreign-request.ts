import type { IncomingMessage } from 'node:http';

/** AWS's clients put the bucket before the host (`bucket.localhost`), and `sync-` where an execution is waited for. */
const LOOPBACK_NAME = /^(?:sync-)?(?:127\.0\.0\.1|(?:[^:/@]+\.)?localhost)$/i;

/**
 * Why a request is none of this machine's programs, or undefined. Any web page may send requests to loopback, and no
 * service here checks signatures: a browser tells a page of another site by its `Origin`, and one that made its own name
 * point to this machine (DNS rebinding) by `Host`.
 *
 * @param ownPages Whether pages of this service itself may ask: https://fetch.spec.whatwg.org/#origin-header
 */
export function foreignRequest({ headers, socket }: IncomingMessage, ownPages: boolean): string | undefined {
  const { host = '', origin } = headers;
  const port = String(socket.localPort);
  if (!isOwnHost(host, port)) {
    return `the request is for host "${host}", and only 127.0.0.1:${port}, localhost:${port} and names under it are served`;
  }
  if (origin === undefined || (ownPages && origin === `http://${host}`)) return undefined;
  return `the request comes from a web page of "${origin}", and only the API answers one, its own`;
}

function isOwnHost(host: string, port: string): boolean {
  const [, name = '', stated = '80'] = /^(.*?)(?::(\d+))?$/.exec(host) ?? [];
  return LOOPBACK_NAME.test(name) && stated === port;
}
