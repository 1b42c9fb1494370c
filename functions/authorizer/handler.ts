import type { APIGatewayAuthorizerEvent, APIGatewayAuthorizerResult } from 'aws-lambda';
import { verifyToken } from '../../platform/access/verify-token.ts';
import { verifyContext } from '../composition.ts';
import { serveEvent } from '../middleware/serve-event.ts';
import { tokenIn } from './token-in.ts';

const context = verifyContext();

/**
 * Says which project and role a token stands for. The policy covers the whole API, because API Gateway keeps the answer for
 * every path; whether the role suffices is checked by the operation.
 */
export const handler = serveEvent(async (event: APIGatewayAuthorizerEvent): Promise<APIGatewayAuthorizerResult> => {
  const token = tokenIn(event);
  const record = token === undefined ? undefined : await verifyToken(context, token);
  // The word that API Gateway turns into 401; any other failure would be a 500.
  if (record === undefined) throw new Error('Unauthorized');
  const { tokenId, project, role } = record;
  return {
    principalId: tokenId,
    policyDocument: {
      Version: '2012-10-17',
      Statement: [{ Action: 'execute-api:Invoke', Effect: 'Allow', Resource: everyPath(event.methodArn) }],
    },
    context: { project, role, tokenId },
  };
});

/** `arn:aws:execute-api:<region>:<account>:<api>/<stage>/<method>/<path>`, for every method and path of the stage. */
function everyPath(methodArn: string): string {
  const [api = '', stage = ''] = methodArn.split('/');
  return `${api}/${stage}/*/*`;
}
