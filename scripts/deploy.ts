/**
 * `npm run deploy -- --profile X [--stage prod] [--region R]`: bootstraps the account for CDK where that was never done, bundles,
 * deploys every stack, and says where the API is and how to make the first token.
 */
import { createReadParameter } from '../platform/aws/parameter-client.ts';
import { runCdk } from './aws/run-cdk.ts';
import { stackOutput } from './aws/stack-outputs.ts';
import { outputsFile, readTarget } from './aws/target.ts';

const { stage, options } = await readTarget();

// Bootstrapping again could take back what the account's owner has changed of it.
const bootstrapped = await createReadParameter()('/cdk-bootstrap/hnb659fds/version');
if (bootstrapped === undefined) runCdk(['bootstrap']);

runCdk([
  'deploy',
  '--all',
  '--require-approval',
  'never',
  '-c',
  `stage=${stage}`,
  '--outputs-file',
  outputsFile(stage),
]);

const address = stackOutput(stage, 'Api', 'ApiAddress');
console.log(`
The API of stage "${stage}" is at ${address}

Make the first token (it is shown once, and gives all rights in the project "default"):
  npm run token${options === '' ? '' : ` -- ${options}`}
Then run a pipeline:
  SLIPWAY_TOKEN=slw_... npx slipway run examples/fashion-mnist/valohai.yaml --endpoint-url ${address} --wait
`);
