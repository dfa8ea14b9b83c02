package polyclinic.clients.replay.bundle;

import ca.uhn.fhir.parser.LenientErrorHandler;
import ca.uhn.fhir.parser.json.BaseJsonLikeValue.ScalarType;
import ca.uhn.fhir.parser.json.BaseJsonLikeValue.ValueType;
import java.util.List;

/** Leaves out what FHIR R4 does not allow and notes it, so that one odd element does not stop a whole record. */
final class ParserErrorNotes extends LenientErrorHandler {
    private final List<String> notes;

    ParserErrorNotes(List<String> notes) {
        super(false);
        this.notes = notes;
    }

    @Override
    public void unknownElement(IParseLocation location, String element) {
        notes.add("element that FHIR R4 does not know (" + element + "): left out");
    }

    @Override
    public void unknownAttribute(IParseLocation location, String attribute) {
        notes.add("attribute that FHIR R4 does not know (" + attribute + "): left out");
    }

    @Override
    public void invalidValue(IParseLocation location, String value, String error) {
        notes.add("value that FHIR R4 does not allow: left out");
    }

    @Override
    public void incorrectJsonType(
            IParseLocation location,
            String element,
            ValueType expected,
            ScalarType expectedScalar,
            ValueType found,
            ScalarType foundScalar) {
        notes.add("value of another JSON type than FHIR R4 says (" + element + "): still read where possible");
    }
}
