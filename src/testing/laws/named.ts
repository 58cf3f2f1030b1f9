/** Declarations by the names that people give: `v1.cats.list`, or `v1-cats-list` as their functions are called. */
import { meant } from '../../deploy/near.js'
import { type Declaration, nameOf } from '../../router/Declaration.js'
import type { AnyService } from '../../router/service.js'
import type { LawOptions } from './Law.js'

/** @internal */
export const isNamed = (d: Declaration, names: ReadonlyArray<string>): boolean =>
  names.some((n) => n === nameOf(d) || n === d.keys.join('.'))

/** A name that nothing has is told, with the one that was meant. @internal */
export const checkNames = (service: AnyService, { only = [], stateful = [] }: LawOptions): void => {
  for (const name of [...only, ...stateful]) {
    if (service.declarations.some((d) => isNamed(d, [name]))) continue
    const known = service.declarations.map((d) => d.keys.join('.'))
    throw new TypeError(
      `service '${service.name}' declares no '${name}': ${meant(name, known) ?? `it declares ${known.join(', ')}`}`
    )
  }
}
