/** Events that `extend` brought and that the count of resources does not know. */
import type { Data } from '../data.js'
import { type Faults, fault, theSettings } from '../fault.js'
import { uncounted } from '../oslsResources.js'

/** @internal */
export const uncountedWarnings = (file: Data): Faults => {
  const kinds = uncounted(file)
  return kinds.length === 0
    ? []
    : [
        fault(
          theSettings,
          `extend brings events of ${kinds.join(', ')}: their resources are not counted`,
          'look at the packaged template before it nears 500'
        )
      ]
}
