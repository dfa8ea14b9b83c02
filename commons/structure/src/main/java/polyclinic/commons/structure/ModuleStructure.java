package polyclinic.commons.structure;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** How the code of a module is laid out; a subclass in the module's tests names its root package. */
public abstract class ModuleStructure {
    private static final int MAX_TYPES = 12;
    private static final Set<String> LAYERS =
            Set.of("util", "utils", "impl", "dto", "service", "mapper", "helper", "common", "misc", "target");
    private static final List<String> EMPTY_ENDINGS = List.of("Impl", "Dto", "Manager", "Helper", "Utils", "Util");
    /** What makes code that is generated elsewhere, or a framework, need a public type. */
    private static final List<String> PUBLIC_BY_NEED = List.of(
            "jakarta.persistence.Entity",
            "jakarta.persistence.MappedSuperclass",
            "jakarta.persistence.Embeddable",
            "io.smallrye.config.ConfigMapping",
            "org.eclipse.microprofile.rest.client.inject.RegisterRestClient",
            "io.quarkus.smallrye.openapi.OpenApiFilter");

    private static final List<String> ENTITIES = List.of(
            "jakarta.persistence.Entity",
            "jakarta.persistence.MappedSuperclass",
            "jakarta.persistence.Embeddable",
            "io.quarkus.mongodb.panache.common.MongoEntity");

    private static final String UNI = "io.smallrye.mutiny.Uni";

    /** Read once: each test has an instance of its own. */
    private static final Map<Path, JavaClasses> CODE = new ConcurrentHashMap<>();

    /** For example {@code polyclinic.patient}. */
    protected abstract String root();

    /** Beginnings of violations that are accepted; the aim is that there are none. One that is not needed fails too. */
    protected List<String> exceptions() {
        return List.of();
    }

    @Test
    void packages_are_features_not_layers() {
        check(packages()
                .filter(name -> Stream.of(name.split("\\.")).anyMatch(LAYERS::contains))
                .map(name -> name + " is named after a layer, not a feature"));
    }

    @Test
    void packages_have_no_cycles() {
        check(violations(SlicesRuleDefinition.slices()
                .matching(root() + ".(**)")
                .should()
                .beFreeOfCycles()
                .allowEmptyShould(true)));
    }

    @Test
    void a_package_has_at_most_twelve_types() {
        Map<String, Integer> sizes = new TreeMap<>();
        types().forEach(type -> sizes.merge(type.getPackageName(), 1, Integer::sum));
        check(sizes.entrySet().stream()
                .filter(size -> size.getValue() > MAX_TYPES)
                .map(size -> size.getKey() + " has " + size.getValue() + " types"));
    }

    @Test
    void the_root_package_is_empty() {
        check(types().filter(type -> type.getPackageName().equals(root()))
                .map(type -> type.getName() + " lies in the root package"));
    }

    @Test
    void every_package_says_what_it_holds_and_is_null_marked() {
        Set<String> described = new TreeSet<>();
        for (SourceFile file : SourceTree.ofRepository().files())
            if (file.path().endsWith("src/main/java/" + file.packageName().replace('.', '/') + "/package-info.java")
                    && file.text().startsWith("/**")
                    && file.text().contains("@NullMarked")) described.add(file.packageName());
        check(packages()
                .filter(name -> !described.contains(name))
                .map(name -> name + " has no package-info with a sentence and @NullMarked"));
    }

    /** Used means named, by code of any module, or part of what a used type's public methods take and return. */
    @Test
    void only_what_another_package_uses_is_public() {
        Set<String> named = new TreeSet<>();
        types().filter(ModuleStructure::isPublic)
                .filter(type -> PUBLIC_BY_NEED.stream().anyMatch(type::isAnnotatedWith) || isNamedElsewhere(type))
                .forEach(type -> named.add(type.getName()));
        Set<String> exposed = new TreeSet<>();
        types().filter(type -> named.contains(type.getName())).forEach(type -> exposed.addAll(signatures(type)));
        check(types().filter(ModuleStructure::isPublic)
                .map(JavaClass::getName)
                .filter(type -> !named.contains(type) && !exposed.contains(type))
                .map(type -> type + " is public and used in its package alone"));
    }

    private static boolean isPublic(JavaClass type) {
        return type.getModifiers().contains(JavaModifier.PUBLIC);
    }

    private static boolean isNamedElsewhere(JavaClass type) {
        return SourceTree.ofRepository().files().stream()
                .anyMatch(file -> !file.packageName().equals(type.getPackageName()) && file.names(type.getName()));
    }

