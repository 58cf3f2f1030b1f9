/** The whole file as plain data, in the order in which it is read. */
import { authorizerExtensions } from './authorizers.js'
import { bucketExtensions } from './buckets.js'
import { compact, type Data, isData, merge, unlessEmpty } from './data.js'
import { functionsSection } from './functionsSection.js'
import { gatewayResponseExtensions, gatewayResponses } from './gatewayResponses.js'
import { roles } from './iam.js'
import type { Outline } from './Outline.js'
import { provider } from './provider.js'
import { rawResources } from './rawResources.js'
import { schedulerRoles } from './schedules.js'
import { websocketExtensions } from './websockets.js'

/** @internal */
export const fileOf = (o: Outline): Data => {
  const merged = merge(written(o), o.settings.extend)
  return isData(merged) ? merged : {}
}

const written = (o: Outline): Data =>
  compact({
    service: o.service.name,
    params: unlessEmpty(o.settings.params ?? {}),
    provider: provider(o),
    package: { individually: true, excludeDevDependencies: false, patterns: ['!**'] },
    functions: functionsSection(o),
    resources: unlessEmpty(
      compact({
        Resources: unlessEmpty({ ...rawResources(o), ...ours(o) }),
        Outputs: unlessEmpty(o.settings.outputs ?? {}),
        extensions: unlessEmpty({
          ...authorizerExtensions(o),
          ...gatewayResponseExtensions(o),
          ...websocketExtensions(o),
          ...bucketExtensions(o)
        })
      })
    )
  })

/** The resources that are the generator's own: roles and gateway responses. @internal */
export const ours = (o: Outline): Data => ({ ...roles(o), ...schedulerRoles(o), ...gatewayResponses(o) })
