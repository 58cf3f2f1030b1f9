/** The CloudFormation resources that ports, middlewares and the settings bring, each with who brought it. They are passed on as they are. */
import type { Resource } from '../combinators/CloudFormation.js'
import { type Data, distinct } from './data.js'
import type { Outline } from './Outline.js'

/** @internal */
export interface Brought {
  readonly id: string
  readonly resource: Resource
  readonly by: string
}

/** Each once, ports' first; one id with two bodies stands twice, and `check` tells. @internal */
export const resourcesOf = (o: Outline): ReadonlyArray<Brought> =>
  distinct([
    ...o.functions.flatMap((f) => f.needs.flatMap(({ by, needs }) => brought(needs.resources ?? {}, by))),
    ...brought(o.settings.resources ?? {}, 'the settings')
  ])

const brought = (resources: Readonly<Record<string, Resource>>, by: string): ReadonlyArray<Brought> =>
  Object.entries(resources).map(([id, resource]) => ({ id, resource, by }))

/** By logical id; the first body of an id stands. @internal */
export const rawResources = (o: Outline): Data => {
  const resources: Record<string, Resource> = {}
  for (const { id, resource } of resourcesOf(o)) if (!Object.hasOwn(resources, id)) resources[id] = resource
  return resources
}
