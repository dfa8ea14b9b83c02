package polyclinic.commons.reconciliation;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.mutiny.Uni;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import polyclinic.commons.json.Json;
import polyclinic.commons.messaging.CloudEvent;
import polyclinic.commons.messaging.restatements.Partitions;
import polyclinic.commons.messaging.restatements.RestatedFact;
import polyclinic.commons.messaging.restatements.Restatement;

class ReconciliationTest {
    private static final Instant NOW = Instant.parse("2026-03-02T02:00:00Z");
    private static final int PARTITIONS = 3;
    private static final int PAGE = 7;

    private final Map<UUID, Name> owner = new HashMap<>();
    private final Names names = new Names();
    private final MeterRegistry metrics = new SimpleMeterRegistry();
    private final Reconciliation reconciliation =
            new Reconciliation(List.of(names), new ReconciliationMetrics(metrics), Clock.fixed(NOW, ZoneOffset.UTC));

    @BeforeEach
    void the_projection_is_as_the_owner_says() {
        LongStream.rangeClosed(1, 20)
                .mapToObj(ReconciliationTest::id)
                .forEach(id -> owner.put(id, new Name(id, 3, "Ada")));
        names.rows.putAll(owner);
    }

    @Test
    void what_is_as_the_owner_says_is_compared_and_left_alone() {
        state();

        assertThat(names.rows).isEqualTo(owner);
        assertThat(names.written).isZero();
        assertThat(metrics.get("polyclinic.reconciliation.compared").counter().count())
                .isEqualTo(20);
        assertThat(differences()).isEmpty();
    }

    @Test
    void whatever_differs_is_mended_and_counted_by_how_it_differed() {
        names.rows.remove(id(4));
        names.rows.remove(id(5));
        names.rows.put(id(6), new Name(id(6), 2, "Augusta"));
        names.rows.put(id(7), new Name(id(7), 3, "Augusta"));
        names.rows.put(id(8), new Name(id(8), 9, "Augusta"));
        names.rows.put(id(30), new Name(id(30), 0, "Nobody"));
        names.rows.put(id(-1), new Name(id(-1), 0, "Nobody"));

        state();

        assertThat(names.rows).isEqualTo(owner);
        assertThat(differences())
                .isEqualTo(Map.of("lost", 2.0, "stale", 1.0, "changed", 1.0, "ahead", 1.0, "unknown", 2.0));
    }

    @Test
    void a_version_that_the_owner_does_not_have_any_more_gives_way_though_it_says_the_same() {
        names.rows.put(id(8), new Name(id(8), 9, "Ada"));

        state();

        assertThat(names.rows).isEqualTo(owner);
        assertThat(differences()).isEqualTo(Map.of("ahead", 1.0));
    }

    @Test
    void a_statement_says_nothing_of_other_partitions_and_of_ids_outside_of_its_range() {
        names.rows.clear();
        names.rows.put(id(2), new Name(id(2), 3, "Nobody"));
        owner.remove(id(2));
        int partition = Partitions.of(id(9), PARTITIONS);

        handle(restatement(id(2), id(10), partition));

        assertThat(names.rows).containsKey(id(2)).containsKey(id(9));
        assertThat(names.rows.keySet())
                .allMatch(id -> id.equals(id(2)) || Partitions.of(id, PARTITIONS) == partition)
                .noneMatch(id -> id.getLeastSignificantBits() > 10);
    }

    @Test
    void what_has_no_effect_need_not_be_there_and_what_lost_its_effect_is_written_as_it_is() {
        owner.put(id(4), new Name(id(4), 4, Names.GONE));
        owner.put(id(5), new Name(id(5), 4, Names.GONE));
        names.rows.remove(id(5));

        state();

        assertThat(names.rows.get(id(4))).isEqualTo(owner.get(id(4)));
        assertThat(names.rows).doesNotContainKey(id(5));
        assertThat(differences()).isEqualTo(Map.of("stale", 1.0));
    }

