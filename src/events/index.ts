/** What AWS hands us and wants back. */
export type { Batch } from './Batch.js'
export { type EachOptions, each } from './each.js'
export { EventError, lambda } from './lambda.js'
export { type AfterFailure, BatchError, type BatchResponse } from './outcome.js'
export { routeResponse } from './routeResponse.js'
export { type Cron, type CronField, cron, printSchedule, type Rate, type RateUnit, rate } from './ScheduleExpression.js'
export { type S3Options, type S3Record, s3, s3Notification } from './s3.js'
export {
  type EventBridgeEvent,
  type EventBridgeOptions,
  type EventPattern,
  eventBridge,
  type ScheduleOptions,
  schedule
} from './schedule.js'
export { type SnsOptions, type SnsRecord, sns, snsEnvelope } from './sns.js'
export { type ConnectionInfo, type Disconnected, type ManagementApi, managementApi, type Sockets, sockets } from './sockets.js'
export { type SqsOptions, type SqsRecord, sqs } from './sqs.js'
export { type DynamoDbRecord, dynamodbStream, type KinesisRecord, kinesis, type StreamOptions } from './streams.js'
export type { LambdaHandler } from './toLambda.js'
export { encodeMessage, message, type WebsocketEvent, websocket } from './websocket.js'
