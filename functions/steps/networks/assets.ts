/**
 * Files that must lie beside the bundle of a step that computes with networks, and where they are in their npm package.
 * TensorFlow.js's WASM binary with SIMD is the only one: every Node.js that Slipway runs on has SIMD, and threads are
 * not used, since their sums depend on timing.
 */
export const networkAssets: readonly { readonly name: string; readonly packagePath: string }[] = [
  {
    name: 'tfjs-backend-wasm-simd.wasm',
    packagePath: '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm',
  },
];
