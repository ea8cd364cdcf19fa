import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.FileInputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.flavours.PDFAFlavour;

/** Validates all files named, each against both profiles, and writes one line of JSON for each. */
class Conformance {
  public static void main(String[] files) throws Exception {
    VeraGreenfieldFoundryProvider.initialise();
    for (String file : files) {
      for (PDFAFlavour flavour : List.of(PDFAFlavour.PDFUA_1, PDFAFlavour.PDFA_2_A)) {
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
}
