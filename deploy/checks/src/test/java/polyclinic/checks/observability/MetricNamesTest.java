package polyclinic.checks.observability;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** An alert on a metric that nobody measures never fires, and nobody notices. */
class MetricNamesTest {
    /** Labels that Prometheus adds, and the one of buckets. */
    private static final Set<String> ADDED = Set.of("job", "service", "instance", "le");

    private final Map<String, Set<String>> own = DocumentedMetrics.own();
    private final Set<String> others = DocumentedMetrics.ofOthers();

    @Test
    void every_metric_of_rules_and_dashboards_is_documented_recorded_or_of_a_named_source() {
        Set<String> recorded = Rule.all().stream()
                .filter(rule -> !rule.isAlert())
                .map(Rule::name)
                .collect(Collectors.toSet());

        assertThat(expressions()).allSatisfy(expression -> assertThat(PromQl.names(expression))
                .as(expression)
                .allSatisfy(name -> assertThat(PromQl.documentedAs(name))
                        .anyMatch(known ->
                                recorded.contains(known) || own.containsKey(known) || others.contains(known))));
    }

    @Test
    void our_own_metrics_are_chosen_by_labels_that_they_have() {
        assertThat(expressions())
                .allSatisfy(expression -> PromQl.labels(expression).forEach((name, labels) -> PromQl.documentedAs(name)
                        .filter(own::containsKey)
                        .forEach(known -> {
                            Set<String> there = new HashSet<>(ADDED);
                            there.addAll(own.getOrDefault(known, Set.of()));
                            assertThat(there).as(expression).containsAll(labels);
                        })));
    }

    @Test
    void the_list_of_others_metrics_names_none_that_nobody_uses_and_none_of_ours() {
        Set<String> used = new TreeSet<>();
        expressions().forEach(expression -> PromQl.names(expression)
                .forEach(name -> PromQl.documentedAs(name).forEach(used::add)));

        assertThat(used).containsAll(others);
        assertThat(others).doesNotContainAnyElementsOf(own.keySet());
    }

    private static List<String> expressions() {
        List<String> all = new ArrayList<>();
        Rule.all().forEach(rule -> all.add(rule.expr()));
        Dashboard.all().forEach(dashboard -> all.addAll(dashboard.expressions()));
        return all;
    }
}
