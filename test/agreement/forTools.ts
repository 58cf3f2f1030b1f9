/** What the proving tools take of this folder: programs, their text, and what AWS has to be told of them. No part of the product is in it. */
import * as fc from 'fast-check'
import { large } from './arbitrary/programs.js'
import type { Program } from './model/Program.js'

export { askedOf, sent } from './model/asked.js'
export { afterwards, deployed } from './model/deployed.js'
export { messageOf } from './model/outcomes.js'
export { placed, placedWoken, size } from './model/Program.js'
export { permitted } from './model/permitted.js'
export { printModule } from './model/print.js'
export { ownTypes } from './model/references.js'
export { refusalLines } from './read/api.js'

/** So many programs of either gateway, the same each time. */
export const drawn = (gateway: Program['gateway'], numRuns: number, seed: number): ReadonlyArray<Program> =>
  fc.sample(large(gateway), { seed, numRuns })
