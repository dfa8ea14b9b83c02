package polyclinic.clients.seed.invention;

import static java.util.Comparator.comparing;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.lang.Character.UnicodeScript;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import polyclinic.clients.http.JsonNodes;
import polyclinic.commons.postgres.names.NameKey;

class InventedClinicTest {
    private static final Instant NOW = Instant.parse("2026-11-26T10:00:00Z");
    private static final InventedNames NAMES = InventedNames.load();

    @Test
    void sameNumberMakesTheSamePeopleWhoeverElseThereIs() {
        List<SeededPatient> few = patients(7, 50);
        assertThat(InventedNames.load().languages()).hasSizeGreaterThan(25);
        assertThat(patients(7, 200).subList(0, 50)).isEqualTo(few);
        assertThat(patients(8, 50)).isNotEqualTo(few);
    }

    @Test
    void peopleHaveNamesOfManyScriptsAndEachIsFoundByWords() {
        Set<UnicodeScript> scripts = EnumSet.noneOf(UnicodeScript.class);
        int ofOneName = 0;
        Set<UUID> ids = new HashSet<>();
        for (SeededPatient patient : patients(1, 2_000)) {
            String family = patient.familyName() == null ? "" : patient.familyName();
            if (family.isEmpty()) ofOneName++;
            String whole = patient.givenName() + family;
            assertThat(Normalizer.isNormalized(whole, Normalizer.Form.NFC))
                    .as(whole)
                    .isTrue();
            scripts.add(UnicodeScript.of(whole.codePointAt(0)));
            assertThat(NameKey.of(patient.givenName(), patient.familyName()).words())
                    .as(whole)
                    .isNotBlank();
            assertThat(ids.add(patient.id())).isTrue();
            assertThat(patient.id().version()).isEqualTo(7);
            assertThat(patient.id().variant()).isEqualTo(2);
        }
        assertThat(scripts)
                .contains(
                        UnicodeScript.LATIN,
                        UnicodeScript.DEVANAGARI,
                        UnicodeScript.BENGALI,
                        UnicodeScript.TAMIL,
                        UnicodeScript.ARABIC,
                        UnicodeScript.HEBREW,
                        UnicodeScript.THAI,
                        UnicodeScript.HAN,
                        UnicodeScript.HANGUL,
                        UnicodeScript.CYRILLIC,
                        UnicodeScript.GREEK);
        assertThat(ofOneName).isBetween(40, 240);
    }

    @Test
    void nobodyIsAtTwoPlacesAtOnce() {
        SeedPlan plan = SeedPlan.of(List.of("--patients", "300", "--doctors", "20", "--appointments", "20000"));
        Map<String, Integer> at = new HashMap<>();
        Set<SeededAppointment.Status> states = EnumSet.noneOf(SeededAppointment.Status.class);
        for (int n = 0; n < plan.appointments(); n++) {
            SeededAppointment appointment = SeededAppointment.of(plan, n, NOW);
            at.merge("doctor " + appointment.doctor() + " " + appointment.start(), 1, Integer::sum);
            at.merge("patient " + appointment.patient() + " " + appointment.start(), 1, Integer::sum);
            states.add(appointment.status());
            assertThat(appointment.status() == SeededAppointment.Status.SCHEDULED)
                    .isEqualTo(appointment.start().isAfter(NOW));
        }
        assertThat(at.values()).allMatch(count -> count == 1);
        assertThat(states).containsExactlyInAnyOrder(SeededAppointment.Status.values());
    }

    @Test
    void eventsAreAsTheServicesHaveAgreed() throws IOException {
        SeedPlan plan = SeedPlan.of(List.of("--size", "small"));
        for (SeededPatient patient : patients(1, 100)) requireMembers(patient.registered(), "patient.registered.v1");
        for (int n = 0; n < 200; n++) {
            SeededAppointment appointment = SeededAppointment.of(plan, n, NOW);
            requireMembers(
                    appointment.event(UUID.randomUUID(), new SeededDoctor(UUID.randomUUID(), "A B"), NOW),
                    appointment.eventType());
        }
    }

    @Test
    void whoLookedIsTheSameForAVisitAndAsServicesTell() throws IOException {
        JsonNode schema = schema("audit.recorded.v1");
        Set<UUID> ids = new HashSet<>();
        Set<String> services = new HashSet<>();
        for (int n = 0; n < 200; n++) {
            SeededVisit visit = visit(n);
            List<SeededLook> all = SeededLook.of(visit, SeededLook.MAX_OF_A_VISIT);
            assertThat(all).hasSize(SeededLook.MAX_OF_A_VISIT).containsAll(SeededLook.of(visit, 5));
            assertThat(SeededLook.of(visit, 5)).hasSize(5).isSortedAccordingTo(comparing(SeededLook::at));
            for (SeededLook look : all) {
                assertThat(ids.add(look.id())).isTrue();
                services.add(look.service());
                assertThat(look.at()).isBefore(visit.at());
                assertThat(look.members().path("source").path("service").asText())
                        .isEqualTo(look.service());
                assertThat(look.members().path("patientId").asText().isEmpty())
                        .isEqualTo(look.members().path("patientIds").size() > 1);
                requireMembers(look.members(), schema);
            }
        }
        assertThat(services).hasSize(6);
    }

    private static SeededVisit visit(int n) {
        UUID patient = new UUID(7, n);
        List<UUID> shown = n % 2 == 0 ? List.of(patient) : List.of(patient, new UUID(8, n));
        return new SeededVisit(new UUID(5, n), patient, n % 9, new UUID(6, n % 9), NOW.minusSeconds(n), shown);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--size huge",
                "--patients -1",
                "--patients",
                "--patients 10 --appointments 20",
                "--patients 1 --doctors 2 --appointments 1",
                "--doctors 1 --patients 1 --appointments 9999999",
                "--doctors 1 --patients 1 --appointments 10 --audit-entries 121",
                "--audit-entries 1",
                "--speed 9"
            })
    void optionsThatMakeNoClinicAreRefused(String words) {
        assertThatThrownBy(() -> SeedPlan.of(List.of(words.split(" ")))).isInstanceOf(IllegalArgumentException.class);
    }

    /** Nothing that the schema does not know, each of its type, and all that must be there. */
    private static void requireMembers(JsonNode data, String type) throws IOException {
        requireMembers(data, schema(type));
    }

    private static JsonNode schema(String type) throws IOException {
        return requireNonNull(
                JsonNodes.parse(Files.readAllBytes(Path.of("../../../contracts/events", type + ".schema.json"))));
    }

    private static void requireMembers(JsonNode data, JsonNode schema) {
        data.properties().forEach(member -> {
            JsonNode known = schema.path("properties").path(member.getKey());
            assertThat(known.isObject()).as(member.getKey()).isTrue();
            // A member with an enumeration has no type.
            if (known.has("type"))
                assertThat(known.path("type").asText()).as(member.getKey()).isEqualTo(typeOf(member.getValue()));
            if (member.getValue().isObject()) requireMembers(member.getValue(), known);
        });
        schema.path("required")
                .forEach(name -> assertThat(data.has(name.asText())).isTrue());
    }

    private static String typeOf(JsonNode value) {
        return value.isIntegralNumber() ? "integer" : value.getNodeType().name().toLowerCase(Locale.ROOT);
    }

    private static List<SeededPatient> patients(long seed, int count) {
        return IntStream.range(0, count)
                .mapToObj(n -> SeededPatient.of(seed, n, NAMES))
                .toList();
    }
}
