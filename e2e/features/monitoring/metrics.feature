Feature: every inference is counted, and the dashboard shows what is counted

  Background:
    * def sum = (metric) => karate.call('classpath:features/support/metric-sum.feature', { metric: metric }).sum
    * def counted = () => sum('SuccessCount') + sum('ErrorCount')

  Scenario: N inferences add N to SuccessCount and ErrorCount together
    * def before = counted()
    * karate.repeat(8, () => karate.call('classpath:features/support/infer.feature'))
    # In AWS somebody else may send at the same time.
    * def arrived = eventually('the metrics count the inferences', counted, (count) => count >= before + 8)
    * assert env === 'aws' || arrived === before + 8

  Scenario: what a caller does wrong is no error of the service
    * def before = counted()
    * def rejected = sum('RejectedCount')
    Given url apiUrl
    And path 'inference'
    And header content-type = 'application/xml'
    And request '<pixels/>'
    When method post
    Then status 415
    * eventually('the refusal is counted', () => sum('RejectedCount'), (count) => count >= rejected + 1)
    * assert env === 'aws' || counted() === before

  Scenario: the dashboard exists and shows the metrics that are emitted
    * configure headers = aws.signed('monitoring')
    Given url aws.url('monitoring')
    And form field Action = 'GetDashboard'
    And form field Version = '2010-08-01'
    And form field DashboardName = aws.named('Inference-Monitoring-Dashboard')
    When method post
    Then status 200
    * json dashboard = karate.xmlPath(response, '//DashboardBody')
    * string widgets = dashboard.widgets
    * match widgets contains 'InferencePipeline'
    * match widgets contains 'LatencyMs'
    * match widgets contains 'SuccessCount'
    * match widgets contains 'ErrorCount'
