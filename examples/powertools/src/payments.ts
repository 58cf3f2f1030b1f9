/** Payments, taken by HTTP and refunded from a queue. */
import { MetricUnit } from '@aws-lambda-powertools/metrics'
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as t from 'io-ts'
import { body, created, each, errors, handle, post, returns, sqs } from 'quaich'
import { observed } from './observed.js'

const Payment = t.type({ id: t.string, pence: t.Int })

export const pay = pipe(
  post('/payments'),
  body(Payment), // what is refused here is seen by no middleware behind it
  observed,
  returns({ 201: Payment }),
  errors({ Declined: 402 }),
  handle(({ body, logger, tracer, metrics }) => {
    logger.appendKeys({ payment: body.id })
    tracer.putAnnotation('payment', body.id)
    if (body.pence > 100_000) {
      metrics.addMetric('declined', MetricUnit.Count, 1)
      logger.warn('declined')
      return E.left({ _tag: 'Declined' as const })
    }
    metrics.addMetric('taken', MetricUnit.Count, 1)
    logger.info('taken')
    return E.right(created(body))
  })
)

export const refund = pipe(
  sqs('refunds', { batchSize: 10 }),
  observed, // once an invocation, around all of its records
  each(Payment),
  handle(({ message, logger, metrics }) => {
    metrics.addMetric('refunded', MetricUnit.Count, 1)
    logger.info('refunded', { payment: message.id })
  })
)
