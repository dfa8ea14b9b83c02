package polyclinic.checks.chart;

import java.util.regex.Pattern;

/** Kustomize names a ConfigMap by its contents, so that pods are replaced with it; Helm does that by a sum in the pods' annotations. */
final class GeneratedName {
    private static final Pattern SUFFIX = Pattern.compile("\\b(polyclinic|realm)-[2456789bcdfghkmt]{10}\\b");

    private GeneratedName() {}

    static String strip(String text) {
        return SUFFIX.matcher(text).replaceAll("$1");
    }
}
