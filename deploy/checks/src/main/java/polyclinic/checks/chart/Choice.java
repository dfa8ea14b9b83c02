package polyclinic.checks.chart;

import java.util.List;
import java.util.Set;

/**
 * What the user of the chart may leave out of an overlay, or take instead.
 *
 * @param condition in Helm's language: the overlay's own way
 * @param value by which the other way is chosen: {@code components.keda=false}
 * @param without components that the other way has not
 * @param with components that it has instead
 */
record Choice(String condition, String value, Set<String> without, Set<String> with) {
    private static final List<Choice> ALL = List.of(
            new Choice(
                    "eq .Values.entry \"gateway-api\"",
                    "entry=ingress",
                    Set.of("gateway-api", "identity-route"),
                    Set.of("ingress")),
            component("hpa", "hpa"),
            component("keda", "keda"),
            component("monitors", "monitors"),
            component("recovery", "recovery-points", "drill", "drill-secrets"),
            component("traces", "traces"));

    private static Choice component(String value, String... components) {
        return new Choice(
                ".Values.components." + value, "components." + value + "=false", Set.of(components), Set.of());
    }

    /** The choices that an overlay with these components leaves. */
    static List<Choice> of(Set<String> components) {
        return ALL.stream()
                .filter(choice -> choice.without().stream().anyMatch(components::contains))
                .toList();
    }
}
