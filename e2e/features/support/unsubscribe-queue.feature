@ignore
Feature: the end of a subscription and of its queue

  Scenario:
    * configure headers = aws.signed('sns')
    Given url aws.url('sns')
    And form field Action = 'Unsubscribe'
    And form field Version = '2010-03-31'
    And form field SubscriptionArn = subscriptionArn
    When method post
    Then status 200

    * configure headers = aws.signed('sqs')
    Given url aws.url('sqs')
    And header content-type = 'application/x-amz-json-1.0'
    And header x-amz-target = 'AmazonSQS.DeleteQueue'
    And request { QueueUrl: '#(queueUrl)' }
    When method post
    Then status 200
