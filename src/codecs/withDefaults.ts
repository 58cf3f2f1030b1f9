/** Options over their defaults. An option that is `undefined` counts as absent: programs compute options, and no bound may be lost by that. */

/** @internal */
export const withDefaults = <A extends object>(defaults: A, declared: Partial<A>): A => {
  const all = { ...defaults }
  for (const key in declared) if (declared[key] !== undefined) all[key] = declared[key]
  return all
}
