/** `cdk synth`, `cdk deploy`: the platform of the stage that `-c stage=...` names. */
import { App, Stack } from 'aws-cdk-lib';
import { join } from 'node:path';
import { bundlePlatformFunctions } from '../bundles/bundle-platform-functions.ts';
import { manifest } from '../functions/manifest.ts';
import { SlipwayPlatform } from './slipway-platform.ts';
import { stageOf } from './stage.ts';

const app = new App();
const stage = stageOf(app.node.tryGetContext('stage'));
const bundles = await bundlePlatformFunctions({
  functions: manifest,
  cacheDir: join(import.meta.dirname, '..', 'cdk.out', 'bundles'),
});
const stack = new Stack(app, `Slipway-${stage.name}`, { description: `Slipway platform, stage ${stage.name}` });
new SlipwayPlatform(stack, 'Platform', { stage, manifest, bundles });
app.synth();
