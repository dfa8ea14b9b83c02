package polyclinic.audit.queries;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class NamedOnceTest {
    private final EntryQueries.NamedOnce named = new EntryQueries.NamedOnce();

    @Test
    void who_was_named_is_not_named_again() {
        UUID one = UUID.randomUUID();
        UUID two = UUID.randomUUID();
        UUID three = UUID.randomUUID();

        assertThat(named.add(List.of(one, two))).containsExactly(one, two);
        assertThat(named.add(List.of(two, three, three))).containsExactly(three);
        assertThat(named.add(List.of(one))).isEmpty();
    }

    @Test
    void each_of_many_is_named_once() {
        Set<UUID> all = new HashSet<>();
        Random random = new Random(3);
        for (int round = 0; round < 200; round++) {
            // Of one millisecond, as version 7 has them, and of none.
            List<UUID> shown = Stream.generate(
                            () -> new UUID(0x019A_0000_0000_7000L + random.nextInt(9), random.nextInt(2_000)))
                    .limit(500)
                    .toList();
            List<UUID> expected =
                    shown.stream().distinct().filter(id -> !all.contains(id)).toList();
            all.addAll(shown);

            assertThat(named.add(shown)).containsExactlyElementsOf(expected);
        }
        assertThat(all).hasSizeGreaterThan(10_000);
    }

    @Test
    void nobody_is_left_out_of_more_than_it_remembers() {
        List<UUID> many = Stream.generate(UUID::randomUUID)
                .limit(EntryQueries.NamedOnce.MOST + 1)
                .toList();

        assertThat(named.add(many)).hasSize(many.size());
        assertThat(named.add(many)).hasSize(many.size());
    }
}
