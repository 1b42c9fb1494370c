import type { MiddlewareObj } from '@middy/core';
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import { Problem } from '../../platform/problems/problem.ts';

/** Lambda takes payloads of 6 MB, the event around the body included; a definition is far below. */
const MOST_BODY_BYTES = 5 * 1024 * 1024;

export function limitBody(): MiddlewareObj<APIGatewayProxyEvent, APIGatewayProxyResult> {
  return {
    before({ event }) {
      const bytes = Buffer.byteLength(event.body ?? '', event.isBase64Encoded ? 'base64' : 'utf8');
      if (bytes > MOST_BODY_BYTES) {
        throw new Problem(
          'too-large',
          `the request has ${bytes} bytes, and at most ${MOST_BODY_BYTES} are taken; files are uploaded by the address that POST /v1/artifacts gives`,
        );
      }
    },
  };
}
