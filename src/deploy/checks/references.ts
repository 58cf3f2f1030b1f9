/** References of sources to resources: whether the service has such a resource, of the right type, and whether the reference is its ARN. */
import type { Text } from '../../combinators/CloudFormation.js'
import { at, type Data, isData } from '../data.js'
import { type Faults, fault, faultIf } from '../fault.js'
import { type Known, knownIn } from '../known.js'
import { type Outline, triggersBy } from '../Outline.js'

interface Rule {
  readonly type: string
  /** The attribute that is its ARN, or its name for a bus. */
  readonly attribute: string
  /** What `Ref` gives, where it is not what is wanted. */
  readonly ref?: string
}

const queue: Rule = { type: 'AWS::SQS::Queue', attribute: 'Arn', ref: 'its URL' }
const topic: Rule = { type: 'AWS::SNS::Topic', attribute: 'TopicArn' }
const stream: Rule = { type: 'AWS::Kinesis::Stream', attribute: 'Arn', ref: 'its name' }
const table: Rule = { type: 'AWS::DynamoDB::Table', attribute: 'StreamArn', ref: 'its name' }
const bus: Rule = { type: 'AWS::Events::EventBus', attribute: 'Name' }

/** @internal */
export const references = (o: Outline, file: Data, known: Known = knownIn(file)): Faults => [
  ...triggersBy(o, 'Queue').flatMap(({ fact, place }) => reference(fact.queue, queue, place, file, known)),
  ...triggersBy(o, 'Topic').flatMap(({ fact, place }) => reference(fact.topic, topic, place, file, known)),
  ...triggersBy(o, 'Stream').flatMap(({ fact, place }) =>
    reference(fact.stream, fact.type === 'kinesis' ? stream : table, place, file, known)
  ),
  ...triggersBy(o, 'EventBridge').flatMap(({ fact, place }) =>
    fact.bus === undefined ? [] : reference(fact.bus, bus, place, file, known)
  )
]

/** The resource of the file that a reference names. @internal */
export const referred = (text: Text, file: Data): Data | undefined => {
  const id =
    typeof text === 'string' ? undefined : 'Ref' in text ? text.Ref : 'Fn::GetAtt' in text ? text['Fn::GetAtt'][0] : undefined
  const found = id === undefined ? undefined : at(file, 'resources', 'Resources', id)
  return isData(found) ? found : undefined
}

const reference = (text: Text, rule: Rule, place: string, file: Data, known: Known): Faults => {
  if (typeof text === 'string' || !('Ref' in text || 'Fn::GetAtt' in text)) return []
  const [id, attribute] = 'Ref' in text ? [text.Ref, undefined] : text['Fn::GetAtt']
  const write = `write { 'Fn::GetAtt': ['${id}', '${rule.attribute}'] }`
  const resource = referred(text, file)
  if (resource === undefined)
    return faultIf(
      !known.has(id),
      place,
      `it refers to ${id}, which is no resource of this service`,
      'bring the resource with a port that the sentence uses, or name what exists already'
    )
  const { Type: type } = resource
  if (type !== rule.type) return [fault(place, `it refers to ${id}, which is an ${String(type)}`, `refer to an ${rule.type}`)]
  return attribute === undefined
    ? faultIf(rule.ref !== undefined, place, `Ref of ${id} is ${rule.ref}, not its ARN`, write)
    : faultIf(attribute !== rule.attribute, place, `${id}.${attribute} is not what is read here`, write)
}
