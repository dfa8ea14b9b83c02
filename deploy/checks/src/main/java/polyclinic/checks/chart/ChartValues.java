package polyclinic.checks.chart;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which texts of an overlay are the user's own: the overlays have addresses of documentation there (RFC 2606, RFC 5737), and the chart a
 * value without a default.
 */
final class ChartValues {
    private static final Map<String, String> COMMON = ordered(
            "Example Clinic", "clinic.name",
            "1 Harbour Street, 10115 Springfield", "clinic.address",
            "+1 212 555 0100", "clinic.phone",
            "10.244.0.0/16", "networks.proxies",
            "https://vault.example.org", "secretStore.server",
            "https://s3.example.org", "s3.url",
            "us-east-1", "s3.region",
            "polyclinic-assets", "s3.buckets.assets",
            "polyclinic-audit", "s3.buckets.audit",
            "polyclinic-backup", "s3.buckets.backup");

    private static final Map<String, Map<String, String>> OF_OVERLAY = Map.of(
            "clinic",
            ordered(
                    "id.clinic.example.org", "hosts.identity",
                    "clinic.example.org", "hosts.clinic",
                    "https://git.example.org/polyclinic/blob/main/docs/runbooks", "runbooks",
                    "192.0.2.0/24", "networks.s3"),
            "own-stores",
            ordered(
                    "id.example.org", "hosts.identity",
                    "clinic.example.org", "hosts.clinic",
                    "postgres.example.org:5432", "stores.postgres",
                    "mongo.example.org:27017", "stores.mongo",
                    "kafka.example.org:9093", "stores.kafka",
                    "redis.example.org:6379", "stores.redis",
                    "192.0.2.0/28", "networks.postgres",
                    "192.0.2.16/28", "networks.mongo",
                    "192.0.2.32/28", "networks.kafka",
                    "192.0.2.48/28", "networks.redis",
                    "192.0.2.64/28", "networks.s3",
                    "192.0.2.80/28", "networks.identity"));

    private static final Pattern IMAGE = Pattern.compile("image: \\S*polyclinic/([\\w-]+):1\\.0\\.0");
    private static final Pattern NAMESPACE = Pattern.compile(
            "(?<=namespace: |metadata\\.name: )polyclinic(?=\n)|(?<=\\.)polyclinic(?=\\.svc)|(?<=matchNames:\n {4}- )polyclinic(?=\n)");
    private static final Pattern BRACES = Pattern.compile("\\{\\{");

    private ChartValues() {}

    /** An object's YAML with the user's values in it, as a template of Helm. */
    static String template(String overlay, String yaml) {
        String text = BRACES.matcher(GeneratedName.strip(yaml)).replaceAll("{{ \"$0\" }}");
        Map<String, String> values = new LinkedHashMap<>(OF_OVERLAY.getOrDefault(overlay, Map.of()));
        if (!values.isEmpty()) {
            values.putAll(COMMON);
            text = line(text, "POLYCLINIC_CLINIC_ZONE", "clinic.zone");
            text = line(text, "POLYCLINIC_REGION", "clinic.region");
        }
        for (Map.Entry<String, String> value : values.entrySet())
            text = substitute(text, value.getKey(), value.getValue());
        text = IMAGE.matcher(text).replaceAll("image: {{ .Values.image.registry }}/$1:{{ .Values.image.tag }}");
        return NAMESPACE.matcher(text).replaceAll("{{ .Release.Namespace }}");
    }

    private static String line(String text, String key, String value) {
        return text.replaceAll(
                "(?m)^(  " + key + ": ).*$", "$1" + Matcher.quoteReplacement("{{ .Values." + value + " | quote }}"));
    }

    /** A text that is all of a value is quoted, so that it stays a text whatever the user gives. */
    private static String substitute(String text, String literal, String value) {
        String whole = "(?m)(?<=: |- )\"?" + Pattern.quote(literal) + "\"?$";
        String within = "(?<![\\w.-])" + Pattern.quote(literal) + "(?![\\w-])";
        return text.replaceAll(whole, Matcher.quoteReplacement("{{ .Values." + value + " | quote }}"))
                .replaceAll(within, Matcher.quoteReplacement("{{ .Values." + value + " }}"));
    }

    private static Map<String, String> ordered(String... pairs) {
        Map<String, String> ordered = new LinkedHashMap<>();
        for (int at = 0; at < pairs.length; at += 2) ordered.put(pairs[at], pairs[at + 1]);
        return ordered;
    }
}
