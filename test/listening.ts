/**
 * A test that listens to what a global is called for: work that is not done is told by what would have been called, never by a clock. Under
 * `node --frozen-intrinsics` nobody can listen to a global, and there it is skipped.
 */
export const listening = Object.isFrozen(String.prototype) ? test.skip : test
