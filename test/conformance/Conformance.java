import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.FileInputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.flavours.PDFAFlavour;

/** Validates files against profiles, named as PROFILE=FILE, and writes one line of JSON for each. */
class Conformance {
  public static void main(String[] tasks) throws Exception {
    VeraGreenfieldFoundryProvider.initialise();
    for (String task : tasks) {
      int end = task.indexOf('=');
      var flavour = PDFAFlavour.valueOf(task.substring(0, end));
      String file = task.substring(end + 1);
      try (var parser = Foundries.defaultInstance().createParser(new FileInputStream(file), flavour);
          var validator = Foundries.defaultInstance().createValidator(flavour, false)) {
        var result = validator.validate(parser);
        Map<String, Object> failed = new TreeMap<>();
        result.getFailedChecks().forEach((rule, count) -> failed.put(rule.getClause() + "-" + rule.getTestNumber(), count));
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("file", file);
        line.put("profile", flavour.name());
        line.put("rules", result.getValidationProfile().getRules().size());
        line.put("failed", failed);
        System.out.println(new ObjectMapper().writeValueAsString(line));
      }
    }
  }
}
