/** `cdk synth`, `cdk deploy --all`: the platform of the stage that `-c stage=...` names; what it chooses stands in cdk.json as `slipway:<stage>`. */
import { App, Validations } from 'aws-cdk-lib';
import { nagChecks } from './nag-checks.ts';
import { platformContext } from './platform-context.ts';
import { SlipwayPlatform } from './slipway-platform.ts';
import { templateSizes } from './template-sizes.ts';

const app = new App();
Validations.of(app).addPlugins(...nagChecks(), templateSizes);
new SlipwayPlatform(app, 'Slipway', { ...platformContext(app.node), stacks: {} });
