/** What a service's type tells of its functions that are no routes: their names, what they are sent, and what they give. Types alone. */
import type { Handler } from '../combinators/Handler.js'
import type { SuccessOf } from '../combinators/Result.js'
import type { BatchResponse } from '../events/outcome.js'
import type { Mounted } from '../router/mount.js'
import type { ItemChange } from './events/dynamodb.js'
import type { Jsoned } from './Jsoned.js'

/** Every sentence that is no route, by the name of its function: the keys that lead to it, joined with `-`. @internal */
export type Sentence<D, Pre extends string = ''> = {
  readonly [N in keyof D & string]: D[N] extends Handler<never, infer R, infer K>
    ? K extends { readonly kind: 'http' }
      ? never
      : { readonly name: `${Pre}${N}`; readonly r: R; readonly k: K }
    : D[N] extends Mounted<infer M>
      ? Sentence<M, `${Pre}${N}-`>
      : never
}[keyof D & string]

type Named<D, N> = Extract<Sentence<D>, { readonly name: N }>

/** The functions whose names a service's type tells; the others are named by their paths. @since 0.1.0 */
export type FunctionName<D> = Sentence<D>['name']

/** What a function is sent: what a `lambda`'s codec reads; anything, where the type tells nothing. @since 0.1.0 */
export type EventOf<D, N> = [Named<D, N>] extends [{ readonly k: { readonly event: infer E } }] ? E : unknown

/** What a function gives: what JSON leaves of what the handler of a `lambda` returns, a report of a batch that was read record by record. @since 0.1.0 */
export type OutputOf<D, N> = [Named<D, N>] extends [{ readonly k: infer K; readonly r: infer R }]
  ? K extends { readonly kind: 'lambda' }
    ? Jsoned<SuccessOf<R>>
    : K extends { readonly kind: 'sqs' | 'stream'; readonly each: true }
      ? BatchResponse
      : unknown
  : unknown

type Batches<D> = Extract<Sentence<D>, { readonly k: { readonly kind: 'sqs' | 'sns' | 's3' | 'stream' } }>

/** The functions that are woken by records. @since 0.1.0 */
export type BatchName<D> = Batches<D>['name']

/** One record of a function, as a test writes it: what its codec reads, an object's key, an item or its change. @since 0.1.0 */
export type MessageOf<D, N> = Named<D, N>['k'] extends infer K
  ? K extends { readonly kind: 's3' }
    ? string
    : K extends { readonly stream: 'dynamodb' }
      ? K extends { readonly message: infer M }
        ? M | readonly [before: M | null, after: M | null]
        : ItemChange
      : K extends { readonly message: infer M }
        ? M
        : unknown
  : never

type Listening<D> = Extract<Sentence<D>, { readonly k: { readonly kind: 'websocket' } }>['k']

/** What may be sent over a connection: a route's message with its `action`, or what `$default` reads. @since 0.1.0 */
export type SocketMessage<D> =
  Listening<D> extends infer K
    ? K extends { readonly route: '$connect' | '$disconnect' }
      ? never
      : K extends { readonly route: '$default' }
        ? K extends { readonly message: infer M }
          ? M
          : unknown
        : K extends { readonly route: infer A }
          ? (K extends { readonly message: infer M } ? M : unknown) & { readonly action: A }
          : never
    : never
