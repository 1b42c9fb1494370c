/**
 * `npm run destroy -- --profile X [--stage prod]`: takes down every stack, after a question. Stage `prod`, and any that keeps its
 * data, leaves the bucket and the table.
 */
import { runCdk } from './aws/run-cdk.ts';
import { readTarget } from './aws/target.ts';

const { stage, rest } = await readTarget({ force: { type: 'boolean' } });
runCdk(['destroy', '--all', '-c', `stage=${stage}`, ...(rest['force'] === true ? ['--force'] : [])]);
