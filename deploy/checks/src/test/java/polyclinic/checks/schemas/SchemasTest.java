package polyclinic.checks.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import polyclinic.checks.manifests.Manifest;
import polyclinic.checks.manifests.Renderings;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SchemasTest {
    /** A folder of definitions of custom resources: {@code -Dchecks.crds=DIR}. */
    private static final String DEFINITIONS = System.getProperty("checks.crds", "");

    private final List<Manifest> objects = Renderings.distinctObjects();

    @Test
    void an_object_has_the_fields_of_its_kind_and_no_others() {
        assertThat(objects).flatExtracting(Schemas::problems).isEmpty();
    }

    @Test
    void the_list_of_fields_names_none_that_no_object_uses() {
        assertThat(FieldList.read().text()).isEqualTo(FieldList.of(custom()).text());
    }

    @Test
    void custom_resources_keep_their_definitions() {
        assumeTrue(!DEFINITIONS.isEmpty(), "held against the definitions with -Dchecks.crds=DIR only");
        Definitions definitions = new Definitions(Path.of(DEFINITIONS));

        assertThat(custom()).flatExtracting(definitions::problemsOrUnknown).isEmpty();
        if (Boolean.getBoolean("contracts.update")) FieldList.of(custom()).write();
    }

    private List<Manifest> custom() {
        return objects.stream().filter(object -> !Schemas.isCore(object)).toList();
    }
}
