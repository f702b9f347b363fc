@ignore
Feature: the log lines that hold a text

  Scenario:
    * configure headers = aws.signed('logs')
    * def since = Date.now() - 15 * 60000
    Given url aws.url('logs')
    And header content-type = 'application/x-amz-json-1.1'
    And header x-amz-target = 'Logs_20140328.FilterLogEvents'
    And request { logGroupName: '#(logGroup)', filterPattern: '#("\\"" + text + "\\"")', startTime: '#(since)' }
    When method post
    Then status 200
    * def lines = response.events.map((event) => event.message.startsWith('{') ? JSON.parse(event.message) : event.message)
