/**
 * What tests need: a handler as the function it is, a typed client of a whole service, the events behind it, and values to try both with.
 * @module quaich/testing
 */
export { ArbitraryError, type ArbitraryFault } from './arbitrary/ArbitraryError.js'
export { type Annotation, annotate } from './arbitrary/annotate.js'
export { arbitrary, encoded, type Sample, samples } from './arbitrary/arbitrary.js'
export { Call, CallError } from './Call.js'
export { type BodyOf, type Client, client, type Input } from './client.js'
export type { AskedRequest } from './events/authorizer.js'
export type { BusEventJson } from './events/bus.js'
export type { Changes, RecordChanges, Recorded } from './events/changes.js'
export type { DynamoDbEventRecord, Item, ItemChange } from './events/dynamodb.js'
export { type Events, events } from './events/index.js'
export type { KinesisEventRecord } from './events/kinesis.js'
export type { S3EventRecord } from './events/s3.js'
export type { SnsEventRecord } from './events/sns.js'
export type { SqsEventRecord } from './events/sqs.js'
export type { Format } from './format.js'
export type { ClientOptions, Exchange, Identified } from './gateway.js'
export { given } from './given.js'
export { httpEvent } from './httpEvent.js'
export { lambdaContext } from './lambdaContext.js'
export type { HttpEventInput } from './rawRequest.js'
