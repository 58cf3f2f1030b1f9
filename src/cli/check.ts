/** The `check` command: everything that would go wrong when the service is deployed, and what may surprise. It writes nothing. */
import { checkWith } from '../deploy/check.js'
import { ioTsIn } from '../deploy/ioTsIn.js'
import type { Loaded } from '../deploy/load.js'
import type { World } from './cli.js'
import { undeployable } from './generate.js'
import { locatedIn } from './locate.js'
import type { Outcome } from './Outcome.js'

/** @internal */
export const check = async (loaded: Loaded, world: World): Promise<Outcome> => {
  const { root, service } = loaded
  const { faults, warnings, resources } = checkWith(service, ioTsIn(root))
  undeployable(loaded, faults)
  const { name, functions } = service
  return {
    code: 0,
    result: { service: name, functions: functions.length, resources },
    text: `service '${name}' can be deployed: ${functions.length} function${functions.length === 1 ? '' : 's'}, ${resources} of 500 resources, ${warnings.length === 0 ? 'no warnings' : warnings.length === 1 ? 'a warning' : `${warnings.length} warnings`}\n`,
    warnings: await locatedIn(loaded.files, warnings, world)
  }
}
