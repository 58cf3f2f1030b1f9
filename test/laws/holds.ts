/** How properties are run here: with a pinned seed, so that what failed once fails again; fast-check prints the counterexample. */
import * as fc from 'fast-check'

export const holds = <Ts>(p: fc.IRawProperty<Ts>, numRuns = 500): Promise<void> =>
  Promise.resolve(fc.assert(p as fc.IAsyncProperty<Ts>, { seed: 42, numRuns }))
