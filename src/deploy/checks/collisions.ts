/**
 * Things that the deployer would silently make one: it names what it makes by its own rule, and what comes last replaces what came before,
 * exit code 0. So two things of one logical id are refused, and so is a raw resource that has the id of somebody else's.
 */
import type { Data } from '../data.js'
import { same } from '../data.js'
import { type Faults, fault } from '../fault.js'
import { ours } from '../file.js'
import { gatewayResponseIds } from '../gatewayResponses.js'
import type { Outline } from '../Outline.js'
import { oslsResources } from '../oslsResources.js'
import { resourcesOf } from '../rawResources.js'

/** @internal */
export const collisions = (o: Outline, file: Data): Faults => {
  const made = oslsResources(file)
  return [...among(made), ...raw(o, new Map(made.map((m) => [m.id, m.of])))]
}

const among = (made: ReadonlyArray<{ readonly id: string; readonly of: string }>): Faults => {
  const first = new Map<string, string>()
  const told = new Set<string>()
  return made.flatMap(({ id, of }) => {
    const known = first.get(id)
    if (known === undefined) first.set(id, of)
    const pair = `${known} ${of}`
    if (known === undefined || known === of || told.has(pair)) return []
    told.add(pair)
    return [
      fault(
        of,
        `the deployer calls it ${id}, as it calls ${known}: one of them would silently disappear`,
        'names must differ in more than case, - and _ spelled out, and for paths in more than . _ : and case'
      )
    ]
  })
}

const raw = (o: Outline, made: ReadonlyMap<string, string>): Faults => {
  const own = ours(o)
  const reserved = new Set<string>(gatewayResponseIds)
  const seen = new Map<string, { readonly resource: unknown; readonly by: string }>()
  return resourcesOf(o).flatMap((r) => {
    const known = seen.get(r.id)
    if (known === undefined) seen.set(r.id, r)
    if (known !== undefined && !same(known.resource, r.resource))
      return [fault(r.by, `the resource ${r.id} is not what ${known.by} says it is`, 'give one of them another logical id')]
    if (known !== undefined) return []
    const taken =
      made.get(r.id) ?? (Object.hasOwn(own, r.id) || reserved.has(r.id) ? 'a resource that the generator writes' : undefined)
    return taken === undefined
      ? []
      : [fault(r.by, `the resource ${r.id} has the logical id of ${taken}`, 'give it another logical id')]
  })
}
