import { TestEnvironment } from 'jest-environment-node';

/**
 * Gives tests the typed arrays of the process itself: native code (ONNX Runtime) knows only these, and takes those of a
 * test's own realm for something else.
 */
export default class OuterArraysEnvironment extends TestEnvironment {
  constructor(config, context) {
    super(config, context);
    Object.assign(this.global, { Float32Array, Int32Array, BigInt64Array, Uint8Array, ArrayBuffer });
  }
}