    @Test
    void a_statement_of_long_ago_is_passed_over() {
        names.rows.clear();

        reconciliation
                .handle(
                        NOW.minusSeconds(4000),
                        Json.MAPPER.valueToTree(restatement(null, null, 0)),
                        ReconciliationTest::isDue)
                .await()
                .indefinitely();

        assertThat(names.rows).isEmpty();
    }

    @Test
    void what_is_of_another_kind_is_left_alone() {
        names.rows.clear();

        handle(new Restatement("doctors", null, null, 0, 1, List.of()));

        assertThat(names.written).isZero();
    }

    @Test
    void a_key_can_be_found_for_each_partition() {
        for (int partitions = 1; partitions < 40; partitions++)
            for (int partition = 0; partition < partitions; partition++)
                assertThat(Partitions.of(Partitions.keyIn(partition, partitions), partitions))
                        .isEqualTo(partition);
    }

    /** As one that was stopped, relieved of its partition and goes on. */
    @Test
    void a_replica_whose_successor_was_done_before_it_looked_changes_nothing() {
        Restatement before = restatement(null, null, 0);
        UUID behind = LongStream.rangeClosed(100, 200)
                .mapToObj(ReconciliationTest::id)
                .filter(id -> Partitions.of(id, PARTITIONS) == 0)
                .findFirst()
                .orElseThrow();
        names.rows.put(behind, new Name(behind, 1, "Grace"));

        handle(before, () -> Uni.createFrom().item(true));
        assertThat(names.rows).containsKey(behind);
        assertThat(differences()).isEmpty();

        handle(before);
        assertThat(names.rows).doesNotContainKey(behind);
    }

    /** Its successor is done with the restatement right after it has looked, and has read what came behind. */
    @Test
    void what_a_successor_has_written_in_the_same_moment_stays() {
        UUID id = owner.keySet().iterator().next();
        Name restated = requireNonNull(owner.get(id));
        Restatement statement = restatement(null, null, Partitions.of(id, PARTITIONS));
        for (Name found :
                List.of(new Name(id, restated.version() - 1, "Stale"), new Name(id, restated.version(), "Changed"))) {
            names.rows.put(id, found);
            handle(statement, () -> Uni.createFrom().item(() -> {
                names.rows.put(id, new Name(id, restated.version() + 1, "Newer"));
                return false;
            }));
            assertThat(requireNonNull(names.rows.get(id)).name()).isEqualTo("Newer");
        }
        names.rows.remove(id);
        handle(statement, () -> Uni.createFrom().item(() -> {
            names.rows.put(id, new Name(id, restated.version() + 1, "Newer"));
            return false;
        }));
        assertThat(requireNonNull(names.rows.get(id)).name()).isEqualTo("Newer");
    }

    @Test
    void a_later_version_that_counts_for_nothing_and_that_the_owner_has_lost_is_taken_back() {
        UUID id = owner.keySet().iterator().next();
        Name restated = requireNonNull(owner.get(id));
        names.rows.put(id, new Name(id, restated.version() + 1, Names.GONE));

        handle(restatement(null, null, Partitions.of(id, PARTITIONS)));

        assertThat(names.rows).containsEntry(id, restated);
        assertThat(differences()).containsKey("ahead");
    }

    /** All that the owner has, in pages. */
    private void state() {
        UUID after = null;
        List<UUID> ids = owner.keySet().stream().sorted(UNSIGNED).toList();
        for (int begin = 0; begin < ids.size(); begin += PAGE) {
            UUID through = begin + PAGE < ids.size() ? ids.get(begin + PAGE - 1) : null;
            for (int partition = 0; partition < PARTITIONS; partition++) handle(restatement(after, through, partition));
            after = through;
        }
    }