    /** The top-level types in the signatures of its public methods and constructors. */
    private static Set<String> signatures(JavaClass type) {
        return type.getCodeUnits().stream()
                .filter(method -> method.getModifiers().contains(JavaModifier.PUBLIC))
                .flatMap(
                        method -> Stream.concat(Stream.of(method.getReturnType()), method.getParameterTypes().stream()))
                .flatMap(signature -> signature.getAllInvolvedRawTypes().stream())
                .map(involved -> involved.getName().replaceFirst("\\$.*", ""))
                .collect(Collectors.toSet());
    }

    @Test
    void names_say_what_a_type_is_for() {
        check(types().filter(type -> EMPTY_ENDINGS.stream().anyMatch(type.getSimpleName()::endsWith))
                .map(type -> type.getName() + " has a name that says nothing"));
    }

    @Test
    void no_type_is_named_by_a_bare_participle() {
        check(types().filter(type -> Names.isBareParticiple(type.getSimpleName()))
                .map(type -> type.getName() + " is an action or a property without a thing"));
    }

    /**
     * A {@code Uni} that goes on in itself nests one subscriber for each round: what repeats with the length of data, or of an
     * outage, overflows the stack. Loops ({@code AsyncLoop}, {@code RetryLoop}) do not.
     */
    @Test
    void no_uni_goes_on_in_itself() {
        check(code().stream()
                .flatMap(ModuleStructure::recursiveUnis)
                .filter(method -> !boundedRepetitions().contains(method))
                .map(method -> method + " goes on in itself"));
    }

    /** {@code Type.method} of those that go on in themselves a few times, however long the data or an outage is. */
    protected Set<String> boundedRepetitions() {
        return Set.of();
    }

    private static Stream<String> recursiveUnis(JavaClass type) {
        Map<String, Set<String>> continuations = new TreeMap<>();
        for (JavaMethod method : type.getMethods())
            if (method.getRawReturnType().getName().equals(UNI))
                continuations.put(method.getFullName(), laterCalls(method));
        return continuations.keySet().stream()
                .filter(method -> reached(continuations, method).contains(method))
                .map(method -> method.substring(type.getPackageName().length() + 1, method.indexOf('(')))
                .distinct();
    }

    /** The methods of the same class that a method calls, or refers to, when something has come. */
    private static Set<String> laterCalls(JavaMethod method) {
        return Stream.concat(
                        method.getMethodCallsFromSelf().stream().filter(JavaMethodCall::isDeclaredInLambda),
                        method.getMethodReferencesFromSelf().stream())
                .filter(call -> call.getTargetOwner().equals(method.getOwner()))
                .map(call -> call.getTarget().getFullName())
                .collect(Collectors.toSet());
    }

    private static Set<String> reached(Map<String, Set<String>> continuations, String from) {
        Set<String> reached = new TreeSet<>();
        Deque<String> open = new ArrayDeque<>(continuations.getOrDefault(from, Set.of()));
        while (!open.isEmpty()) {
            String next = open.pop();
            if (reached.add(next)) open.addAll(continuations.getOrDefault(next, Set.of()));
        }
        return reached;
    }

    @Test
    void the_state_of_entities_is_private() {
        check(code().stream()
                .filter(type -> ENTITIES.stream().anyMatch(type::isAnnotatedWith))
                .flatMap(type -> type.getFields().stream())
                .filter(field -> !field.getModifiers().contains(JavaModifier.STATIC)
                        && !field.getModifiers().contains(JavaModifier.PRIVATE))
                .map(field -> field.getFullName() + " is not private"));
    }

    /** The violations of a rule, a line each. */
    protected final Stream<String> violations(ArchRule rule) {
        return rule.evaluate(code()).getFailureReport().getDetails().stream();
    }

    /** Fails with what is violated and not accepted. */
    protected final void check(Stream<String> violations) {
        List<String> unaccepted = new ArrayList<>();
        violations.forEach(violation -> {
            if (exceptions().stream().noneMatch(violation::startsWith)) unaccepted.add(violation);
        });
        assertThat(unaccepted).isEmpty();
    }

    /** The module's own classes that are not tests. */
    protected final JavaClasses code() {
        Path classes = Path.of(System.getProperty("basedir", "")).resolve("target/classes");
        JavaClasses code = CODE.computeIfAbsent(classes, new ClassFileImporter()::importPath);
        assertThat(code).as("classes in " + classes.toAbsolutePath()).isNotEmpty();
        return code;
    }

    private Stream<JavaClass> types() {
        return code().stream()
                .filter(type -> type.isTopLevelClass() && !type.getSimpleName().equals("package-info"));
    }

    private Stream<String> packages() {
        return types().map(JavaClass::getPackageName).distinct();
    }
}
