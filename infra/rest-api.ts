import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import {
  AccessLogFormat,
  EndpointType,
  LambdaIntegration,
  LambdaRestApi,
  LogGroupLogDestination,
  type Method,
  TokenAuthorizer,
  type RestApi,
} from 'aws-cdk-lib/aws-apigateway';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { acknowledge } from './acknowledge.ts';
import { shapeGatewayFaults } from './gateway-faults.ts';
import type { FunctionDefaults } from './platform-function.ts';
import type { PlatformFunctions } from './platform-functions.ts';
import type { Stage } from './stage.ts';

/** Seconds that an authorizer's answer is kept for a token; a revoked token works that long at most. */
const authorizerCacheSeconds = 60;

/** One REST API whose every path reaches the `api` function, after the authorizer; `/v1/health` is open. */
export class SlipwayRestApi extends Construct {
  readonly api: RestApi;

  constructor(
    scope: Construct,
    id: string,
    {
      stage,
      functions,
      logRetention,
    }: Pick<FunctionDefaults, 'logRetention'> & { readonly stage: Stage; readonly functions: PlatformFunctions },
  ) {
    super(scope, id);
    const accessLog = new LogGroup(this, 'AccessLog', {
      logGroupName: `/aws/apigateway/slipway-${stage.name}`,
      retention: logRetention,
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
        tracingEnabled: true,
        metricsEnabled: true,
        throttlingRateLimit: 50,
        throttlingBurstLimit: 100,
        accessLogDestination: new LogGroupLogDestination(accessLog),
        accessLogFormat: AccessLogFormat.jsonWithStandardFields(),
      },
    });
    shapeGatewayFaults(this.api);
    const requestValidator = this.api.addRequestValidator('Validator', {
      validateRequestBody: true,
      validateRequestParameters: true,
    });
    const authorizer = new TokenAuthorizer(this, 'Authorizer', {
      handler: functions.get('authorizer'),
      resultsCacheTtl: Duration.seconds(authorizerCacheSeconds),
    });
    const integration = new LambdaIntegration(handler, { allowTestInvoke: false });
    const version = this.api.root.addResource('v1');
    const health = version.addResource('health').addMethod('GET', integration, { requestValidator });
    const rest = version.addResource('{proxy+}').addMethod('ANY', integration, {
      authorizer,
      requestValidator,
      requestParameters: { 'method.request.path.proxy': true },
    });
    this.#acknowledge(health, rest);
  }

  #acknowledge(health: Method, rest: Method): void {
    acknowledge(this.api.deploymentStage, {
      'AwsSolutions-APIG3':
        'a web ACL costs more than a small stage does; every path but /v1/health wants a token, and the stage is throttled',
      'AwsSolutions-APIG6':
        'the execution log would hold whole requests with their tokens, and wants a role for the whole account; the access log and the function’s own log tell of every request',
    });
    acknowledge(health, {
      'AwsSolutions-APIG4': 'open on purpose: it says that the service is up, and nothing else',
      'AwsSolutions-COG4': 'open on purpose: it says that the service is up, and nothing else',
    });
    acknowledge(rest, {
      'AwsSolutions-COG4':
        'tokens are Slipway’s own, checked by its authorizer: machines use them, and there are no people to sign in',
    });
  }
}
