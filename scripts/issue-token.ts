/**
 * `npm run token -- --profile X [--stage prod] [--project default] [--role admin] [--days 90]`: makes a token with the rights of
 * whoever deploys, since there is nobody yet who could ask the API for one. Prints it, once.
 */
import { issueToken } from '../platform/access/issue-token.ts';
import { isRole, roles } from '../platform/access/roles.ts';
import { documentClient } from '../platform/aws/clients.ts';
import { createTokenStore } from '../platform/aws/token-store.ts';
import { stackOutput } from './aws/stack-outputs.ts';
import { readTarget } from './aws/target.ts';

const { stage, rest } = await readTarget({
  project: { type: 'string' },
  role: { type: 'string' },
  days: { type: 'string' },
});
const { project = 'default', role = 'admin', days } = rest as Readonly<Record<string, string | undefined>>;
if (!isRole(role)) throw new Error(`"${role}" is no role: give one of ${roles.join(', ')}`);
if (days !== undefined && !(Number(days) > 0)) throw new Error(`--days is "${days}"; give a number above 0`);

const tokens = createTokenStore({ documents: documentClient(), tableName: stackOutput(stage, 'Storage', 'Table') });
const { token } = await issueToken(
  { tokens, now: () => new Date() },
  { project, role, ...(days === undefined ? {} : { livesSeconds: Number(days) * 86_400 }) },
);
console.log(token);
