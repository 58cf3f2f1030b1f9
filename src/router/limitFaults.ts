/** Bounds that `limits`, and the options of the sources and of `each` and `message`, may not have. */
import type { Fact, LimitsFact } from '../combinators/Fact.js'
import type { Told } from './faults.js'

const limitKeys: ReadonlySet<string> = new Set<keyof LimitsFact>(['bodyBytes', 'jsonDepth', 'jsonValues', 'formKeys'])

/** Decoding JSON takes stack for each level: 500 levels leave room for the handler. */
const deepestJson = 500

/** @internal */
export const limitFaults = (fact: Fact): ReadonlyArray<Told> => {
  const bounds = Object.entries(fact).filter(([key]) => limitKeys.has(key)) as ReadonlyArray<[string, number | undefined]>
  const place = fact._tag.charAt(0).toLowerCase() + fact._tag.slice(1)
  return bounds.flatMap(([key, value]): ReadonlyArray<Told> => {
    if (value === undefined) return []
    if (!Number.isInteger(value) || value <= 0)
      return [[`${place}: ${key} ${value} is not a whole number above 0`, 'give a whole number, or leave it out']]
    return key === 'jsonDepth' && value > deepestJson
      ? [[`${place}: jsonDepth ${value} is more than ${deepestJson}`, `give ${deepestJson} or less, or leave it out`]]
      : []
  })
}
