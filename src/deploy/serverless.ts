/** The other handle of a service: the data of the `serverless.yml` that deploys it. Says nothing of faults; `check` does. */
import type { AnyService } from '../router/service.js'
import { fileOf } from './file.js'
import { outlineOf } from './Outline.js'

/**
 * The whole file as plain data: `service`, `params`, `provider`, `package`, `functions` and `resources` with their extensions.
 * The same service gives the same data, for every stage.
 * @since 0.1.0
 * @example
 * import { get, handle, service } from 'quaich'
 * import { serverless } from 'quaich/deploy'
 * import { pipe } from 'fp-ts/lib/function.js'
 * const hello = pipe(get('/hello'), handle(() => 'hello'))
 * const file = serverless(service('greetings', {}, { hello }))
 * expect(file['functions']).toMatchObject({ 'api-hello': { handler: 'build/api-hello/index.handler', timeout: 29 } })
 */
export const serverless = (service: AnyService): Readonly<Record<string, unknown>> => fileOf(outlineOf(service))
