/** Names as ARNs of the account and region, and ARNs as osls can read them. */
import { arnOf, busOf, isArn, labelOf, readable } from '../../src/deploy/arns.js'

const arn = 'arn:aws:sqs:eu-west-1:123456789012:orders'

test('an ARN begins as one', () => {
  expect([isArn(arn), isArn('orders'), isArn('my-arn:'), isArn('')]).toEqual([true, false, false, false])
})

test('a name becomes an ARN of the deployment’s account and region, with its kind before it; all else stays', () => {
  const joined = (service: string, name: string) => ({
    'Fn::Join': [':', ['arn', { Ref: 'AWS::Partition' }, service, { Ref: 'AWS::Region' }, { Ref: 'AWS::AccountId' }, name]]
  })
  expect(arnOf('orders', 'sqs')).toEqual(joined('sqs', 'orders'))
  expect(arnOf('clicks', 'kinesis', 'stream/')).toEqual(joined('kinesis', 'stream/clicks'))
  expect(arnOf(arn, 'sqs')).toBe(arn)
  const ref = { Ref: 'Orders' }
  expect(arnOf(ref, 'sqs')).toBe(ref)
})

test('what osls can read stays as it is', () => {
  for (const text of [
    arn,
    { 'Fn::GetAtt': ['Orders', 'Arn'] as const },
    { 'Fn::ImportValue': 'orders' },
    { 'Fn::Join': [':', ['arn', { Ref: 'AWS::Region' }, 'orders']] as const }
  ])
    expect(readable(text as never)).toBe(text)
})

test('what it cannot ends in an empty name', () => {
  for (const text of [{ Ref: 'Orders' }, { 'Fn::Sub': 'arn:${x}' }, { 'Fn::Join': [':', ['arn', { Ref: 'Name' }]] }])
    expect(readable(text as never)).toEqual({ 'Fn::Join': ['', [text, '']] })
})

test('a label is what stands last in a text, the resource of a reference, or a hash of anything else', () => {
  expect([labelOf(arn), labelOf('orders'), labelOf({ Ref: 'My::Orders' }), labelOf({ 'Fn::GetAtt': ['Orders', 'Arn'] })]).toEqual(
    ['orders', 'orders', 'My-Orders', 'Orders']
  )
  expect(labelOf({ 'Fn::ImportValue': 'a' } as never)).toMatch(/^ref-[A-Za-z0-9]+$/)
  expect(labelOf({ 'Fn::ImportValue': 'a' } as never)).not.toBe(labelOf({ 'Fn::ImportValue': 'b' } as never))
})

test('the bus of the account needs no name, another goes as an ARN, and what is none by name stays', () => {
  const ref = { Ref: 'Bus' }
  expect([busOf(undefined), busOf('default'), busOf('shop'), busOf(arn), busOf(ref)]).toEqual([
    undefined,
    undefined,
    'arn:aws:events:::event-bus/shop',
    arn,
    ref
  ])
})
