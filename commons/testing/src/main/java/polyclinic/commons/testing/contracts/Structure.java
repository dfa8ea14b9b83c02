package polyclinic.commons.testing.contracts;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** How the code of every service is laid out; a subclass names its root package. */
public abstract class Structure {
    /** For example {@code polyclinic.patient}. */
    protected abstract String root();

    @Test
    void packages_are_features_not_layers() {
        noClasses()
                .should()
                .resideInAnyPackage(
                        "..util..", "..utils..", "..impl..", "..dto..", "..service..", "..mapper..", "..helper..")
                .check(code());
    }

    @Test
    void names_say_what_a_class_is_for() {
        noClasses()
                .should()
                .haveSimpleNameEndingWith("Impl")
                .orShould()
                .haveSimpleNameEndingWith("Dto")
                .orShould()
                .haveSimpleNameEndingWith("Manager")
                .orShould()
                .haveSimpleNameEndingWith("Helper")
                .orShould()
                .haveSimpleNameEndingWith("Utils")
                .check(code());
    }

    @Test
    void no_service_knows_the_code_of_another() {
        String own = root();
        classes()
                .should()
                .onlyDependOnClassesThat(DescribedPredicate.describe(
                        "are no other service's",
                        type -> !type.getPackageName().startsWith("polyclinic.")
                                || type.getPackageName().startsWith(own)
                                || type.getPackageName().startsWith("polyclinic.commons.")))
                .check(code());
    }

    @Test
    void only_resources_speak_http() {
        noClasses()
                .that()
                .haveSimpleNameNotContaining("Resource")
                .and()
                .areNotAnnotatedWith("org.eclipse.microprofile.rest.client.inject.RegisterRestClient")
                .should()
                .beAnnotatedWith("jakarta.ws.rs.Path")
                .check(code());
    }

    /** Waiting is for the start, before the first request, and for what runs on a worker thread by {@code @Blocking}. */
    @Test
    void nothing_blocks_an_event_loop() {
        noClasses()
                .should()
                .callMethodWhere(DescribedPredicate.describe(
                        "wait outside the start",
                        call -> waits(call)
                                && !call.getOrigin().isAnnotatedWith("io.smallrye.common.annotation.Blocking")
                                && call.getOrigin().getRawParameterTypes().stream()
                                        .noneMatch(type -> type.getSimpleName().equals("StartupEvent"))))
                .check(code());
    }

    private static boolean waits(JavaMethodCall call) {
        String owner = call.getTarget().getOwner().getFullName();
        return owner.equals("io.smallrye.mutiny.groups.UniAwait")
                || owner.equals("java.lang.Thread") && call.getName().equals("sleep");
    }

    private JavaClasses code() {
        return new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages(root());
    }
}
