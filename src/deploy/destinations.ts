/**
 * Where results and failures of asynchronous invocations go, and what a role needs to send them there ("Capturing records of Lambda
 * asynchronous invocations"). What kind of target an ARN names is read from it, or from the resource it refers to.
 */
import type { Text } from '../combinators/CloudFormation.js'
import { at, type Data } from './data.js'
import type { FunctionOutline, Outline } from './Outline.js'
import { resourcesOf } from './rawResources.js'

// ---- model

/** @internal */
export type TargetType = 'sqs' | 'sns' | 'function' | 'eventBus'

/** A target that a function sends to. @internal */
export interface Delivery {
  readonly arn: Text
  readonly type: TargetType | undefined
  readonly action: string
}

const actions: { readonly [T in TargetType]: string } = {
  sqs: 'sqs:SendMessage',
  sns: 'sns:Publish',
  function: 'lambda:InvokeFunction',
  eventBus: 'events:PutEvents'
}

const types: Readonly<Record<string, TargetType>> = {
  'AWS::SQS::Queue': 'sqs',
  'AWS::SNS::Topic': 'sns',
  'AWS::Lambda::Function': 'function',
  'AWS::Events::EventBus': 'eventBus'
}

const services: Readonly<Record<string, TargetType>> = { sqs: 'sqs', sns: 'sns', lambda: 'function', events: 'eventBus' }

// ---- constructors

/** What an ARN names; undefined where neither it nor a resource of the service tells. @internal */
export const targetType = (arn: Text, o: Outline): TargetType | undefined => {
  if (typeof arn === 'string') return services[arn.split(':')[2] ?? '']
  const id = 'Ref' in arn ? arn.Ref : 'Fn::GetAtt' in arn ? arn['Fn::GetAtt'][0] : undefined
  if (id !== undefined) return types[String(at(resourcesOf(o).find((r) => r.id === id)?.resource, 'Type'))]
  if ('Fn::Sub' in arn) return services[arn['Fn::Sub'].replaceAll(/\$\{[^}]*\}/g, '').split(':')[2] ?? '']
  if (!('Fn::Join' in arn)) return undefined
  const service = arn['Fn::Join'][1].find((part) => typeof part === 'string' && part in services)
  return typeof service === 'string' ? services[service] : undefined
}

/** All that a function sends by its settings. @internal */
export const deliveries = (f: FunctionOutline, o: Outline): ReadonlyArray<Delivery> =>
  [f.settings.destinations?.onSuccess, f.settings.destinations?.onFailure, f.settings.onError].flatMap((arn) => {
    if (arn === undefined) return []
    const type = targetType(arn, o)
    return type === undefined ? [] : [{ arn, type, action: actions[type] }]
  })

// ---- as osls takes them

/** A destination: osls reads the type of an ARN in text itself, and must be told that of a reference. @internal */
export const destination = (arn: Text | undefined, o: Outline): unknown =>
  arn === undefined || typeof arn === 'string' ? arn : { arn, type: targetType(arn, o) }

/** A dead-letter target: as text osls takes topics alone, a queue's ARN goes as a `Fn::Join`. @internal */
export const deadLetter = (arn: Text | undefined): Text | Data | undefined =>
  typeof arn === 'string' && !/^arn:aws[a-z-]*:sns/.test(arn) ? { 'Fn::Join': [':', arn.split(':')] } : arn
