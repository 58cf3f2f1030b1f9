/** How osls 4 names what it makes of events other than requests (its `lib/plugins/aws/lib/naming.js`); the rest is in `logicalIds.ts`. */
import { lambdaId, normalized, upperFirst } from './logicalIds.js'

const alphanumeric = (name: string): string => upperFirst(name.replaceAll(/[^0-9A-Za-z]/g, ''))

/** The rule of a schedule; osls counts the schedules of a function from 1. @internal */
export const scheduleIds = (key: string, n: number): ReadonlyArray<string> => [
  `${normalized(key)}EventsRuleSchedule${n}`,
  `${normalized(key)}LambdaPermissionEventsRuleSchedule${n}`
]
/** @internal */
export const schedulerId = (key: string, n: number): string => `${normalized(key)}SchedulerSchedule${n}`
/** The role that EventBridge Scheduler invokes a function in: our own resource. No function's role can be called so. @internal */
export const schedulerRoleId = (key: string): string => `${normalized(key)}ScheduleInvocation`

/** The rule of a bus, by the function's whole name, where `-` and `_` are lost; osls counts all events of a function from 1. @internal */
export const busRuleId = (fullName: string, n: number): string => `${alphanumeric(`${fullName}-rule-${n}`)}EventBridgeRule`
/** @internal */
export const busPermissionId = (key: string, n: number): string => `${normalized(key)}EventBridgeLambdaPermission${n}`
/** @internal */
export const busId = (name: string): string => `${normalized(name)}EventBridgeEventBus`

/** @internal */
export const topicId = (name: string): string => `SNSTopic${alphanumeric(name)}`
/** @internal */
export const subscriptionId = (key: string, topic: string): string => `${normalized(key)}SnsSubscription${alphanumeric(topic)}`
/** @internal */
export const topicPermissionId = (key: string, topic: string): string =>
  `${normalized(key)}LambdaPermission${alphanumeric(topic)}SNS`

/** @internal */
export const bucketId = (name: string): string => `S3Bucket${alphanumeric(name)}`
/** @internal */
export const bucketPermissionId = (key: string, name: string): string =>
  `${normalized(key)}LambdaPermission${alphanumeric(name)}S3`
/** What osls's helper makes of all notifications of a function on an existing bucket. @internal */
export const notificationId = (key: string): string => `${normalized(key)}CustomS31`
/** The helper itself. @internal */
export const bucketHelperId = lambdaId('custom-resource-existing-s3')
/** @internal */
export const bucketHelperRoleId = 'IamRoleCustomResourcesLambdaExecution'

/** @internal */
export const queueMappingId = (key: string, queue: string): string =>
  `${normalized(key)}EventSourceMappingSQS${alphanumeric(queue)}`
/** @internal */
export const streamMappingId = (key: string, type: string, stream: string): string =>
  `${normalized(key)}EventSourceMapping${upperFirst(type)}${alphanumeric(stream)}`

/** @internal */
export const socketIntegrationId = (key: string): string => `${normalized(key)}WebsocketsIntegration`
/** Of a function, or of an authorizer by its name. @internal */
export const socketPermissionId = (key: string): string => `${normalized(key)}LambdaPermissionWebsockets`
/** @internal */
export const socketAuthorizerId = (name: string): string => `${normalized(name)}WebsocketsAuthorizer`
/** A route, whose key keeps every character that osls has no word for. @internal */
export const socketRouteId = (routeKey: string): string =>
  `${routeKey
    .replaceAll('$', 'S')
    .replaceAll('/', 'Slash')
    .replaceAll('-', 'Dash')
    .replaceAll('_', 'Underscore')
    .replaceAll('.', 'Period')}WebsocketsRoute`
