package polyclinic.commons.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import polyclinic.commons.json.Json;
import polyclinic.commons.values.Ids;

class AuditEntryTest {
    private static final AuditEntry NOBODYS = new AuditEntry(
            Ids.next(),
            Instant.EPOCH,
            new AuditEntry.Actor("sub", "nurse", List.of("nurse")),
            "search",
            "patient",
            null,
            List.of(),
            null,
            List.of(),
            null,
            "success",
            null,
            List.of(),
            new AuditEntry.Source("patient-service", null, null),
            null);

    @Test
    void one_patient_is_named_as_before_and_several_as_a_list() {
        UUID one = Ids.next();
        UUID other = Ids.next();

        assertThat(NOBODYS.withPatients(List.of(one, one)).patientId()).isEqualTo(one);
        assertThat(NOBODYS.withPatients(List.of(one, one)).patientIds()).isEmpty();
        assertThat(NOBODYS.withPatients(List.of(one, other)).patientId()).isNull();
        assertThat(NOBODYS.withPatients(List.of(one, other)).patients()).containsExactly(one, other);
    }

    @Test
    void one_thing_is_named_as_before_and_several_as_a_list() {
        UUID one = Ids.next();
        UUID other = Ids.next();

        AuditEntry several = NOBODYS.withEntities(List.of(one, other, one));

        assertThat(NOBODYS.withEntities(List.of(one, one)).entityId()).isEqualTo(one.toString());
        assertThat(NOBODYS.withEntities(List.of(one, one)).entityIds()).isEmpty();
        assertThat(several.entityId()).isNull();
        assertThat(several.withReason("why").entityIds()).containsExactly(one, other);
        assertThatThrownBy(() -> NOBODYS.withEntities(
                        Stream.generate(Ids::next).limit(201).toList()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void what_is_absent_is_not_written() {
        assertThat(Json.write(NOBODYS)).doesNotContain("patientId", "patientIds", "entityIds", "query");
    }

    @Test
    void an_entry_holds_as_many_patients_as_a_page_and_no_more() {
        List<UUID> page = Stream.generate(Ids::next).limit(200).toList();

        assertThat(NOBODYS.withPatients(page).patientIds()).hasSize(200);
        assertThatThrownBy(() -> NOBODYS.withPatients(
                        Stream.generate(Ids::next).limit(201).toList()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_long_query_is_cut_and_never_within_a_character() {
        assertThat(NOBODYS.withQuery("q=" + "a".repeat(2000)).query())
                .hasSize(1000)
                .endsWith("a…");
        assertThat(NOBODYS.withQuery("q=" + "😀".repeat(1000)).query())
                .hasSizeLessThanOrEqualTo(1000)
                .endsWith("😀…");
        assertThat(NOBODYS.withQuery("q=a" + "😀".repeat(1000)).query())
                .hasSizeLessThanOrEqualTo(1000)
                .endsWith("😀…");
    }
}