    private Restatement restatement(@Nullable UUID after, @Nullable UUID through, int partition) {
        IdRange range = IdRange.of(after, through, Integer.MAX_VALUE);
        return new Restatement(
                "names",
                after,
                through,
                partition,
                PARTITIONS,
                owner.values().stream()
                        .filter(name -> isIn(range, name.id()) && Partitions.of(name.id(), PARTITIONS) == partition)
                        .map(name -> new RestatedFact(
                                name.id(), name.id(), "name.given.v1", NOW, Json.MAPPER.valueToTree(name)))
                        .toList());
    }

    private void handle(Restatement restatement) {
        handle(restatement, ReconciliationTest::isDue);
    }

    private void handle(Restatement restatement, Supplier<Uni<Boolean>> isHandled) {
        reconciliation
                .handle(NOW, Json.MAPPER.valueToTree(restatement), isHandled)
                .await()
                .indefinitely();
    }

    private static Uni<Boolean> isDue() {
        return Uni.createFrom().item(false);
    }

    private Map<String, Double> differences() {
        Map<String, Double> found = new HashMap<>();
        metrics.find("polyclinic.reconciliation.differences").counters().forEach(counter -> {
            if (counter.count() > 0) found.put(counter.getId().getTag("difference"), counter.count());
        });
        return found;
    }

    private static UUID id(long number) {
        return new UUID(number, number);
    }

    private static final Comparator<UUID> UNSIGNED = (one, other) -> {
        int high = Long.compareUnsigned(one.getMostSignificantBits(), other.getMostSignificantBits());
        return high != 0 ? high : Long.compareUnsigned(one.getLeastSignificantBits(), other.getLeastSignificantBits());
    };

    private static boolean isIn(IdRange range, UUID id) {
        return UNSIGNED.compare(id, range.after()) > 0 && UNSIGNED.compare(id, range.through()) <= 0;
    }

    private record Name(UUID id, long version, String name) {}

    private static final class Names implements Projection<Name> {
        static final String GONE = "gone";

        private final Map<UUID, Name> rows = new HashMap<>();
        private int written;

        @Override
        public String name() {
            return "known_name";
        }

        @Override
        public String kind() {
            return "names";
        }

        @Override
        public Name read(CloudEvent fact) {
            return fact.as(Name.class);
        }

        @Override
        public UUID id(Name row) {
            return row.id();
        }

        @Override
        public long version(Name row) {
            return row.version();
        }

        @Override
        public boolean counts(Name row) {
            return !row.name().equals(GONE);
        }

        @Override
        public boolean isSame(Name kept, Name stated) {
            return kept.name().equals(stated.name());
        }

        @Override
        public Uni<List<Name>> kept(IdRange range) {
            return Uni.createFrom()
                    .item(new ArrayList<>(rows.values().stream()
                            .filter(row -> counts(row) && isIn(range, row.id()))
                            .toList()));
        }

        @Override
        public Uni<Void> put(List<Name> stated) {
            return Uni.createFrom()
                    .voidItem()
                    .invoke(() -> stated.forEach(row -> {
                        written++;
                        rows.merge(row.id(), row, (there, one) -> there.version() > one.version() ? there : one);
                    }));
        }

        @Override
        public Uni<Void> putBack(List<Name> stated) {
            return Uni.createFrom()
                    .voidItem()
                    .invoke(() -> stated.forEach(row -> {
                        written++;
                        rows.put(row.id(), row);
                    }));
        }

        @Override
        public Uni<Map<UUID, Long>> uncounted(Collection<UUID> ids) {
            return Uni.createFrom()
                    .item(rows.values().stream()
                            .filter(row -> ids.contains(row.id()) && !counts(row))
                            .collect(Collectors.toMap(Name::id, Name::version)));
        }

        @Override
        public Uni<Void> remove(List<UUID> ids) {
            return Uni.createFrom().voidItem().invoke(() -> ids.forEach(rows::remove));
        }
    }
}
