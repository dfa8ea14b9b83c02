package polyclinic.checks.settings;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import polyclinic.checks.tools.Checkout;

/**
 * What an application reads from its environment, by its {@code application.properties} and those of the parts of commons that it uses.
 *
 * @param name of the module, which is the application's name too
 * @param properties as in production: what it says itself, else what commons says
 * @param mappings prefix of a mapped configuration → the names of its methods, both in the spelling of variables
 * @param required variables without a default
 * @param optional variables with one
 */
public record ServiceSettings(
        String name,
        Map<String, String> properties,
        Map<String, Set<String>> mappings,
        Set<String> required,
        Set<String> optional) {
    /** Part of commons → by which dependency a module has its configuration. */
    private static final Map<String, Pattern> COMMONS = Map.of(
            "core", Pattern.compile("<artifactId>polyclinic-commons-(?!testing|structure|features)"),
            "postgres", Pattern.compile("<artifactId>polyclinic-commons-(access-)?postgres<"),
            "mongo", Pattern.compile("<artifactId>polyclinic-commons-(access-)?mongo<"));

    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Z][A-Z0-9_]*)(:?)");
    private static final Pattern MAPPING = Pattern.compile("@ConfigMapping\\(prefix = \"([^\"]+)\"");
    private static final Pattern METHOD =
            Pattern.compile("(?m)^ +[A-Z][\\w<>., ]* (\\w+)\\(\\);|^ +(?:int|long|boolean|double) (\\w+)\\(\\);");
    private static final Pattern PROFILE = Pattern.compile("%(\\w+)\\.(.*)");

    /** All applications: the modules with a configuration that names one. */
    public static Map<String, ServiceSettings> all() {
        Map<String, ServiceSettings> all = new TreeMap<>();
        for (Path module : modules()) {
            ServiceSettings settings = of(module);
            all.put(settings.name(), settings);
        }
        return all;
    }

    /** How long it goes on with what is under way after it was told to end, in seconds. */
    public int shutdownSeconds() {
        return Integer.parseInt(
                properties.getOrDefault("quarkus.shutdown.timeout", "0").replaceFirst("(?i)s$", ""));
    }

    /** Whether a variable has an effect: the configuration names it, or a property that the variable goes over (by MicroProfile's rule). */
    public boolean reads(String variable) {
        return required.contains(variable)
                || optional.contains(variable)
                || properties.keySet().stream()
                        .anyMatch(property -> variableOf(property).equals(variable))
                || mappings.entrySet().stream()
                        .anyMatch(mapping -> variable.startsWith(mapping.getKey() + "_")
                                && isMadeOf(variable.substring(mapping.getKey().length() + 1), mapping.getValue()));
    }

    /** {@code RATE_LIMIT_REQUESTS} of {@code RATE_LIMIT} and {@code REQUESTS}: a group within a mapping is a method, too. */
    private static boolean isMadeOf(String rest, Set<String> methods) {
        return methods.contains(rest)
                || methods.stream()
                        .anyMatch(method -> rest.startsWith(method + "_")
                                && isMadeOf(rest.substring(method.length() + 1), methods));
    }

    private static String variableOf(String property) {
        return property.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
    }

    private static String variableOfMethod(String method) {
        return method.replaceAll("([A-Z])", "_$1").toUpperCase(Locale.ROOT);
    }

    /** By the sources of a module, and of commons where it uses that. */
    private static Map<String, Set<String>> mappings(Path module, boolean commons) {
        List<Path> folders = commons ? List.of(module, Checkout.path("commons")) : List.of(module);
        Map<String, Set<String>> mappings = new HashMap<>();
        for (Path folder : folders)
            for (Path file : Checkout.files(folder)) {
                if (!file.toString().endsWith(".java") || !file.toString().contains("src/main")) continue;
                String source = Checkout.text(file);
                Matcher mapping = MAPPING.matcher(source);
                if (!mapping.find()) continue;
                Set<String> methods = METHOD.matcher(source)
                        .results()
                        .map(method -> variableOfMethod(method.group(1) != null ? method.group(1) : method.group(2)))
                        .collect(Collectors.toCollection(TreeSet::new));
                mappings.put(variableOf(mapping.group(1)), methods);
            }
        return mappings;
    }

    private static List<Path> modules() {
        return Checkout.modules().stream()
                // What tests build of a next release is deployed nowhere.
                .filter(module -> !module.startsWith(Checkout.path("deploy")))
                .filter(module -> Files.exists(module.resolve("src/main/resources/application.properties")))
                .toList();
    }

    private static ServiceSettings of(Path module) {
        Map<String, String> properties = new HashMap<>();
        String pom = Checkout.text(module.resolve("pom.xml"));
        COMMONS.forEach((part, dependency) -> {
            if (dependency.matcher(pom).find())
                read(
                        Checkout.path(
                                "commons/" + part + "/src/main/resources/META-INF/microprofile-config.properties"),
                        properties);
        });
        read(module.resolve("src/main/resources/application.properties"), properties);
        Set<String> required = new TreeSet<>();
        Set<String> optional = new TreeSet<>();
        properties.values().forEach(value -> {
            Matcher variables = VARIABLE.matcher(value);
            while (variables.find()) (variables.group(2).isEmpty() ? required : optional).add(variables.group(1));
        });
        optional.removeAll(required);
        boolean commons =
                Objects.requireNonNull(COMMONS.get("core")).matcher(pom).find();
        return new ServiceSettings(
                module.getFileName().toString(), Map.copyOf(properties), mappings(module, commons), required, optional);
    }

    private static void read(Path file, Map<String, String> properties) {
        Properties lines = new Properties();
        try {
            lines.load(new StringReader(Checkout.text(file)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        lines.stringPropertyNames().stream().sorted().forEach(name -> {
            Matcher profile = PROFILE.matcher(name);
            if (!profile.matches()) properties.put(name, lines.getProperty(name));
        });
        lines.stringPropertyNames().stream()
                .filter(name -> name.startsWith("%prod."))
                .forEach(name -> properties.put(name.substring("%prod.".length()), lines.getProperty(name)));
    }
}
