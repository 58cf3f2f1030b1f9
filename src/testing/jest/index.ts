/**
 * The matchers for jest: importing this registers them, where `expect` is global, and tells TypeScript of them. The preset does the former
 * by itself.
 * @module quaich/testing/jest
 */
import { matchers, type QuaichMatchers } from '../matchers.js'

declare global {
  namespace jest {
    // The parameters must be those of jest's own declaration.
    interface Matchers<R, T = {}> extends QuaichMatchers<R, T> {}
  }
}

const { expect } = globalThis as { readonly expect?: { readonly extend?: (m: typeof matchers) => void } }
expect?.extend?.(matchers)

export { matchers, type QuaichMatchers }
