/**
 * Everything that would go wrong when a service is deployed, all at once, and what may surprise. Pure: it reads the service and the data
 * that {@link serverless} makes of it. What no offline reader can know (quotas, permissions of who deploys) it does not claim.
 */
import * as t from 'io-ts'
import type { DefinitionFault } from '../router/DefinitionError.js'
import type { AnyService } from '../router/service.js'
import { authorizers } from './checks/authorizers.js'
import { codecWarnings } from './checks/codecs.js'
import { collisions } from './checks/collisions.js'
import { declared } from './checks/declared.js'
import { environment, largeEnvironment } from './checks/environment.js'
import { functionSettings } from './checks/functionSettings.js'
import { http, httpWarnings } from './checks/http.js'
import { mentions } from './checks/mentions.js'
import { names } from './checks/names.js'
import { references } from './checks/references.js'
import { resources, resourceWarnings } from './checks/resources.js'
import { rest, restCors } from './checks/rest.js'
import { schedules } from './checks/schedules.js'
import { sources, sourceWarnings } from './checks/sources.js'
import { uncountedWarnings } from './checks/uncounted.js'
import { vocabulary } from './checks/vocabulary.js'
import { websockets, websocketWarnings } from './checks/websockets.js'
import { distinct } from './data.js'
import { fileOf } from './file.js'
import type { WholeIoTs } from './ioTsIn.js'
import { outlineOf } from './Outline.js'
import { countResources, sizeOf } from './resourceCount.js'

/** What {@link check} finds. @since 0.1.0 */
export interface Checked {
  /** What must be mended before the service can be deployed. */
  readonly faults: ReadonlyArray<DefinitionFault>
  /** What may be as it is. */
  readonly warnings: ReadonlyArray<DefinitionFault>
  /** CloudFormation resources of the packaged template, exactly (osls 4.3.1). */
  readonly resources: number
}

/**
 * Finds all faults of a deployment at once, each with its place, its value and how to mend it.
 * @since 0.1.0
 * @example
 * import { get, handle, service } from 'quaich'
 * import { check } from 'quaich/deploy'
 * import { pipe } from 'fp-ts/lib/function.js'
 * const api = service('s', { memorySize: 64 }, { hello: pipe(get('/hello'), handle(() => 'hello')) })
 * expect(check(api).faults.map((f) => f.place)).toEqual(['the service', 'the settings'])
 */
export const check = (service: AnyService): Checked => checkWith(service, t)

/** The same with the io-ts that the program's quaich loads: the caller may load another copy. @internal */
export const checkWith = (service: AnyService, io: WholeIoTs): Checked => {
  const o = outlineOf(service)
  const file = fileOf(o)
  const count = countResources(file)
  const size = sizeOf(count)
  return {
    faults: distinct([
      ...names(o),
      ...vocabulary(o),
      ...functionSettings(o),
      ...environment(o),
      ...authorizers(o),
      ...rest(o),
      ...http(o, file),
      ...schedules(o),
      ...references(o, file),
      ...mentions(o, file),
      ...sources(o, file),
      ...websockets(o, file),
      ...resources(o),
      ...collisions(o, file),
      ...size.faults
    ]),
    warnings: distinct([
      ...declared(o),
      ...largeEnvironment(o),
      ...restCors(o),
      ...httpWarnings(o),
      ...sourceWarnings(o, file),
      ...websocketWarnings(o),
      ...codecWarnings(o, io),
      ...resourceWarnings(o),
      ...uncountedWarnings(file),
      ...size.warnings
    ]),
    resources: count
  }
}
