package polyclinic.checks.links;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import polyclinic.checks.manifests.Renderings;

class LinksTest {
    @TestFactory
    Stream<DynamicTest> what_an_object_names_is_there() {
        return Renderings.all().entrySet().stream()
                .map(part -> DynamicTest.dynamicTest(
                        part.getKey(), () -> assertThat(ObjectReferences.problems(part.getValue()))
                                .isEmpty()));
    }

    @Test
    void labels_annotations_and_choices_are_known_words() {
        assertThat(Renderings.distinctObjects()).flatExtracting(Words::problems).isEmpty();
    }
}
