@ignore
Feature: what the stacks of a deployment say about themselves

  Scenario:
    * configure headers = aws.signed('cloudformation')
    * def outputs = {}
    * def read =
      """
      (response) => {
        const count = karate.xmlPath(response, 'count(//Outputs/member)');
        for (let index = 1; index <= count; index++) {
          const member = `(//Outputs/member)[${index}]`;
          outputs[karate.xmlPath(response, `${member}/OutputKey`)] = karate.xmlPath(response, `${member}/OutputValue`);
        }
      }
      """
    Given url aws.url('cloudformation')
    And form field Action = 'DescribeStacks'
    And form field Version = '2010-05-15'
    And form field StackName = aws.named('InferwatchInference')
    When method post
    Then status 200
    * read(response)

    Given url aws.url('cloudformation')
    And form field Action = 'DescribeStacks'
    And form field Version = '2010-05-15'
    And form field StackName = aws.named('InferwatchMonitoring')
    When method post
    Then status 200
    * read(response)
