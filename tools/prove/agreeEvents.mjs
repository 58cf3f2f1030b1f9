// The events of a packaged template, read into the sentences of the agreement suite: what wakes each function, and how.

import { clauses, said } from './agreeWords.mjs'
import { asText, ofType } from './template.mjs'

export const mappingLines = (template, of) =>
  ofType(template, 'AWS::Lambda::EventSourceMapping').map(([, { Properties: p }]) => {
    const arn = asText(p.EventSourceArn)
    // A stream is read from somewhere.
    const queue = p.StartingPosition === undefined
    return `${of(p.FunctionName)}: ${clauses(
      `${queue ? 'queue' : 'stream'} ${arn}`,
      `batches of ${p.BatchSize}`,
      p.StartingPosition,
      said(p.MaximumBatchingWindowInSeconds, (s) => `waits ${s} s`),
      said(p.MaximumRetryAttempts, (n) => `${n} retries`),
      p.BisectBatchOnFunctionError === true ? 'bisects' : undefined,
      said(p.ParallelizationFactor ?? p.ScalingConfig?.MaximumConcurrency, (n) => `${n} at once`),
      p.FunctionResponseTypes?.includes('ReportBatchItemFailures') ? 'reports' : undefined,
      p.Enabled === false ? 'off' : undefined
    )}`
  })

export const topicLines = (template, of) =>
  ofType(template, 'AWS::SNS::Subscription').map(([, { Properties: p }]) => {
    const filter = p.FilterPolicy === undefined ? undefined : `filter ${JSON.stringify(p.FilterPolicy)}`
    return `${of(p.Endpoint)}: ${clauses(`topic ${asText(p.TopicArn)}`, filter)}`
  })

export const bucketLines = (template, nameOf) =>
  ofType(template, 'Custom::S3').flatMap(([, { Properties: p }]) =>
    p.BucketConfigs.map(({ Event, Rules = [] }) => {
      const rules = Object.assign({}, ...Rules.flatMap(Object.entries).map(([k, v]) => ({ [k.toLowerCase()]: v })))
      return `${nameOf(asText(p.FunctionName))}: ${clauses(
        `bucket ${p.BucketName} ${Event}`,
        said(rules.prefix, (s) => `from ${s}`),
        said(rules.suffix, (s) => `to ${s}`)
      )}`
    })
  )

export const ruleLines = (template, of) =>
  ofType(template, 'AWS::Events::Rule').flatMap(([, { Properties: p }]) =>
    p.Targets.map((target) =>
      p.EventPattern === undefined
        ? `${of(target.Arn)}: ${clauses(
            p.ScheduleExpression,
            said(target.Input, (s) => `with ${s}`),
            p.State === 'DISABLED' ? 'off' : undefined
          )}`
        : `${of(target.Arn)}: bus ${asText(p.EventBusName ?? 'default')
            .split('/')
            .at(-1)}: ${JSON.stringify(p.EventPattern)}`
    )
  )

export const schedulerLines = (template, of) =>
  ofType(template, 'AWS::Scheduler::Schedule').map(
    ([, { Properties: p }]) =>
      `${of(p.Target.Arn)}: ${clauses(
        p.ScheduleExpression,
        said(p.ScheduleExpressionTimezone, (zone) => `in ${zone}`),
        said(p.Target.Input, (s) => `with ${s}`),
        p.State === 'DISABLED' ? 'off' : undefined
      )}`
  )
