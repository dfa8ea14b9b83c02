package polyclinic.commons.web;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import polyclinic.commons.problem.Problem;

class CursorTest {
    @ParameterizedTest
    @ValueSource(strings = {"x|y", "Ana\nMaria", "", "\"[]\",", "\u0645\u062d\u0645\u062f \ud83d\udc8a", "\t"})
    void a_cursor_gives_back_what_it_was_made_of(String name) {
        assertThat(Cursor.decode(Cursor.encode("0.9", name), 2)).containsExactly("0.9", name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rubbish!",
                "AAAA",
                "e30",
                "%00",
                "=",
                "WyIwMTkwMDAwMC0wMDAwLTcwMDAtODAwMC0wMDAwMDAwMDAwMDAiXQ",
                "AAAAAAAAAAAAAAAAWyIwMTkwMDAwMC0wMDAwLTcwMDAtODAwMC0wMDAwMDAwMDAwMDAiXQ"
            })
    void rubbish_is_refused(String cursor) {
        assertInvalid(cursor);
    }

    @Test
    void a_cursor_that_was_changed_is_refused() {
        String cursor = Cursor.encode("01900000-0000-7000-8000-000000000000");
        byte[] bytes = Base64.getUrlDecoder().decode(cursor);
        for (int i = 0; i < bytes.length; i++) {
            byte[] changed = bytes.clone();
            changed[i] ^= 1;
            assertInvalid(Base64.getUrlEncoder().withoutPadding().encodeToString(changed));
        }
        assertInvalid(cursor + "AAAA");
        assertInvalid(cursor + "=");
        assertInvalid(cursor.substring(0, cursor.length() - 4));
        assertInvalid(Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString("[\"01900000-0000-7000-8000-000000000000\"]".getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void a_cursor_of_a_list_with_another_order_is_refused() {
        assertInvalid(Cursor.encode("2026-01-01T00:00:00Z", "01900000-0000-7000-8000-000000000000"));
    }

    @Test
    void another_replica_and_a_restarted_one_know_the_cursor() {
        String folder = keys.toString();
        new Cursor.Signing(folder, true, "some-service");
        String cursor = Cursor.encode("7");
        new Cursor.Signing(folder, false, "some-service");

        assertThat(requireNonNull(Cursor.decode(cursor, 1))).containsExactly("7");

        new Cursor.Signing(other.toString(), true, "some-service");

        assertThatThrownBy(() -> Cursor.decode(cursor, 1)).isInstanceOf(Problem.class);
    }

    @TempDir
    Path keys;

    @TempDir
    Path other;

    private static void assertInvalid(String cursor) {
        assertThatThrownBy(() -> Cursor.id(cursor))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.status()).isEqualTo(422));
    }

    @ParameterizedTest
    @ValueSource(strings = {"+999999999-12-31T23:59:59.999999999Z", "-999999999-01-01T00:00:00Z", "yesterday"})
    void an_instant_that_no_store_has_is_refused(String instant) {
        String cursor = Cursor.encode(instant, "01900000-0000-7000-8000-000000000000");
        assertThatThrownBy(() -> PageKey.of(cursor))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.status()).isEqualTo(422));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 201, Integer.MAX_VALUE})
    void a_page_has_1_to_200_items(int limit) {
        assertThatThrownBy(() -> Cursor.limit(limit)).isInstanceOf(Problem.class);
    }
}
