/** Whether a value is awaited as a promise is. It awaits nothing. */

/** @internal */
export const isThenable = (u: unknown): u is PromiseLike<unknown> =>
  typeof u === 'object' && u !== null && typeof (u as { readonly then?: unknown }).then === 'function'
