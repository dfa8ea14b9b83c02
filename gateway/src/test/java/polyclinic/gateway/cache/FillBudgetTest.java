package polyclinic.gateway.cache;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FillBudgetTest {
    private static final long WINDOW = 1_000;

    @Test
    void so_much_is_kept_in_a_while_and_again_in_the_next() {
        long begun = System.nanoTime();
        FillBudget budget = new FillBudget(100, WINDOW * 1_000_000_000L);

        assertThat(budget.take(60, begun)).isTrue();
        assertThat(budget.take(60, begun)).isFalse();
        assertThat(budget.take(40, begun)).isTrue();
        assertThat(budget.take(1, begun)).isFalse();
        assertThat(budget.take(100, begun + (WINDOW + 1) * 1_000_000_000L)).isTrue();
    }
}
