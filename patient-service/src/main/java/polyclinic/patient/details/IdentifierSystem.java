package polyclinic.patient.details;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * Systems whose numbers people write in several ways that mean one: with or without what parts their groups, in capitals or not.
 * Of any other system, a value counts as it is written, its case too (FHIR R4, Identifier.value), without blanks around it.
 */
enum IdentifierSystem {
    US_SSN("http://hl7.org/fhir/sid/us-ssn", IdentifierSystem::digits),
    US_MEDICARE("http://hl7.org/fhir/sid/us-mbi", IdentifierSystem::lettersAndDigits),
    UK_NHS("https://fhir.nhs.uk/Id/nhs-number", IdentifierSystem::digits),
    AU_IHI("http://ns.electronichealth.net.au/id/hi/ihi/1.0", IdentifierSystem::digits),
    AU_MEDICARE("http://ns.electronichealth.net.au/id/medicare-number", IdentifierSystem::digits),
    IN_ABHA("https://healthid.abdm.gov.in", IdentifierSystem::digits),
    IN_ABHA_EARLIER("https://healthid.ndhm.gov.in", IdentifierSystem::digits),
    IN_AADHAAR("https://uidai.gov.in", IdentifierSystem::digits),
    NZ_NHI("https://standards.digital.health.nz/ns/nhi-id", IdentifierSystem::lettersAndDigits),
    DE_KVID("http://fhir.de/sid/gkv/kvid-10", IdentifierSystem::lettersAndDigits),
    FR_INS("urn:oid:1.2.250.1.213.1.4.8", IdentifierSystem::lettersAndDigits),
    BR_CPF("http://rnds.saude.gov.br/fhir/r4/NamingSystem/cpf", IdentifierSystem::digits);

    private static final Map<String, IdentifierSystem> BY_URI =
            Arrays.stream(values()).collect(Collectors.toMap(system -> system.uri, Function.identity()));

    /** Passports have a system for each country: {@code …/passport-IND}. */
    private static final String PASSPORTS = "http://hl7.org/fhir/sid/passport-";

    private final String uri;
    private final UnaryOperator<String> form;

    IdentifierSystem(String uri, UnaryOperator<String> form) {
        this.uri = uri;
        this.form = form;
    }

    /** The value in the one form that is kept and compared; as it is when nothing would be left of it. */
    static String normal(String system, String value) {
        IdentifierSystem known = BY_URI.get(system);
        String normal = known != null
                ? known.form.apply(value)
                : system.startsWith(PASSPORTS) ? lettersAndDigits(value) : value;
        return normal.isEmpty() ? value : normal;
    }

    /** Decimal digits of any script as ASCII; a value that has letters is none of these numbers and stays. */
    private static String digits(String value) {
        if (value.codePoints().anyMatch(Character::isLetter)) return value;
        return value.codePoints()
                .filter(Character::isDigit)
                .mapToObj(digit -> String.valueOf(Character.digit(digit, 10)))
                .collect(Collectors.joining());
    }

    private static String lettersAndDigits(String value) {
        return value.toUpperCase(Locale.ROOT)
                .codePoints()
                .filter(Character::isLetterOrDigit)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
