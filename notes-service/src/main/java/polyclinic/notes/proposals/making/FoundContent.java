package polyclinic.notes.proposals.making;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.json.Json;
import polyclinic.notes.content.Ucum;
import polyclinic.notes.proposals.findings.DocumentFinding;
import polyclinic.notes.proposals.findings.FoundResult;
import polyclinic.notes.proposals.summaries.AiProposal;
import polyclinic.notes.proposals.summaries.SummaryStatement;

/** What an entry of the history says of what was found in a document: each result or medication with the line that says it. */
final class FoundContent {
    private FoundContent() {}

    static ObjectNode of(AiProposal proposal, UUID documentId) {
        ObjectNode content = Json.MAPPER.createObjectNode();
        ArrayNode results = Json.MAPPER.createArrayNode();
        ArrayNode medications = Json.MAPPER.createArrayNode();
        for (SummaryStatement statement : proposal.supported()) {
            DocumentFinding finding = statement.finding();
            if (finding == null) continue;
            if (finding.result() != null)
                results.add(located(result(finding.result()), statement.text(), finding, documentId));
            if (finding.medication() != null)
                medications.add(
                        located(Json.MAPPER.valueToTree(finding.medication()), statement.text(), finding, documentId));
        }
        if (!results.isEmpty()) content.set("results", results);
        if (!medications.isEmpty()) content.set("medications", medications);
        content.put("proposalId", proposal.id().toString());
        return content;
    }

    private static ObjectNode result(FoundResult result) {
        ObjectNode node = Json.MAPPER.createObjectNode();
        node.put("name", result.name());
        put(node, "comparator", result.comparator());
        node.put("value", result.value());
        put(node, "unit", result.unit());
        if (result.code() != null) node.put("system", Ucum.SYSTEM).put("code", result.code());
        ObjectNode range = Json.MAPPER.createObjectNode();
        if (result.low() != null) range.put("low", result.low());
        if (result.high() != null) range.put("high", result.high());
        if (!range.isEmpty()) node.set("referenceRange", range);
        put(node, "interpretation", result.interpretation());
        return node;
    }

    private static ObjectNode located(ObjectNode node, String text, DocumentFinding finding, UUID documentId) {
        ObjectNode source = Json.MAPPER.createObjectNode();
        source.put("documentId", documentId.toString());
        source.put("page", finding.page());
        source.put("start", finding.start());
        source.put("end", finding.end());
        source.put("text", text);
        node.set("source", source);
        return node;
    }

    private static void put(ObjectNode node, String member, @Nullable String value) {
        if (value != null) node.put(member, value);
    }
}
