package polyclinic.clients.replay.resources;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.hl7.fhir.r4.model.Claim;
import org.hl7.fhir.r4.model.Claim.ItemComponent;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.ExplanationOfBenefit;
import org.hl7.fhir.r4.model.ExplanationOfBenefit.TotalComponent;
import org.jspecify.annotations.Nullable;
import polyclinic.clients.http.JsonNodes;
import polyclinic.clients.replay.fhir.BundleReferences;
import polyclinic.clients.replay.fhir.FhirDateTime;
import polyclinic.clients.replay.fhir.FhirMoney;
import polyclinic.clients.replay.fhir.FhirValues;
import polyclinic.clients.replay.plan.PlanWriter;

/**
 * Claim → an invoice of elsewhere, and what each ExplanationOfBenefit of it says was paid. What is asked for is the claim's total;
 * its items part it as far as they say an amount.
 */
final class ClaimReader {
    private static final int MAX_LINES = 200;
    private static final int MAX_DESCRIPTION = 300;
    private static final int MAX_NAME = 200;

    private final PlanWriter plan;
    private final BundleReferences references;
    /** By the source of their claim. */
    private final Map<String, List<ExplanationOfBenefit>> explanations = new HashMap<>();

    ClaimReader(PlanWriter plan, BundleReferences references) {
        this.plan = plan;
        this.references = references;
    }

    /** Keeps it for its claim; without one in the file it is an invoice itself. */
    void read(ExplanationOfBenefit explanation) {
        if (explanation.getStatus() == ExplanationOfBenefit.ExplanationOfBenefitStatus.ENTEREDINERROR
                || explanation.getStatus() == ExplanationOfBenefit.ExplanationOfBenefitStatus.CANCELLED) {
            plan.skip(explanation, "cancelled or entered in error");
        } else if (explanation.getStatus() == ExplanationOfBenefit.ExplanationOfBenefitStatus.DRAFT) {
            plan.skip(explanation, "a draft");
        } else if (explanation.hasUse() && explanation.getUse() != ExplanationOfBenefit.Use.CLAIM) {
            plan.skip(explanation, "says what would be paid, not what was");
        } else if (references.resolve(explanation.getClaim()) instanceof Claim claim) {
            explanations
                    .computeIfAbsent(BundleReferences.source(claim), any -> new ArrayList<>())
                    .add(explanation);
        } else {
            readAlone(explanation);
        }
    }

    private void readAlone(ExplanationOfBenefit explanation) {
        FhirMoney total = submitted(explanation);
        if (total == null) {
            plan.skip(explanation, "says no amount");
            return;
        }
        CodeableConcept what =
                explanation.hasItem() ? explanation.getItemFirstRep().getProductOrService() : explanation.getType();
        ArrayNode lines = JsonNodes.MAPPER.createArrayNode().add(line(what, explanation.getType(), total));
        ObjectNode body = JsonNodes.object(
                "lines", lines,
                "currency", total.currency(),
                "provenance",
                        JsonNodes.object(
                                "source", PlanWriter.SOURCE,
                                "externalId", BundleReferences.source(explanation),
                                "author", name(FhirValues.display(explanation.getProvider()))),
                "paid", paid(List.of(explanation), total));
        plan.invoice(explanation, FhirDateTime.of(explanation.getCreatedElement()), body);
    }

    /** After the explanations. */
    void read(Claim claim) {
        List<ExplanationOfBenefit> ofClaim =
                Objects.requireNonNullElse(explanations.remove(BundleReferences.source(claim)), List.of());
        String reason = reasonToSkip(claim);
        FhirMoney total = total(claim);
        if (reason == null && total == null) reason = "says no amount";
        if (reason != null || total == null) {
            plan.skip(claim, String.valueOf(reason));
            skip(ofClaim);
            return;
        }
        ObjectNode body = JsonNodes.object(
                "lines", lines(claim, total),
                "currency", total.currency(),
                "number",
                        claim.hasIdentifier()
                                ? FhirValues.cleanOrNull(
                                        claim.getIdentifierFirstRep().getValue())
                                : null,
                "provenance",
                        JsonNodes.object(
                                "source", PlanWriter.SOURCE,
                                "externalId", BundleReferences.source(claim),
                                "author", name(FhirValues.display(claim.getProvider()))),
                "paid", ofClaim.isEmpty() ? null : paid(ofClaim, total));
        FhirDateTime when = FhirDateTime.of(claim.getCreatedElement());
        if (plan.invoice(claim, when == null ? FhirDateTime.of(claim.getBillablePeriod()) : when, body))
            ofClaim.forEach(explanation -> plan.within(explanation, claim));
        else skip(ofClaim);
    }

