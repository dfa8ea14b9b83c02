package polyclinic.commons.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.mutiny.Multi;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import polyclinic.commons.json.Json;

/** A page is bounded in rows and in bytes, whether its rows are fetched at once or one after the other. */
class PageTest {
    private static final int QUARTER = Page.MAX_BYTES / 4;

    private record Text(int number, String content) {}

    private static Text text(int number, int length) {
        return new Text(number, "x".repeat(length));
    }

    private static Page<Text> page(List<Text> rows, int limit) {
        Page<Text> page = Page.of(rows, limit, row -> row, row -> "after " + row.number());
        Page<Text> streamed = Page.of(
                        Multi.createFrom().iterable(rows), limit, row -> row, row -> "after " + row.number())
                .await()
                .indefinitely();
        assertThat(streamed).isEqualTo(page);
        return page;
    }

    private static List<Text> texts(int count, int length) {
        return IntStream.rangeClosed(1, count).mapToObj(n -> text(n, length)).toList();
    }

    @Test
    void the_last_page_has_no_next() {
        assertThat(page(List.of(), 2)).isEqualTo(new Page<>(List.of(), null));
        assertThat(page(texts(2, 1), 2).next()).isNull();
    }

    @Test
    void a_row_beyond_the_limit_only_says_that_there_is_more() {
        Page<Text> page = page(texts(3, 1), 2);

        assertThat(page.items()).extracting(Text::number).containsExactly(1, 2);
        assertThat(page.next()).isEqualTo("after 2");
    }

    @Test
    void large_rows_end_a_page_before_its_limit_and_the_next_goes_on_there() {
        Page<Text> page = page(texts(200, QUARTER), 200);

        assertThat(page.items()).extracting(Text::number).containsExactly(1, 2, 3);
        assertThat(page.next()).isEqualTo("after 3");
        assertThat(Json.write(page).length()).isLessThan(Page.MAX_BYTES);
    }

    @Test
    void bytes_are_counted_as_they_are_sent() {
        List<Text> rows = List.of(new Text(1, "ä".repeat(QUARTER)), new Text(2, "ä".repeat(QUARTER)), text(3, 1));

        assertThat(page(rows, 200).items()).hasSize(1);
    }

    @Test
    void a_row_larger_than_a_page_is_a_page() {
        List<Text> rows = List.of(text(1, 2 * Page.MAX_BYTES), text(2, 2 * Page.MAX_BYTES));

        assertThat(page(rows, 200).items()).extracting(Text::number).containsExactly(1);
        assertThat(page(rows, 200).next()).isEqualTo("after 1");
        assertThat(page(rows.subList(1, 2), 200).next()).isNull();
    }

    @Test
    void what_does_not_fit_is_not_fetched() {
        AtomicInteger fetched = new AtomicInteger();
        Multi<Text> rows =
                Multi.createFrom().iterable(texts(200, QUARTER)).onItem().invoke(fetched::incrementAndGet);

        Page.of(rows, 200, row -> row, row -> "next").await().indefinitely();

        assertThat(fetched).hasValue(4);
    }

    @Test
    void rows_without_a_view_are_passed_over_but_lead_on() {
        Page<Text> page = Page.<Text, Text>of(
                texts(3, 1), 2, row -> row.number() == 2 ? null : row, row -> "after " + row.number());

        assertThat(page.items()).extracting(Text::number).containsExactly(1);
        assertThat(page.next()).isEqualTo("after 2");
    }
}
