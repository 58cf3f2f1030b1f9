/** How many CloudFormation resources a file becomes, and what to do where they are too many ("CloudFormation quotas": 500 a template). */
import type { DefinitionFault } from '../router/DefinitionError.js'
import { type Data, dataAt } from './data.js'
import { oslsResources } from './oslsResources.js'

/** CloudFormation's own limit. @internal */
export const mostResources = 500

/** From here on we warn. @internal */
export const manyResources = 400

/** The exact number of resources in the packaged template. @internal */
export const countResources = (file: Data): number =>
  new Set([...oslsResources(file).map((r) => r.id), ...Object.keys(dataAt(file, 'resources', 'Resources'))]).size

const suggestions = [
  'let functions of equal needs share one role',
  "use an HTTP API (gateway: 'http')",
  'take many paths by any("/{proxy+}") where authorization is uniform',
  'split the service'
].join('; ')

/** @internal */
export const sizeOf = (
  resources: number
): { readonly faults: ReadonlyArray<DefinitionFault>; readonly warnings: ReadonlyArray<DefinitionFault> } => {
  const told = (problem: string): ReadonlyArray<DefinitionFault> => [
    { place: 'the service', problem, mend: `in this order: ${suggestions}` }
  ]
  if (resources > mostResources)
    return { faults: told(`${resources} CloudFormation resources; a template holds ${mostResources}`), warnings: [] }
  return {
    faults: [],
    warnings: resources < manyResources ? [] : told(`${resources} CloudFormation resources; a template holds ${mostResources}`)
  }
}
