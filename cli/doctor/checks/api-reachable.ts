import { createSlipwayClient } from '../../../client/slipway-client.ts';
import { findRemote } from '../../connection/find-remote.ts';
import { describeError } from '../../output/describe-error.ts';
import type { Check } from '../check.ts';

export const apiReachable: Check = {
  name: 'API',
  run: async ({ terminal, endpointUrl }) => {
    try {
      const remote = await findRemote(terminal.environment, { endpointUrl });
      if (remote === undefined) return { status: 'ok', found: 'none is named; runs go to the local cloud' };
      const client = createSlipwayClient({
        endpoint: remote.endpoint,
        ...(remote.token === undefined ? {} : { token: remote.token }),
        retries: { attempts: 1 },
      });
      const { version } = await client.getHealth();
      // A health check needs no token; this one shows whether ours is valid.
      await client.listRuns({ limit: 1 });
      return { status: 'ok', found: `${remote.endpoint}, version ${version}` };
    } catch (error) {
      const described = describeError(error);
      const hint = described?.hint ?? 'check the address and the token';
      return { status: 'missing', found: described?.message ?? String(error), hint };
    }
  },
};
