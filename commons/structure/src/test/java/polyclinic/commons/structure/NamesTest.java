package polyclinic.commons.structure;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NamesTest {
    @ParameterizedTest
    @ValueSource(strings = {"Booking", "Retelling", "Recorded", "Bounded"})
    void a_participle_alone_is_no_name(String name) {
        assertThat(Names.isBareParticiple(name)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"AppointmentBooking", "SlotTaken", "Feed", "RecordedEntry", "Outbox"})
    void a_thing_with_its_action_is_a_name(String name) {
        assertThat(Names.isBareParticiple(name)).isFalse();
    }
}