    /** After all: skips the explanations of claims that were not read. */
    void finish() {
        explanations.values().forEach(this::skip);
        explanations.clear();
    }

    private void skip(List<ExplanationOfBenefit> ofClaim) {
        ofClaim.forEach(explanation -> plan.skip(explanation, "its claim is skipped"));
    }

    private static @Nullable String reasonToSkip(Claim claim) {
        if (claim.getStatus() == Claim.ClaimStatus.ENTEREDINERROR || claim.getStatus() == Claim.ClaimStatus.CANCELLED)
            return "cancelled or entered in error";
        if (claim.getStatus() == Claim.ClaimStatus.DRAFT) return "a draft";
        if (claim.hasUse() && claim.getUse() != Claim.Use.CLAIM) return "asks what would be paid, not for money";
        return null;
    }

    private @Nullable FhirMoney total(Claim claim) {
        return claim.hasTotal() ? plan.money(claim.getTotal()) : sumOfItems(claim);
    }

    /** Null when an item says no amount, or they are of several currencies: the sum would not be what is asked for. */
    private @Nullable FhirMoney sumOfItems(Claim claim) {
        FhirMoney sum = null;
        for (ItemComponent item : claim.getItem()) {
            FhirMoney net = plan.money(item.getNet());
            if (net == null || sum != null && !sum.currency().equals(net.currency())) return null;
            sum = sum == null ? net : new FhirMoney(sum.amount().add(net.amount()), sum.currency());
        }
        if (sum != null) plan.note("claim without a total: the sum of its items");
        return sum;
    }

    private @Nullable FhirMoney submitted(ExplanationOfBenefit explanation) {
        for (TotalComponent total : explanation.getTotal())
            if (FhirValues.hasCode(total.getCategory(), "submitted")) return plan.money(total.getAmount());
        return null;
    }

    private ArrayNode lines(Claim claim, FhirMoney total) {
        ArrayNode lines = JsonNodes.MAPPER.createArrayNode();
        BigDecimal rest = total.amount();
        for (ItemComponent item : claim.getItem()) {
            FhirMoney net = item.hasNet() ? plan.money(item.getNet()) : null;
            if (net == null || net.amount().signum() == 0) continue;
            rest = rest.subtract(net.amount());
            lines.add(line(item.getProductOrService(), claim.getType(), net));
        }
        if (rest.signum() < 0 || lines.size() >= MAX_LINES) {
            plan.note("claim whose items come to more than its total: one line of its total");
            lines.removeAll();
            rest = total.amount();
        }
        if (rest.signum() > 0 || lines.isEmpty()) {
            CodeableConcept what = claim.getItem().stream()
                    .filter(item -> !item.hasNet())
                    .findFirst()
                    .or(() -> claim.getItem().stream().findFirst())
                    .map(ItemComponent::getProductOrService)
                    .orElse(claim.getType());
            lines.insert(0, line(what, claim.getType(), new FhirMoney(rest, total.currency())));
        }
        return lines;
    }

    private static ObjectNode line(CodeableConcept what, CodeableConcept claimType, FhirMoney amount) {
        String words = FhirValues.words(what);
        return JsonNodes.object(
                "description",
                FhirValues.cut(FhirValues.oneLine(words == null || words.isBlank() ? "Claim" : words), MAX_DESCRIPTION),
                "kind",
                FhirValues.hasCode(claimType, "pharmacy") ? "medicine" : "other",
                "quantity",
                "1",
                "unitPrice",
                amount.json());
    }

    /** What insurers paid of it. */
    private ObjectNode paid(List<ExplanationOfBenefit> explanations, FhirMoney total) {
        BigDecimal paid = total.amount().subtract(total.amount());
        for (ExplanationOfBenefit explanation : explanations) {
            FhirMoney payment = plan.money(explanation.getPayment().getAmount());
            if (payment == null) continue;
            if (payment.currency().equals(total.currency())) paid = paid.add(payment.amount());
            else plan.note("payment in another currency than its claim: left out");
        }
        if (paid.compareTo(total.amount()) > 0) {
            plan.note("more was paid than the claim's total: its total is kept as paid");
            paid = total.amount();
        }
        return new FhirMoney(paid, total.currency()).json();
    }

    private static @Nullable String name(@Nullable String text) {
        return text == null || text.isBlank() ? null : FhirValues.cut(FhirValues.oneLine(text), MAX_NAME);
    }
}
