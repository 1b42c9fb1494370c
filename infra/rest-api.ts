import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import {
  AccessLogFormat,
  EndpointType,
  LambdaIntegration,
  LambdaRestApi,
  LogGroupLogDestination,
  TokenAuthorizer,
  type RestApi,
} from 'aws-cdk-lib/aws-apigateway';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { PlatformFunctions } from './platform-functions.ts';
import type { Stage } from './stage.ts';

/** Seconds that an authorizer's answer is kept for a token; a revoked token works that long at most. */
const authorizerCacheSeconds = 300;

/** One REST API whose every path reaches the `api` function, after the authorizer; `/v1/health` is open. */
export class SlipwayRestApi extends Construct {
  readonly api: RestApi;

  constructor(
    scope: Construct,
    id: string,
    { stage, functions }: { readonly stage: Stage; readonly functions: PlatformFunctions },
  ) {
    super(scope, id);
    const accessLog = new LogGroup(this, 'AccessLog', {
      retention: RetentionDays.ONE_MONTH,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const handler = functions.get('api');
    this.api = new LambdaRestApi(this, 'Api', {
      handler,
      restApiName: `slipway-${stage.name}`,
      proxy: false,
      endpointTypes: [EndpointType.REGIONAL],
      cloudWatchRole: false,
      deployOptions: {
        stageName: stage.name,
        throttlingRateLimit: 50,
        throttlingBurstLimit: 100,
        accessLogDestination: new LogGroupLogDestination(accessLog),
        accessLogFormat: AccessLogFormat.jsonWithStandardFields(),
      },
    });
    const authorizer = new TokenAuthorizer(this, 'Authorizer', {
      handler: functions.get('authorizer'),
      resultsCacheTtl: Duration.seconds(authorizerCacheSeconds),
    });
    const integration = new LambdaIntegration(handler);
    const version = this.api.root.addResource('v1');
    version.addResource('health').addMethod('GET', integration);
    version.addProxy({ anyMethod: true, defaultIntegration: integration, defaultMethodOptions: { authorizer } });
  }
}
