package polyclinic.checks.workloads;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import polyclinic.checks.manifests.Manifest;

/** Whether anything secret is written down. A sentence for each violation. */
final class Secrecy {
    private static final Pattern SECRET_NAME = Pattern.compile(
            "(?i).*(password|passphrase|secret|token|access[-_]?key|private[-_]?key)|POLYCLINIC_FORWARDED_KEY|POLYCLINIC_S3_KEY");
    /** User and password within an address; a template's placeholder is none. */
    private static final Pattern CREDENTIALS = Pattern.compile("[a-z+]+://[^/@\\s:]*:(?!\\{\\{|\\$[({])[^/@\\s]+@.*");

    private Secrecy() {}

    static List<String> problems(Manifest object) {
        List<String> problems = new ArrayList<>();
        if (object.is("Secret") && (object.json().has("data") || object.json().has("stringData")))
            problems.add(object.id() + ": a Secret with its contents");
        if (object.is("ConfigMap"))
            object.texts("/data").forEach((key, value) -> {
                if (SECRET_NAME.matcher(key).matches()) problems.add(object.id() + ": " + key + " in a ConfigMap");
            });
        for (JsonNode container : object.containers())
            for (JsonNode variable : container.path("env")) {
                String name = variable.path("name").asText();
                boolean open =
                        variable.has("value") || variable.at("/valueFrom").has("configMapKeyRef");
                if (SECRET_NAME.matcher(name).matches() && open)
                    problems.add(object.id() + ": " + name + " is readable by all");
            }
        texts(object.json(), text -> {
            if (CREDENTIALS.matcher(text).matches()) problems.add(object.id() + ": an address with a password");
        });
        return problems;
    }

    private static void texts(JsonNode node, TextReader reader) {
        if (node.isTextual()) reader.read(node.asText());
        node.forEach(child -> texts(child, reader));
    }

    private interface TextReader {
        void read(String text);
    }
}
