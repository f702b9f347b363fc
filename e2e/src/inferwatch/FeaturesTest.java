package inferwatch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.intuit.karate.Results;
import com.intuit.karate.Runner;
import org.junit.jupiter.api.Test;

/**
 * Runs the features one after another: they share one deployment, and what one of them breaks on purpose the next would
 * suffer from. {@code -Dkarate.options} narrows the choice ({@code --tags @smoke classpath:features/api}).
 */
class FeaturesTest {
  @Test
  void features() {
    Results results =
        Runner.path("classpath:features")
            .tags("~@ignore")
            .hook(new OnlyOf(System.getProperty("karate.env", "preview")))
            .outputJunitXml(true)
            .outputCucumberJson(false)
            .backupReportDir(false)
            .parallel(1);
    assertEquals(0, results.getFailCount(), "failed scenarios; the report says which");
  }
}
