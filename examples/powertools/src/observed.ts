/** Powertools for AWS Lambda: a logger, a tracer and metrics as ports, and the stack in which their middlewares stand around a handler. */
import { Logger } from '@aws-lambda-powertools/logger'
import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware'
import { Metrics } from '@aws-lambda-powertools/metrics'
import { logMetrics } from '@aws-lambda-powertools/metrics/middleware'
import { Tracer } from '@aws-lambda-powertools/tracer'
import { captureLambdaHandler } from '@aws-lambda-powertools/tracer/middleware'
import { flow } from 'fp-ts/lib/function.js'
import { fromMiddy, functionSettings, port, use } from 'quaich'

const environment = { POWERTOOLS_SERVICE_NAME: 'payments' }

// Each is made once a container, and reads its settings from the variables that stand beside it.
export const logger = port('logger', {
  live: () => new Logger(),
  environment: { ...environment, POWERTOOLS_LOG_LEVEL: 'INFO' }
})
export const tracer = port('tracer', { live: () => new Tracer(), environment })
export const metrics = port('metrics', {
  live: () => new Metrics(),
  environment: { ...environment, POWERTOOLS_METRICS_NAMESPACE: 'shop' }
})

/** The three middlewares in one host, made of the very values that the handlers get. Metrics are log lines, so only tracing needs a right. */
export const observed = flow(
  use(logger),
  use(tracer),
  use(metrics),
  fromMiddy(
    ({ logger, tracer, metrics }) => [
      captureLambdaHandler(tracer, { captureResponse: false }),
      injectLambdaContext(logger, { resetKeys: true }),
      logMetrics(metrics, { captureColdStartMetric: true })
    ],
    { uses: { logger, tracer, metrics } }
  ),
  functionSettings({ tracing: 'Active' })
)
