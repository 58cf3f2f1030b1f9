/**
 * One record at a time: what stands before it in the stack runs once an invocation, what stands after it once a record.
 * Deliberately no accumulator: records know nothing of each other.
 */

import type { AnyCodec, Decoded, Encoded } from '../codecs/Codec.js'
import type { DecodeJson, JsonDecoding } from '../codecs/CodecEngine.js'
import { describeProblem } from '../codecs/safeJson.js'
import type { Fact } from '../combinators/Fact.js'
import { type Wire, wire } from '../combinators/Request.js'
import { goOn } from '../combinators/Result.js'
import { type Exit, extend, type Fault, left, right, type Source, type Step } from '../combinators/Source.js'
import { type Batch, type BatchKind, batchOf } from './Batch.js'
import { EventError } from './lambda.js'
import { type AfterFailure, fold, runAll } from './outcome.js'
import type { DynamoDbRecord } from './streams.js'

/** How records run. @since 0.1.0 */
export interface EachOptions {
  /** Records at once: 1. Records of one group, or of a stream, keep their order all the same. */
  readonly concurrency?: number
  /** After a failure in a FIFO queue: `stop` (the default) reports all the rest, `other groups` goes on with those. */
  readonly afterFailure?: AfterFailure
  /** Levels of nested JSON in a record: 64, and fewer for some validators, as `limits` documents. */
  readonly jsonDepth?: number
  /** Values in a record that a validator other than the built-in io-ts engine decodes, counted as `limits` does. */
  readonly jsonValues?: number
}

/** What a record holds when no codec reads it: its text; for a change to a table, the new image. @since 0.1.0 */
export type Content<X> = X extends DynamoDbRecord ? Readonly<Record<string, unknown>> | null : string

declare const content: unique symbol
/** Stands for {@link Content} until the record is known. */
type AsItIs = typeof content

type PerRecord<C, A> =
  C extends Fault<unknown>
    ? C
    : C extends { readonly event: Batch<infer X> }
      ? Omit<C, 'event'> & { readonly record: X; readonly message: A extends AsItIs ? Content<X> : A }
      : Fault<"'each' needs a batch">

type Each = {
  /** Without a codec the message is what the record holds. */
  (): <C, Err, K>(s: Source<C, Err, K>) => Source<PerRecord<C, AsItIs>, Err, K & { readonly each: true }>
  <S extends AnyCodec>(
    codec: S,
    o?: EachOptions
  ): <C, Err, K>(
    s: Source<C, Err, K>
  ) => Source<PerRecord<C, Decoded<S>>, Err, K & { readonly each: true; readonly message: Encoded<S> }>
  (
    codec: undefined,
    o: EachOptions
  ): <C, Err, K>(s: Source<C, Err, K>) => Source<PerRecord<C, AsItIs>, Err, K & { readonly each: true }>
}

/**
 * Turns a batch into its records: `record` is the record, `message` its content decoded by the codec (JSON text first parsed, guarded).
 * A record that cannot be decoded, a `Left` and a throw fail that record alone. Queues and streams get a report of exactly what failed
 * (and the generated file asks for it); for others a failed record fails the invocation once all have run.
 * @since 0.1.0
 * @example
 * import * as t from 'io-ts'
 * import { each, handle, sqs } from 'quaich'
 * import { pipe } from 'fp-ts/lib/function.js'
 * const orders = pipe(sqs('orders'), each(t.type({ id: t.string })), handle(({ message }) => message.id))
 * expect(orders.facts[1]).toMatchObject({ _tag: 'Each' })
 */
export const each: Each = (codec?: AnyCodec, o: EachOptions = {}) => {
  const fact: Fact = { _tag: 'Each', ...(codec === undefined ? undefined : { codec }), ...o }
  const step = recordByRecord(codec, o)
  return ((s: Source<unknown, unknown, unknown>) => extend(s, fact, step)) as never
}

const recordByRecord =
  (codec: AnyCodec | undefined, o: EachOptions): Step =>
  ({ codecs }) => {
    const reader = codec && { value: codecs.valueDecoder(codec, o), text: codecs.textDecoder(codec, o) }
    return {
      host: (ctx, rest) => {
        const { kind, records } = batchOf(ctx)
        const { event, ...shared } = ctx
        const onward = (record: unknown, read: Exit): Exit | Promise<Exit> =>
          read._tag === 'Left' ? read : rest({ ...shared, record, message: read.right })
        const tell = (record: unknown, exit: Exit): Exit => {
          if (exit._tag === 'Left')
            (ctx[wire as never] as Wire).log?.(exit.left, `${kind.source} record ${String(kind.idOf(record))}`)
          return exit
        }
        const guarded = (record: unknown): Exit | Promise<Exit> => {
          let exit: Exit | Promise<Exit>
          try {
            const read = messageOf(kind, record, reader)
            exit = read instanceof Promise ? read.then((r) => onward(record, r)) : onward(record, read)
          } catch (e) {
            exit = left(e)
          }
          return exit instanceof Promise
            ? exit.then(
                (e) => tell(record, e),
                (e) => tell(record, left(e))
              )
            : tell(record, exit)
        }
        const outcomes = runAll(kind, records, guarded, {
          concurrency: o.concurrency ?? 1,
          afterFailure: o.afterFailure
        })
        return outcomes instanceof Promise ? outcomes.then((all) => fold(kind, records, all)) : fold(kind, records, outcomes)
      }
    }
  }

interface Reader {
  readonly value: DecodeJson<unknown>
  readonly text: DecodeJson<string>
}

const messageOf = (kind: BatchKind<unknown>, record: unknown, reader: Reader | undefined): Exit | Promise<Exit> => {
  const content = kind.content(record)
  if (reader === undefined) return right('text' in content ? content.text : content.value)
  return goOn('text' in content ? reader.text(content.text) : reader.value(content.value), decoded)
}

const decoded = (d: JsonDecoding): Exit => {
  if ('problem' in d) return left(new EventError(`the message ${describeProblem(d.problem)}`))
  return d.issues === undefined
    ? right(d.value)
    : left(new EventError(`the message is not as declared: ${JSON.stringify(d.issues)}`))
}
