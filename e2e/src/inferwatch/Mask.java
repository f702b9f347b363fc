package inferwatch;

import com.intuit.karate.http.HttpLogModifier;
import java.util.Set;
import java.util.regex.Pattern;

/** Keeps secrets out of logs and reports, and cuts bodies that nobody would read to their beginning. */
public final class Mask implements HttpLogModifier {
  private static final String HIDDEN = "***";
  private static final int MAX_BODY_CHARACTERS = 4000;
  private static final Set<String> SECRET_HEADERS =
      Set.of("authorization", "x-amz-security-token", "x-api-key", "cookie", "set-cookie");
  private static final Pattern SECRET_PARAMETER =
      Pattern.compile("(?i)(X-Amz-(?:Signature|Credential|Security-Token)=)[^&\\s]+");
  private static final Pattern SECRET_MEMBER =
      Pattern.compile("(?i)(\"(?:secretAccessKey|sessionToken|token|password|receiptHandle)\"\\s*:\\s*\")[^\"]*");

  @Override
  public boolean enableForUri(String uri) {
    return true;
  }

  @Override
  public String uri(String uri) {
    return SECRET_PARAMETER.matcher(uri).replaceAll("$1" + HIDDEN);
  }

  @Override
  public String header(String name, String value) {
    return SECRET_HEADERS.contains(name.toLowerCase()) ? HIDDEN : value;
  }

  @Override
  public String request(String uri, String body) {
    return body(body);
  }

  @Override
  public String response(String uri, String body) {
    return body(body);
  }

  private static String body(String body) {
    if (body == null) return null;
    String shown = body.length() <= MAX_BODY_CHARACTERS
        ? body
        : body.substring(0, MAX_BODY_CHARACTERS) + "… (" + body.length() + " characters)";
    return SECRET_MEMBER.matcher(shown).replaceAll("$1" + HIDDEN);
  }
}
