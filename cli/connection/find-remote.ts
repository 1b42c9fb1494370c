import { CommandError } from '../command-error.ts';
import type { Terminal } from '../terminal.ts';
import type { ConnectionOptions } from './api-connection.ts';
import { readUserConfiguration } from './user-configuration.ts';

export interface RemoteApi {
  readonly endpoint: string;
  readonly token: string | undefined;
}

/**
 * The API that was named: by --endpoint-url, by SLIPWAY_ENDPOINT, or in the user's configuration folder. A token of the
 * configuration goes to the endpoint that stands beside it and to no other. Undefined: none is named, or --data names the
 * folder of a local cloud, which goes before everything but --endpoint-url.
 */
export async function findRemote(
  environment: Terminal['environment'],
  options: ConnectionOptions,
): Promise<RemoteApi | undefined> {
  if (options.data !== undefined) {
    if (options.endpointUrl === undefined) return undefined;
    throw new CommandError('--data and --endpoint-url name two different places', {
      hint: 'leave --data out for the API, or --endpoint-url for the local cloud',
    });
  }
  const given = options.endpointUrl ?? nonEmpty(environment['SLIPWAY_ENDPOINT']);
  if (given !== undefined) checkAddress(given);
  const configuration = await readUserConfiguration(environment);
  const endpoint = given ?? configuration.endpoint;
  if (endpoint === undefined) return undefined;
  const own =
    configuration.endpoint !== undefined && new URL(endpoint).origin === new URL(configuration.endpoint).origin;
  return { endpoint, token: nonEmpty(environment['SLIPWAY_TOKEN']) ?? (own ? configuration.token : undefined) };
}

function checkAddress(address: string): void {
  if (URL.canParse(address) && /^https?:$/u.test(new URL(address).protocol)) return;
  throw new CommandError(`"${address}" is not the address of an API`, {
    hint: 'an address looks like https://api.example.com',
  });
}

function nonEmpty(text: string | undefined): string | undefined {
  return text === '' ? undefined : text;
}
