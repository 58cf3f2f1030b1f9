/**
 * The role of osls's helper, which writes the notifications of buckets that exist already: narrowed to those buckets and to the functions
 * they wake, where osls lets it change the policy of every function of the account.
 */
import { type Data, distinct } from './data.js'
import { bucketHelperRoleId } from './eventIds.js'
import { physicalName } from './functionName.js'
import { type Outline, triggersBy } from './Outline.js'

/** @internal */
export const bucketExtensions = (o: Outline): Data => {
  const triggers = triggersBy(o, 'Bucket')
  if (triggers.length === 0) return {}
  const buckets = distinct(triggers.map(({ fact }) => ({ 'Fn::Sub': `arn:\${AWS::Partition}:s3:::${fact.bucket}` })))
  const functions = distinct(triggers.map(({ owner }) => ({ 'Fn::Sub': `${anyFunction}${physicalName(owner.name, o)}` })))
  return {
    [bucketHelperRoleId]: {
      Properties: {
        Policies: [
          {
            PolicyName: 'quaich',
            PolicyDocument: {
              Version: '2012-10-17',
              Statement: [
                { Effect: 'Allow', Action: ['s3:GetBucketNotification', 's3:PutBucketNotification'], Resource: buckets },
                { Effect: 'Allow', Action: ['lambda:AddPermission', 'lambda:RemovePermission'], Resource: functions }
              ]
            }
          }
        ]
      }
    }
  }
}

const anyFunction = 'arn:${AWS::Partition}:lambda:${AWS::Region}:${AWS::AccountId}:function:'
