/** What a function is called in AWS: osls's own `service-stage-key`, or a shorter one where that might be too long. */
import { nameEnd, roomOf } from './names.js'
import type { Outline } from './Outline.js'

/** The stages that a service names, in its settings and parameters. @internal */
export const stagesOf = (o: Outline): ReadonlyArray<string> => [
  o.stage,
  ...Object.keys(o.settings.params ?? {}).filter((s) => s !== 'default')
]

/** The end of the name, after service and stage; the key itself where there is no room for anything (`check` refuses it). @internal */
export const endOf = (key: string, o: Outline): string => nameEnd(o.service.name, key, roomOf(stagesOf(o))) ?? key

/** The name of a stage; that of any has it as a variable. @internal */
export const physicalName = (key: string, o: Outline, stage = '${sls:stage}'): string =>
  `${o.service.name}-${stage}-${endOf(key, o)}`
