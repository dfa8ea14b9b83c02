package polyclinic.billing.drafting;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.function.Supplier;
import polyclinic.commons.postgres.ConstraintNames;
import polyclinic.commons.problem.Problem;
import polyclinic.commons.provenance.DuplicateExternalId;

/** Translates violated database constraints into problems. */
@ApplicationScoped
class InvoiceConstraints implements ConstraintNames {
    @Override
    public Map<String, Supplier<Problem>> constraints() {
        return Map.of(
                "invoice_one_draft_an_encounter", DraftExists::new,
                "invoice_one_open_draft_a_patient", DraftExists::new,
                "invoice_external_id_once", DuplicateExternalId::new);
    }
}
