package inferwatch;

import com.intuit.karate.RuntimeHook;
import com.intuit.karate.core.ScenarioRuntime;
import java.util.Set;

/** Leaves out the scenarios that are tagged with another environment than the one that is tested. */
final class OnlyOf implements RuntimeHook {
  private static final Set<String> ENVIRONMENTS = Set.of("preview", "aws");
  private final String environment;

  OnlyOf(String environment) {
    this.environment = environment;
  }

  @Override
  public boolean beforeScenario(ScenarioRuntime scenario) {
    var named = scenario.tags.getTags().stream().filter(ENVIRONMENTS::contains).toList();
    return named.isEmpty() || named.contains(environment);
  }
}
