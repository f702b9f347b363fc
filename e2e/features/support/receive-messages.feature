@ignore
Feature: what waits in a queue

  Scenario:
    * configure headers = aws.signed('sqs')
    Given url aws.url('sqs')
    And header content-type = 'application/x-amz-json-1.0'
    And header x-amz-target = 'AmazonSQS.ReceiveMessage'
    And request { QueueUrl: '#(queueUrl)', MaxNumberOfMessages: 10, WaitTimeSeconds: 2 }
    When method post
    Then status 200
    * def messages = (response.Messages || []).map((message) => JSON.parse(message.Body))
