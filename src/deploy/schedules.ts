/**
 * Schedules: rules of EventBridge, and where a time zone is named schedules of EventBridge Scheduler, each of those with a role that may
 * invoke exactly its function ("Setting up Amazon EventBridge Scheduler": the function's own role trusts somebody else).
 */
import type { ScheduleFact } from '../combinators/Fact.js'
import { compact, type Data } from './data.js'
import { schedulerRoleId } from './eventIds.js'
import { lambdaId } from './logicalIds.js'
import { type FunctionOutline, type Outline, triggersBy } from './Outline.js'

// osls pastes a rule's texts into a template of JSON: its description as it is, its input with quotes alone escaped.
const pasted = (text: string): string => JSON.stringify(text).slice(1, -1)
const halfPasted = (text: string): string => text.replaceAll('\\', '\\\\')

/** What the function is invoked with, as JSON; undefined where it is the event itself. @internal */
export const inputText = ({ input }: ScheduleFact): string | undefined =>
  input === undefined ? undefined : JSON.stringify(input)

/** @internal */
export const scheduleEvent = (s: ScheduleFact, f: FunctionOutline): Data => {
  const input = inputText(s)
  return s.timezone === undefined
    ? compact({
        rate: [s.expression],
        description: s.description === undefined ? undefined : pasted(s.description),
        input: input === undefined ? undefined : halfPasted(input),
        enabled: s.enabled
      })
    : compact({
        method: 'scheduler',
        rate: [s.expression],
        timezone: s.timezone,
        roleArn: { 'Fn::GetAtt': [schedulerRoleId(f.name), 'Arn'] },
        description: s.description,
        input,
        enabled: s.enabled
      })
}

/** The roles of schedules in a time zone, by logical id. @internal */
export const schedulerRoles = (o: Outline): Data =>
  Object.fromEntries(
    triggersBy(o, 'Schedule')
      .filter(({ fact }) => fact.timezone !== undefined)
      .map(({ owner }) => [schedulerRoleId(owner.name), schedulerRole(owner)])
  )

const schedulerRole = (f: FunctionOutline): Data => ({
  Type: 'AWS::IAM::Role',
  Properties: {
    AssumeRolePolicyDocument: {
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { Service: ['scheduler.amazonaws.com'] },
          Action: ['sts:AssumeRole'],
          Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } }
        }
      ]
    },
    Policies: [
      {
        PolicyName: 'quaich',
        PolicyDocument: {
          Version: '2012-10-17',
          Statement: [
            { Effect: 'Allow', Action: ['lambda:InvokeFunction'], Resource: [{ 'Fn::GetAtt': [lambdaId(f.name), 'Arn'] }] }
          ]
        }
      }
    ]
  }
})
