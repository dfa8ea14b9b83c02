package polyclinic.commons.testing.contracts;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import polyclinic.commons.structure.ModuleStructure;

/** How the code of every service is laid out, beyond what holds for every module. */
public abstract class Structure extends ModuleStructure {
    private static final Set<String> START_AND_END = Set.of("StartupEvent", "ShutdownEvent");

    /** They know no feature: a feature can leave for a service of its own without them. */
    private static final List<String> BELOW_FEATURES = List.of("projections", "clients", "access");

    @Test
    void no_service_knows_the_code_of_another() {
        check(dependencies()
                .filter(dependency -> {
                    String target = dependency.getTargetClass().getPackageName();
                    return target.startsWith("polyclinic.")
                            && !isWithin(target, root())
                            && !isWithin(target, "polyclinic.commons");
                })
                .map(Dependency::getDescription));
    }

    @Test
    void projections_and_clients_know_no_feature() {
        check(dependencies()
                .filter(dependency -> isBelowFeatures(dependency.getOriginClass()))
                .filter(dependency -> isWithin(dependency.getTargetClass().getPackageName(), root()))
                .filter(dependency -> !isBelowFeatures(dependency.getTargetClass()))
                .map(Dependency::getDescription));
    }

    @Test
    void only_resources_and_clients_know_http() {
        check(dependencies()
                .filter(dependency -> !topLevelName(dependency.getOriginClass()).endsWith("Resource"))
                .filter(dependency -> !isWithin(dependency.getOriginClass().getPackageName(), root() + ".clients"))
                .filter(dependency -> isHttp(dependency.getTargetClass()))
                .map(Dependency::getDescription));
    }

    /** Waiting is for the start and the end, with no request yet or any more, and for what runs on a worker thread by {@code @Blocking}. */
    @Test
    void nothing_blocks_an_event_loop() {
        check(violations(noClasses()
                .should()
                .callMethodWhere(DescribedPredicate.describe(
                        "wait outside start and end",
                        call -> waits(call)
                                && !waitsOnWorkers().contains(Structure.simpleName(call))
                                && !call.getOrigin().isAnnotatedWith("io.smallrye.common.annotation.Blocking")
                                && call.getOrigin().getRawParameterTypes().stream()
                                        .noneMatch(type -> START_AND_END.contains(type.getSimpleName()))))
                .allowEmptyShould(true)));
    }

    /** {@code Type.method} of what only methods with {@code @Blocking} call. */
    protected Set<String> waitsOnWorkers() {
        return Set.of();
    }

    private static String simpleName(JavaMethodCall call) {
        return call.getOriginOwner().getSimpleName() + "." + call.getOrigin().getName();
    }

    /** What a timer begins could write while the stores are being marked for a recovery point. */
    @Test
    void what_begins_by_itself_waits_during_a_hold() {
        check(code().stream()
                .filter(Structure::beginsByItself)
                .filter(type -> type.getDirectDependenciesFromSelf().stream()
                        .noneMatch(dependency ->
                                dependency.getTargetClass().getSimpleName().equals("BackgroundWork")))
                .map(JavaClass::getSimpleName)
                .filter(name -> !goesOnDuringAHold().contains(name)));
    }

    /** The classes with a timer that writes nothing, or nothing that a recovery point contains. */
    protected Set<String> goesOnDuringAHold() {
        return Set.of();
    }

    private static boolean beginsByItself(JavaClass type) {
        return type.getMethods().stream().anyMatch(method -> method.isAnnotatedWith("io.quarkus.scheduler.Scheduled"))
                || type.getMethodCallsFromSelf().stream()
                        .anyMatch(call -> call.getName().equals("setPeriodic")
                                && call.getTarget().getOwner().getFullName().equals("io.vertx.core.Vertx"))
                || type.getConstructorCallsFromSelf().stream()
                        .anyMatch(call -> call.getTargetOwner().getSimpleName().equals("PeriodicWork"));
    }

    /** What a role may do is decided in one place, so that no feature forgets a role, or somebody with two of them. */
    @Test
    void only_the_policies_of_access_ask_for_roles() {
        check(code().stream()
                .filter(type -> !isWithin(type.getPackageName(), root() + ".access"))
                .flatMap(type -> type.getMethodCallsFromSelf().stream())
                .filter(call -> call.getName().equals("is")
                        && call.getTargetOwner().getName().equals("polyclinic.commons.identity.Caller"))
                .map(JavaMethodCall::getDescription));
    }

    /** A day is where it happens: the clinic's ({@code ClinicDays}) or the doctor's, and never the one that begins at midnight in UTC. */
    @Test
    void no_day_is_that_of_utc() {
        check(code().stream()
                .flatMap(type -> type.getCodeUnits().stream())
                .filter(Structure::readsUtc)
                .filter(Structure::makesDays)
                .map(unit -> unit.getOwner().getSimpleName() + "." + unit.getName())
                .filter(name -> !daysOfUtc().contains(name)));
    }

    /** {@code Type.method} of what keeps days as instants, or asks for the days around today; each says why beside it. */
    protected Set<String> daysOfUtc() {
        return Set.of();
    }

    private static boolean readsUtc(JavaCodeUnit unit) {
        return unit.getFieldAccesses().stream()
                        .anyMatch(access -> access.getTargetOwner().getName().equals("java.time.ZoneOffset")
                                && access.getName().equals("UTC"))
                || unit.getMethodCallsFromSelf().stream()
                        .anyMatch(call -> call.getTargetOwner().getName().equals("java.time.Clock")
                                && call.getName().equals("systemUTC"));
    }

    private static boolean makesDays(JavaCodeUnit unit) {
        return unit.getMethodCallsFromSelf().stream()
                .anyMatch(call -> call.getTargetOwner().getName().equals("java.time.LocalDate")
                                && Set.of("ofInstant", "now", "atStartOfDay").contains(call.getName())
                        || call.getTargetOwner().getPackageName().equals("java.time")
                                && call.getName().equals("toLocalDate"));
    }

    private Stream<Dependency> dependencies() {
        return code().stream().flatMap(type -> type.getDirectDependenciesFromSelf().stream());
    }

    private boolean isBelowFeatures(JavaClass type) {
        return BELOW_FEATURES.stream().anyMatch(name -> isWithin(type.getPackageName(), root() + "." + name));
    }

    private static boolean isWithin(String packageName, String parent) {
        return packageName.equals(parent) || packageName.startsWith(parent + ".");
    }

    private static boolean isHttp(JavaClass type) {
        return isWithin(type.getPackageName(), "jakarta.ws.rs")
                || type.getName().startsWith("org.jboss.resteasy.reactive.RestResponse");
    }

    private static String topLevelName(JavaClass type) {
        return type.getEnclosingClass().map(Structure::topLevelName).orElseGet(type::getSimpleName);
    }

    private static boolean waits(JavaMethodCall call) {
        String owner = call.getTarget().getOwner().getFullName();
        return owner.equals("io.smallrye.mutiny.groups.UniAwait")
                || owner.equals("java.lang.Thread") && call.getName().equals("sleep");
    }
}
