package polyclinic.checks.observability;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import polyclinic.checks.tools.Checkout;

/** What a person gets who is woken by an alert. */
class RunbooksTest {
    private static final String FOLDER = "docs/runbooks";
    private static final List<String> HEADINGS = List.of("Meaning", "Look", "Do");

    @ParameterizedTest
    @MethodSource("alerts")
    void an_alert_says_how_bad_it_is_what_happens_and_where_to_read_on(Rule alert) {
        assertThat(alert.labels().path("severity").asText()).isIn("page", "ticket");
        assertThat(alert.annotations().path("summary").asText()).isNotBlank().hasSizeLessThan(140);
        assertThat(alert.annotations().path("description").asText()).matches("(?s).+\\.(\\{\\{ end }})?");
        assertThat(alert.annotations().path("runbook_url").asText()).isEqualTo(FOLDER + "/" + alert.name() + ".md");
    }

    @ParameterizedTest
    @MethodSource("alerts")
    void its_runbook_says_what_it_means_where_to_look_and_what_to_do(Rule alert) {
        String page = Checkout.text(Checkout.path(FOLDER).resolve(alert.name() + ".md"));

        List<String> lines = page.lines().toList();
        assertThat(lines.get(0)).isEqualTo("# " + alert.name());
        assertThat(lines.stream().filter(line -> line.startsWith("## ")).map(line -> line.substring(3)))
                .containsExactlyElementsOf(HEADINGS);
        assertThat(page.split("(?m)^## \\w+$")).hasSize(4).allSatisfy(part -> assertThat(part)
                .isNotBlank());
    }

    @Test
    void there_is_a_runbook_for_nothing_else_and_the_index_names_each() {
        Set<String> alerts = alerts().stream().map(Rule::name).collect(Collectors.toSet());
        Set<String> pages = Checkout.files(Checkout.path(FOLDER)).stream()
                .map(Path::getFileName)
                .map(file -> file.toString().replace(".md", ""))
                .filter(name -> !name.equals("README"))
                .collect(Collectors.toSet());
        String index = Checkout.text(Checkout.path(FOLDER + "/README.md"));

        assertThat(pages).isEqualTo(alerts);
        assertThat(alerts).allSatisfy(alert -> assertThat(index).contains("(" + alert + ".md)"));
    }

    static List<Rule> alerts() {
        return Rule.alerts();
    }
}
