/**
 * ARNs of what exists already: built from a name for the account and region of the deployment, and in the forms that osls can read, which
 * takes names out of ARNs to make logical ids of them.
 */
import type { Text } from '../combinators/CloudFormation.js'
import { canonical } from './data.js'
import { shortHash, slug } from './names.js'

/** Whether a text is an ARN; any other is a name. @internal */
export const isArn = (text: string): boolean => text.startsWith('arn:')

/**
 * A name as an ARN of this account and region, an ARN or a reference as it is. The name stands last in a list, where osls looks for it:
 * of a `Fn::Sub` it knows nothing.
 * @internal
 */
export const arnOf = (text: Text, service: 'sns' | 'sqs' | 'kinesis', kind = ''): Text =>
  typeof text !== 'string' || isArn(text)
    ? text
    : {
        'Fn::Join': [
          ':',
          ['arn', { Ref: 'AWS::Partition' }, service, { Ref: 'AWS::Region' }, { Ref: 'AWS::AccountId' }, `${kind}${text}`]
        ]
      }

/** An ARN that osls can read a name from, if only an empty one: any other form ends it with a TypeError. @internal */
export const readable = (arn: Text): Text => {
  if (typeof arn === 'string' || 'Fn::GetAtt' in arn || 'Fn::ImportValue' in arn) return arn
  return 'Fn::Join' in arn && typeof arn['Fn::Join'][1].at(-1) === 'string' ? arn : { 'Fn::Join': ['', [arn, '']] }
}

/** What a reference is called where osls wants a name beside it: letters, digits, `-` and `_`. @internal */
export const labelOf = (text: Text): string => {
  if (typeof text === 'string') return text.split(':').at(-1) ?? text
  if ('Ref' in text) return slug(text.Ref)
  if ('Fn::GetAtt' in text) return text['Fn::GetAtt'][0]
  return `ref-${shortHash(canonical(text))}`
}

/**
 * An event bus as osls takes it. A bare name would be created, so it goes as an ARN, of which osls keeps the name alone: rules stand on
 * buses of the account and region they are deployed to.
 * @internal
 */
export const busOf = (bus: Text | undefined): Text | undefined => {
  if (bus === 'default') return undefined
  return typeof bus !== 'string' || isArn(bus) ? bus : `arn:aws:events:::event-bus/${bus}`
}
