@ignore
Feature: one inference

  Scenario:
    Given url apiUrl
    And path 'inference'
    And header content-type = 'text/csv'
    And request firstSample
    When method post
    Then status 200
