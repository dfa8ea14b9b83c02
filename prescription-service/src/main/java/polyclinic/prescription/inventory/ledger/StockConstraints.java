package polyclinic.prescription.inventory.ledger;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.function.Supplier;
import polyclinic.commons.postgres.ConstraintNames;
import polyclinic.commons.problem.Problem;

/** The problems that violations of the ledger's constraints mean. */
@ApplicationScoped
class StockConstraints implements ConstraintNames {
    @Override
    public Map<String, Supplier<Problem>> constraints() {
        return Map.of("stock_batch_on_hand", OutOfStock::unknownRest, "stock_batch_recalled_stays", BatchRecalled::new);
    }
}
