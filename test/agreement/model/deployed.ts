/**
 * What AWS has to be told of a program, one plain sentence a thing. The generated file and the packaged template are each read into the same
 * sentences: what one of them lacks, or says beyond these, is a disagreement.
 */
import { apiLines } from './deployedApi.js'
import { functionLines, originLines } from './deployedFunctions.js'
import { type Program, placed, placedWoken } from './Program.js'
import { resourcesOf } from './references.js'

export const deployed = (p: Program): ReadonlyArray<string> => {
  const routes = placed(p)
  return sorted([...functionLines(p, routes), ...apiLines(p, routes), ...placedWoken(p).flatMap(originLines), ...ownResources(p)])
}

const ownResources = (p: Program): ReadonlyArray<string> =>
  Object.entries(resourcesOf(p)).map(([id, { Type }]) => `the resource ${id} is a ${Type}`)

export const sorted = (lines: ReadonlyArray<string>): ReadonlyArray<string> => [...new Set(lines)].sort()

/** What the deployer does by itself once the stack stands, and no template says. */
export const afterwards: ReadonlyArray<string> = ['the API is traced']
