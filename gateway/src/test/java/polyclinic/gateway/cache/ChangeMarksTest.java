package polyclinic.gateway.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import polyclinic.gateway.cache.ChangeMarks.Marks;

class ChangeMarksTest {
    private final List<Promise<List<String>>> reads = new ArrayList<>();
    private final ChangeMarks marks = new ChangeMarks(() -> {
        Promise<List<String>> read = Promise.promise();
        reads.add(read);
        return read.future();
    });

    @Test
    void who_asks_during_a_read_is_told_by_the_next_one_and_all_of_them_by_the_same() {
        Future<Marks> first = marks.read();
        Future<Marks> second = marks.read();
        Future<Marks> third = marks.read();

        reads.get(0).complete(all("before"));

        assertThat(first.result().of(CacheableRoute.DOCTORS)).isEqualTo("before,");
        assertThat(second.isComplete()).isFalse();
        assertThat(reads).hasSize(2);
        reads.get(1).complete(all("after"));
        assertThat(second.result().of(CacheableRoute.DOCTORS)).isEqualTo("after,");
        assertThat(third.result()).isSameAs(second.result());
        assertThat(reads).hasSize(2);
    }

    @Test
    void an_answer_of_several_parts_has_the_marks_of_all_of_them() {
        Future<Marks> read = marks.read();
        List<String> values = CacheableRoute.changers().stream()
                .map(prefix -> "mark of " + prefix)
                .toList();
        reads.get(0).complete(values);

        assertThat(read.result().of(CacheableRoute.SLOTS))
                .isEqualTo("mark of doctors,mark of appointments,mark of queue,mark of encounters,");
        assertThat(read.result().of(CacheableRoute.MEDICATION)).isEqualTo("mark of medications,");
    }

    @Test
    void while_redis_is_away_nobody_waits_for_it_twice() {
        Future<Marks> first = marks.read();
        Future<Marks> second = marks.read();

        reads.get(0).fail("away");

        assertThat(first.failed()).isTrue();
        assertThat(second.failed()).isTrue();
        Future<Marks> later = marks.read();
        reads.get(1).complete(all("back"));
        assertThat(later.succeeded()).isTrue();
    }

    private static List<String> all(String mark) {
        return Collections.nCopies(CacheableRoute.changers().size(), mark);
    }
}
