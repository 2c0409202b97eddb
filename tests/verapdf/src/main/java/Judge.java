import java.io.File;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;
import org.verapdf.pdfa.validation.profiles.Profiles;
import org.verapdf.pdfa.validation.profiles.Rule;
import org.verapdf.pdfa.validation.profiles.RuleId;
import org.verapdf.pdfa.validation.profiles.ValidationProfile;

/** Judges PDFs by one profile, and reports like {@code verapdf --format json --flavour PROFILE FILE...}. */
public final class Judge {
    private static final int EXAMPLES = 1000;

    private final PDFAFlavour flavour;
    private final ValidationProfile profile;

    private Judge(String name) {
        flavour = PDFAFlavour.byFlavourId(name);
        if (flavour == PDFAFlavour.NO_FLAVOUR) {
            throw new IllegalArgumentException("there is no profile " + name);
        }
        profile = Profiles.getVeraProfileDirectory().getValidationProfileByFlavour(flavour);
    }

    public static void main(String[] arguments) {
        String name = "ua1";
        List<String> files = new ArrayList<>();
        for (int index = 0; index < arguments.length; index++) {
            switch (arguments[index]) {
                case "--flavour" -> name = arguments[++index];
                case "--format" -> index++;  // JSON is all it can write
                default -> files.add(arguments[index]);
            }
        }
        VeraGreenfieldFoundryProvider.initialise();
        Judge judge = new Judge(name);
        StringJoiner jobs = new StringJoiner(",\n", "{\"report\":{\"jobs\":[\n", "\n]}}");
        for (String file : files) {
            jobs.add(judge.judge(file));
        }
        new PrintStream(System.out, true, StandardCharsets.UTF_8).println(jobs);
    }

    private String judge(String file) {
        String job = "{\"itemDetails\":{\"name\":" + quote(file) + "},";
        try (var parser = Foundries.defaultInstance().createParser(new File(file), flavour);
                var validator = Foundries.defaultInstance().createValidator(profile, EXAMPLES, false, false, false)) {
            return job + "\"validationResult\":[" + describe(validator.validate(parser)) + "]}";
        } catch (Exception problem) {
            return job + "\"taskException\":{\"exceptionMessage\":" + quote(String.valueOf(problem)) + "}}";
        }
    }

    private String describe(ValidationResult result) {
        StringJoiner rules = new StringJoiner(",");
        for (Map.Entry<RuleId, Integer> failed : result.getFailedChecks().entrySet()) {
            rules.add(describe(failed.getKey(), failed.getValue(), result));
        }
        return "{\"profileName\":" + quote(flavour.getId()) + ",\"compliant\":" + result.isCompliant()
                + ",\"details\":{\"ruleSummaries\":[" + rules + "]}}";
    }

    private String describe(RuleId id, int count, ValidationResult result) {
        Rule rule = profile.getRuleByRuleId(id);
        String where = "";
        for (TestAssertion assertion : result.getTestAssertions()) {
            if (assertion.getRuleId().equals(id) && assertion.getStatus() == TestAssertion.Status.FAILED) {
                where = assertion.getLocation().getContext();
                break;
            }
        }
        return "{\"ruleStatus\":\"FAILED\",\"clause\":" + quote(id.getClause()) + ",\"testNumber\":" + id.getTestNumber()
                + ",\"failedChecks\":" + count + ",\"description\":" + quote(rule == null ? "" : rule.getDescription())
                + ",\"checks\":[{\"status\":\"failed\",\"context\":" + quote(where) + "}]}";
    }

    private static String quote(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (char letter : text.toCharArray()) {
            if (letter == '"' || letter == '\\') {
                quoted.append('\\').append(letter);
            } else if (letter < ' ') {
                quoted.append(String.format("\\u%04x", (int) letter));
            } else {
                quoted.append(letter);
            }
        }
        return quoted.append('"').toString();
    }
}
