import type { IncomingMessage } from 'node:http';

/** AWS's clients put `sync-` before the host of StartSyncExecution and TestState. */
const LOOPBACK_NAME = /^(?:sync-)?(?:127\.0\.0\.1|\[::1\]|(?:[^:/@]+\.)?localhost)$/i;

/**
 * Why a request is refused unread, or undefined. Any web page may send requests to this machine, and no signature is
 * checked: browsers tell a page by its `Origin`, which AWS's clients never send, and one that made its own name point here
 * (DNS rebinding) by `Host`. Who has the server listen on an address of the network chooses its names himself.
 */
export const foreignRequest = ({ headers, socket }: IncomingMessage): string | undefined => {
  const { host = '', origin } = headers;
  const { localAddress = '', localPort = 0 } = socket;
  if (origin !== undefined) return `The request comes from a web page of "${origin}"; web pages are not answered`;
  const [, name = '', port = '80'] = /^(.*?)(?::(\d+))?$/.exec(host) ?? [];
  const isLoopback = /^(?:(?:::ffff:)?127\.|::1$)/.test(localAddress);
  return !isLoopback || (LOOPBACK_NAME.test(name) && port === String(localPort))
    ? undefined
    : `The request is for host "${host}"; send it to 127.0.0.1:${localPort} or localhost:${localPort}`;
};
