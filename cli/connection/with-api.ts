import type { CommandContext } from '../command-context.ts';
import type { ApiConnection, ConnectionOptions } from './api-connection.ts';
import { connect } from './connect.ts';

/** Talks to the API and leaves it again, however the talk ends. */
export async function withApi<T>(
  context: CommandContext,
  options: ConnectionOptions,
  talk: (connection: ApiConnection) => Promise<T>,
): Promise<T> {
  const connection = await connect(context, { ...options, onlyExisting: true });
  try {
    return await talk(connection);
  } finally {
    await connection.close();
  }
}
