package polyclinic.prescription.refills;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DispensedSupplyTest {
    @ParameterizedTest
    @ValueSource(strings = {"-0.1", "1.01", "75"})
    void a_share_is_from_none_to_all(String share) {
        assertThatThrownBy(() -> new DispensedSupply(() -> new BigDecimal(share)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("polyclinic.prescriptions.refill-earliest");
    }
}
